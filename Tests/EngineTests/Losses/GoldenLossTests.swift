import InklingEngine
import InklingTestSupport
import Testing

/// Every loss against PyTorch, value and gradient, on every instruction set of this machine.
@Suite struct GoldenLossTests {
  typealias Case = GoldenLayerTests.Case

  static func cases(_ op: String) throws -> [Case] {
    try Goldens.cases(kind: "losses", op: op).flatMap { golden in
      InstructionSet.available.map { Case(golden: golden, instructionSet: $0) }
    }
  }

  private func check(
    _ loss: some Loss, _ test: Case, _ targets: Targets, input: NamedTensor, gradient: NamedTensor,
    outputs: Shape
  ) throws {
    let probe = try LossProbe(
      loss, outputs: outputs, instructionSet: test.instructionSet, threads: 2, batchSize: input.shape[0])
    let result = probe.run(outputs: input.values, targets)
    let expected = try #require(test.golden.tensors()["loss"])
    #expect(largestRelativeDeviation(of: [result.loss], from: expected.values.map(Double.init)) <= 1e-5, "loss")
    // The golden's input was rounded after PyTorch had used it: 2^-24 of the largest shifts every probability.
    let rounding = (input.values.map(abs).max() ?? 0) * 0x1p-24
    let deviation = largestRelativeDeviation(of: result.gradient, from: gradient.values)
    #expect(deviation <= 1e-5 + Double(rounding), "grad_input")
  }

  private func check(_ loss: some Loss, _ test: Case, _ targets: (NamedTensor) -> Targets) throws {
    let tensors = try test.golden.tensors()
    let input = try #require(tensors["input"])
    try check(
      loss, test, targets(#require(tensors["target"])), input: input, gradient: #require(tensors["grad_input"]),
      outputs: Shape(Array(input.shape.dropFirst())))
  }

  private func labels(_ tensor: NamedTensor) -> Targets { .labels(tensor.values.map { Int32($0) }) }
  private func numbers(_ tensor: NamedTensor) -> Targets {
    .numbers(TargetRows(tensor.values, width: tensor.shape.dropFirst().reduce(1, *)))
  }

  @Test(arguments: try cases("CrossEntropyLoss"))
  func crossEntropy(test: Case) throws {
    let arguments = test.golden.arguments
    let weight = try arguments["weight"]?.string.map { try #require(test.golden.tensors()[$0]).values }
    let loss = CrossEntropyLoss(
      labelSmoothing: Float(try test.golden.double("label_smoothing", default: 0)), weight: weight)
    try check(loss, test) { arguments["target"]?.string == "probabilities" ? numbers($0) : labels($0) }
  }

  @Test(arguments: try cases("NLLLoss"))
  func negativeLogLikelihood(test: Case) throws { try check(NLLLoss(), test, labels) }

  @Test(arguments: try cases("MSELoss")) func squaredError(test: Case) throws { try check(MSELoss(), test, numbers) }
  @Test(arguments: try cases("L1Loss")) func absoluteError(test: Case) throws { try check(L1Loss(), test, numbers) }

  @Test(arguments: try cases("SmoothL1Loss"))
  func smoothError(test: Case) throws {
    try check(SmoothL1Loss(beta: Float(test.golden.double("beta", default: 1))), test, numbers)
  }

  @Test(arguments: try cases("BCEWithLogitsLoss"))
  func binaryCrossEntropy(test: Case) throws { try check(BCEWithLogitsLoss(), test, numbers) }

  /// The goldens' order is (steps, images, classes).
  @Test(arguments: try cases("CTCLoss"))
  func temporalClassification(test: Case) throws {
    let tensors = try test.golden.tensors()
    let (input, gradient) = try (#require(tensors["input"]), #require(tensors["grad_input"]))
    let (target, lengths) = try (#require(tensors["target"]), #require(tensors["target_lengths"]))
    let (steps, images, classes) = (input.shape[0], input.shape[1], input.shape[2])
    let sequences = (0..<images).map { image in
      (0..<Int(lengths.values[image])).map { Int(target.values[image * target.shape[1] + $0]) }
    }
    func imagesFirst(_ tensor: NamedTensor) -> NamedTensor {
      let values = (0..<images).flatMap { image in
        (0..<classes).flatMap { k in (0..<steps).map { tensor.values[($0 * images + image) * classes + k] } }
      }
      return NamedTensor(name: tensor.name, shape: [images, classes, 1, steps], values: values)
    }
    let loss = CTCLoss(
      blank: try test.golden.int("blank", default: 0),
      reduction: try #require(Reduction(rawValue: test.golden.arguments["reduction"]?.string ?? "mean")))
    try check(
      loss, test, .sequences(LabelSequences(sequences)), input: imagesFirst(input), gradient: imagesFirst(gradient),
      outputs: [classes, 1, steps])
  }
}
