import InklingEngine
import InklingTestSupport
import Testing

/// The running statistics of an SWA against PyTorch's `update_bn`.
@Suite struct AveragedStatisticsTests {
  static let data = RandomImages.counted(8, shape: [1, 5, 6])
  static let batches: [ArraySlice<Int32>] = [[0, 1, 2], [3, 4, 5], [6, 7]]

  /// `Tests/Peers/update_bn.py`.
  static let averaged: [String: [Double]] = [
    "1.running_mean": [0.01957408, 0.01630357], "1.running_var": [0.65717557, 0.59626873],
    "5.running_mean": [-0.01759466, 0.12253578, 0.12730837, -0.50620681],
    "5.running_var": [0.30003458, 0.19547281, 0.35709965, 0.23327405],
  ]
  static let measured: [String: [Double]] = [
    "1.running_mean": [0.03942716, 0.0327001], "1.running_var": [0.23855767, 0.10542116],
    "5.running_mean": [-0.01802856, 0.14318714, 0.14796725, -0.59041959],
    "5.running_var": [0.14734573, 0.04043636, 0.21313351, 0.08001798],
  ]

  private static func program(
    _ set: InstructionSet, _ rule: WeightAveraging.Rule, threads: Int = 1, frozen: Set<String> = []
  ) throws -> TrainingProgram {
    let layers: [any Layer] = [
      Conv2d(1, 2, kernelSize: 3, bias: false), BatchNorm2d(2), ReLU(), Flatten(), Linear(24, 4, bias: false),
      BatchNorm1d(4, momentum: 0.3), ReLU(), Linear(4, 3),
    ]
    let program = try TrainingProgram(
      Graph(tracing: Sequential(layers), input: [1, 5, 6]), seed: 0,
      optimizer: SGD(learningRate: 0.01, momentum: 0.9),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 3, threads: threads,
      instructionSet: set, updates: UpdateOptions(averaging: WeightAveraging(rule, firstStep: 3, interval: 3)),
      frozen: frozen)
    let factors = [
      "0.weight": 13, "1.weight": 41, "1.bias": 43, "4.weight": 31, "5.weight": 47, "5.bias": 53, "7.weight": 59,
      "7.bias": 61,
    ]
    try program.load(
      parameters: program.namedParameters().map { tensor in
        guard let factor = factors[tensor.name] else { return tensor }
        let values = tensor.values.indices.map {
          Float(($0 * factor % 101) - 50) / 150 + (factor == 41 || factor == 47 ? 1 : 0)
        }
        return NamedTensor(name: tensor.name, shape: tensor.shape, values: values)
      })
    for step in 0..<9 {
      _ = program.step(images: data.images, targets: data.targets, indices: batches[step % 3])
    }
    return program
  }

  private func expect(_ tensors: [NamedTensor], _ statistics: [String: [Double]]) throws {
    for (name, values) in statistics {
      let found = try #require(tensors.first { $0.name == name })
      #expect(largestRelativeDeviation(of: found.values, from: values) < 1e-5, "\(name)")
    }
  }

  @Test(arguments: InstructionSet.available)
  func anAverageMeasuresItsStatistics(set: InstructionSet) throws {
    let program = try Self.program(set, .mean)
    try expect(program.averagedParameters(), Self.averaged)
    let before = (program.namedParameters(), program.namedOptimizerState())
    let measured = program.averagedParameters(measuredOn: Self.data.images, batches: Self.batches)
    try expect(measured, Self.measured)
    for (one, other) in zip(measured, program.averagedParameters()) where !one.name.contains("running") {
      #expect(one == other)
    }
    // The training goes on as if nothing had been measured.
    #expect(program.namedParameters() == before.0 && program.namedOptimizerState() == before.1)
    let other = try Self.program(set, .mean)
    for each in [program, other] {
      _ = each.step(images: Self.data.images, targets: Self.data.targets, indices: Self.batches[0])
    }
    #expect(program.namedParameters() == other.namedParameters())
  }

  /// An EMA's statistics are averages, and before an average begins the weights answer with their own.
  @Test func nothingElseIsMeasured() throws {
    let program = try Self.program(.portable, .exponential(decay: 0.5))
    #expect(
      program.averagedParameters(measuredOn: Self.data.images, batches: Self.batches) == program.averagedParameters())
    let fixed = try Self.program(.portable, .mean, frozen: ["1.running_mean", "5.weight", "5.bias"])
    #expect(fixed.averagedParameters(measuredOn: Self.data.images, batches: Self.batches) == fixed.averagedParameters())
  }

  /// More images than a block, on any number of threads: the same bits.
  @Test(arguments: InstructionSet.available)
  func theThreadsChangeNothing(set: InstructionSet) throws {
    let images = RandomImages(count: 90, shape: NormalizedNetwork.input, classes: NormalizedNetwork.classes)
    let batches = [0..<40, 40..<80, 80..<90].map { ArraySlice($0.map(Int32.init)) }
    var results: [[NamedTensor]] = []
    for threads in 1...3 {
      let program = try TrainingProgram(
        Graph(tracing: NormalizedNetwork(), input: NormalizedNetwork.input), seed: 3, optimizer: SGD(learningRate: 0.1),
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 2), batchSize: 40, threads: threads,
        instructionSet: set, updates: UpdateOptions(averaging: WeightAveraging(.mean)))
      for batch in batches { _ = program.step(images: images.images, targets: images.targets, indices: batch) }
      results.append(program.averagedParameters(measuredOn: images.images, batches: batches))
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}
