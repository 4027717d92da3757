import InklingEngine
import InklingFiles
import InklingTargets
import InklingTestSupport
import Testing

/// A graph with two outputs is trained on the sum of two losses.
@Suite struct SeveralLossesTests {
  private static let data = RandomImages(count: 40, shape: [1, 5, 6], classes: 4)
  private static let indices = (0..<19).map { Int32($0 * 7 % 40) }
  private static let sizes = {
    var random = RandomTensors(seed: 4)
    return random.floats(80)
  }()
  private static let targets = Targets.heads([
    HeadTargets(output: "digit", targets: data.targets),
    HeadTargets(output: "size", targets: .numbers(TargetRows(sizes, width: 2))),
  ])

  private static func loss(digit: Float = 1, size: Float = 0.5) -> SeveralLosses {
    SeveralLosses([
      .init("size", MSELoss(), weight: size), .init("digit", CrossEntropyLoss(labelSmoothing: 0.1), weight: digit),
    ])
  }

  private static func program(
    _ set: InstructionSet = .portable, threads: Int = 1, digit: Float = 1, size: Float = 0.5, momentum: Float = 0
  ) throws -> TrainingProgram {
    try TrainingProgram(
      Graph(tracing: DigitAndSize(), input: [1, 5, 6]), seed: 3,
      optimizer: SGD(learningRate: 0.1, momentum: momentum), loss: loss(digit: digit, size: size),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 19, threads: threads,
      instructionSet: set)
  }

  /// The outputs before the step, by the losses' own definitions.
  @Test(arguments: InstructionSet.available) func theLossIsTheWeightedSum(set: InstructionSet) throws {
    let program = try Self.program(set)
    let inference = try InferenceProgram(
      program.graph, parameters: program.namedParameters(), normalization: program.normalization, threads: 1,
      instructionSet: set)
    let images = Self.indices.flatMap { Self.data.images[Int($0) * 30..<Int($0 + 1) * 30] }
    let outputs = inference.outputs(images: images)
    let (digits, sizes) = try (#require(outputs["digit"]), #require(outputs["size"]))
    #expect(digits.count == 19 * 4 && sizes.count == 19 * 2)
    var (expected, correct) = (0.0, 0)
    for (place, index) in Self.indices.enumerated() {
      let label = Int(Self.data.labels[Int(index)])
      let logits = digits[place * 4..<place * 4 + 4].map(Double.init)
      let size = sizes[place * 2..<place * 2 + 2].map(Double.init)
      let truth = Self.sizes[Int(index) * 2..<Int(index) * 2 + 2].map(Double.init)
      expected += NaiveLosses.crossEntropy(logits, target: NaiveLosses.oneHot(label, 4), smoothing: 0.1)
      expected += 0.5 * NaiveLosses.squared(size, truth) / 2
      if logits.indices.allSatisfy({ $0 == label || logits[$0] < logits[label] }) { correct += 1 }
    }
    let result = program.step(images: Self.data.images, targets: Self.targets, indices: Self.indices[...])
    #expect(abs(result.lossSum - expected) < 1e-4 * expected && result.correct == correct)
  }

  /// SGD without momentum steps on the sum of the gradients: with one weight doubled the steps add up.
  @Test func gradientsAddUp() throws {
    func step(_ digit: Float, _ size: Float) throws -> [Double] {
      let program = try Self.program(digit: digit, size: size)
      let before = program.namedParameters().flatMap(\.values)
      _ = program.step(images: Self.data.images, targets: Self.targets, indices: Self.indices[...])
      return zip(program.namedParameters().flatMap(\.values), before).map { Double($0) - Double($1) }
    }
    let (one, digitTwice, sizeTwice) = try (step(1, 1), step(2, 1), step(1, 2))
    for place in one.indices {
      #expect(abs(digitTwice[place] + sizeTwice[place] - 3 * one[place]) < 1e-6 + 1e-4 * abs(one[place]))
    }
  }

  /// The first momentum is the gradient: the same bits as a gradient program's on the same answers.
  @Test(arguments: InstructionSet.available) func gradientProgramsTakeThemToo(set: InstructionSet) throws {
    let training = try Self.program(set, momentum: 0.9)
    let program = try GradientProgram(
      training.graph, parameters: training.namedParameters(), normalization: training.normalization, mode: .training,
      loss: Self.loss(), request: GradientRequest(parameters: .all), threads: 2, instructionSet: set)
    let images = GradientInput.images(Array(Self.data.images[..<(19 * 30)]))
    let result = training.step(
      images: Self.data.images, targets: Self.targets, indices: (0..<19).map { Int32($0) }[...])
    let found = try program.gradients(of: .loss(Self.targets.selecting(Array(0..<19))), at: images)
    #expect(found.outputs.count == 19 * 6 && found.predictions.count { $0 == 1 } == result.correct)
    #expect(try abs(#require(found.loss) - result.lossSum / 19) < 1e-12)
    let momentum = Dictionary(uniqueKeysWithValues: training.namedOptimizerState().map { ($0.name, $0.values) })
    #expect(!found.parameters.isEmpty)
    for tensor in found.parameters { #expect(momentum["\(tensor.name).momentum_buffer"] == tensor.values) }
    let other = #expect(throws: InputError.self) { try program.gradients(of: .loss(Self.data.targets), at: images) }
    #expect(other?.description.contains("expected digit, size, found labels") == true, "\(String(describing: other))")
    // The fifth number of a row is the first of the second output.
    let size = try program.gradients(of: .output(4), at: images).parameters
    #expect(size.first { $0.name.hasPrefix("digit") }?.values.allSatisfy { $0 == 0 } == true)
    #expect(size.first { $0.name.hasPrefix("size") }?.values.contains { $0 != 0 } == true)
  }

  @Test func theSameBitsForAnyNumberOfThreads() throws {
    let runs = try [1, 2, 3].map { threads in
      let program = try Self.program(threads: threads)
      for _ in 0..<3 { _ = program.step(images: Self.data.images, targets: Self.targets, indices: Self.indices[...]) }
      return program.namedParameters()
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }

  static let refused: [(any Loss, String)] = [
    (CrossEntropyLoss(), "several outputs"),
    (SeveralLosses([.init("digit", CrossEntropyLoss())]), "one for each output"),
    (SeveralLosses([.init("digit", CrossEntropyLoss()), .init("size", MSELoss(), weight: 0)]), "weight"),
    (SeveralLosses([.init("digit", CrossEntropyLoss()), .init("size", MSELoss(reduction: .sum))]), "reduction"),
    (
      SeveralLosses([.init("digit", CrossEntropyLoss(weight: [1, 2, 3, 4])), .init("size", MSELoss())]), "class weights"
    ),
  ]

  @Test(arguments: refused.indices) func whatDoesNotFitIsRefused(index: Int) throws {
    let (loss, words) = Self.refused[index]
    let error = #expect(throws: InputError.self) {
      try TrainingProgram(
        Graph(tracing: DigitAndSize(), input: [1, 5, 6]), seed: 0, optimizer: SGD(), loss: loss,
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 4, threads: 1,
        instructionSet: .portable)
    }
    #expect(error?.kind == .usage && error?.description.contains(words) == true, "\(String(describing: error))")
  }
}
