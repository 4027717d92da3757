import InklingEngine
import InklingTestSupport
import Testing

/// A step with each kind of loss and target against the twin: the right images, rows, scales and update.
@Suite struct TrainingProgramLossTests {
  private static let data = RandomImages(count: 40, shape: [1, 3, 5], classes: 4, seed: 3)
  private static let indices: [Int32] = (0..<19).map { (39 - 2 * $0) }
  private static let normalization = Normalization(mean: 0.5, deviation: 0.5, channels: 1)
  private static let features: [any Layer] = [Flatten(), Linear(15, 4)]
  private static let line: [any Layer] = [Conv2d(1, 3, kernelSize: Extent2d(3, 1))]

  private func program(_ layers: [any Layer], _ loss: any Loss, _ set: InstructionSet) throws -> TrainingProgram {
    try TrainingProgram(
      Graph(tracing: Sequential(layers), input: [1, 3, 5]), seed: 2, optimizer: SGD(learningRate: 0.5), loss: loss,
      normalization: Self.normalization, batchSize: 32, threads: 2, instructionSet: set)
  }

  /// - Parameter total: the batch's loss from all of its outputs.
  private func expectStep(
    _ layers: [any Layer], _ loss: any Loss, _ total: ([Double]) -> Double,
    _ step: (TrainingProgram) -> StepResult
  ) throws {
    let (images, _) = Self.data.batch(Self.indices, Self.normalization)
    let twin = LayerTwin(layers)
    for set in InstructionSet.available {
      let program = try program(layers, loss, set)
      let before = Dictionary(
        uniqueKeysWithValues: program.namedParameters().map { ($0.name, NaiveTensor($0)) })
      let outputs = twin.pass(images, before, nil).output
      let gradient = NaiveTensor(
        shape: outputs.shape, values: GradientChecker().gradient(of: total, at: outputs.values))
      let gradients = twin.pass(images, before, gradient).parameterGradients
      let result = step(program)
      let mean = result.lossSum / (loss.reduction == .mean ? Double(result.count) : 1)
      #expect(abs(mean - total(outputs.values)) < 1e-5 * total(outputs.values), "\(set)")
      for after in program.namedParameters() {
        let start = try #require(before[after.name]), slope = try #require(gradients[after.name])
        let expected = zip(start.values, slope.values).map { $0 - 0.5 * $1 }
        #expect(largestRelativeDeviation(of: after.values, from: expected) < 1e-5, "\(after.name) on \(set)")
      }
    }
  }

  private func rows(_ z: [Double], _ size: Int) -> [(image: Int, outputs: [Double])] {
    Self.indices.enumerated().map { (Int($1), Array(z[$0 * size..<($0 + 1) * size])) }
  }

  private func labelStep(_ program: TrainingProgram) -> StepResult { program.step(Self.data, Self.indices) }

  @Test func labelSmoothing() throws {
    try expectStep(
      Self.features, CrossEntropyLoss(labelSmoothing: 0.1),
      { z in
        rows(z, 4).reduce(0) {
          let target = NaiveLosses.oneHot(Int(Self.data.labels[$1.image]), 4)
          return $0 + NaiveLosses.crossEntropy($1.outputs, target: target, smoothing: 0.1) / 19
        }
      }, labelStep)
  }

  @Test(arguments: [Reduction.mean, .sum]) func classWeights(reduction: Reduction) throws {
    let weight: [Float] = [0.25, 1, 2, 4]
    let doubles = weight.map(Double.init)
    let sum = Self.indices.reduce(0) { $0 + doubles[Int(Self.data.labels[Int($1)])] }
    try expectStep(
      Self.features, CrossEntropyLoss(weight: weight, reduction: reduction),
      { z in
        rows(z, 4).reduce(0) {
          let target = NaiveLosses.oneHot(Int(Self.data.labels[$1.image]), 4)
          return $0 + NaiveLosses.crossEntropy($1.outputs, target: target, weight: doubles)
        } / (reduction == .mean ? sum : 1)
      }, labelStep)
  }

  @Test func numbersForTargets() throws {
    var random = RandomTensors(seed: 6)
    let targets = random.floats(40 * 4)
    func target(_ image: Int) -> [Double] { targets[image * 4..<(image + 1) * 4].map(Double.init) }
    func step(_ program: TrainingProgram) -> StepResult {
      program.step(
        images: Self.data.images, targets: .numbers(TargetRows(targets, width: 4)), indices: Self.indices[...])
    }
    try expectStep(
      Self.features, MSELoss(),
      { z in rows(z, 4).reduce(0) { $0 + NaiveLosses.squared($1.outputs, target($1.image)) / (4 * 19) } }, step)
    try expectStep(
      Self.features, L1Loss(reduction: .sum),
      { z in rows(z, 4).reduce(0) { $0 + NaiveLosses.absolute($1.outputs, target($1.image)) } }, step)
  }

  @Test func sequencesForTargets() throws {
    let sequences = (0..<40).map { [[1], [2, 1], [1, 1], [2, 1, 2]][$0 % 4] }
    try expectStep(
      Self.line, CTCLoss(),
      { z in
        rows(z, 15).reduce(0) {
          let labels = sequences[$1.image]
          let loss = NaiveLosses.temporalClassification(
            $1.outputs, classes: 3, steps: 5, labels: labels, blank: 0)
          return $0 + loss / Double(labels.count) / 19
        }
      }
    ) {
      $0.step(images: Self.data.images, targets: .sequences(LabelSequences(sequences)), indices: Self.indices[...])
    }
  }

  /// A batch with an infinite loss changes nothing.
  @Test func anImpossibleSequenceLeavesTheParameters() throws {
    let program = try program(Self.line, CTCLoss(), .portable)
    let before = program.bits
    let sequences = LabelSequences((0..<40).map { $0 == 39 ? [1, 1, 1, 1] : [1] })
    let result = program.step(images: Self.data.images, targets: .sequences(sequences), indices: Self.indices[...])
    #expect(result.lossSum == .infinity && program.bits == before)
  }

  /// The plain loss given by name is the default, bit for bit; so is a smoothing of zero.
  @Test(arguments: InstructionSet.available) func thePlainLossIsTheDefault(set: InstructionSet) throws {
    let named = try program(Self.features, CrossEntropyLoss(labelSmoothing: 0), set)
    let unnamed = try TrainingProgram(
      Graph(tracing: Sequential(Self.features), input: [1, 3, 5]), seed: 2, optimizer: SGD(learningRate: 0.5),
      normalization: Self.normalization, batchSize: 32, threads: 2, instructionSet: set)
    for _ in 0..<3 { #expect(labelStep(named) == labelStep(unnamed)) }
    #expect(named.bits == unnamed.bits)
  }
}
