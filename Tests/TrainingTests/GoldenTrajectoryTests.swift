import Datasets
import Inkling
import TestSupport
import Testing

/// The first training steps of the classic network on MNIST, in file order, against PyTorch in float64.
@Suite(.needsMNIST) struct GoldenTrajectoryTests {
  /// One golden, and a program that stands where it begins.
  private struct Trajectory {
    let losses: [Double]
    let tensors: [String: NamedTensor]
    let batchSize: Int
    let program: TrainingProgram
    let data: Dataset

    init(_ name: String, _ set: InstructionSet) throws {
      let golden = try Goldens.named(name, kind: "trajectories")
      losses = try golden.numbers("losses")
      tensors = try golden.tensors()
      batchSize = try golden.int("batch_size", default: 64)
      data = try MNISTForTests.read()
      let optimizer = try golden.optimizer(op: golden.arguments["optimizer"]?.string ?? "SGD")
      program = try TrainingProgram(
        Graph(tracing: LeNet(), input: [1, 28, 28]), seed: 0, optimizer: optimizer,
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: batchSize, threads: 2,
        instructionSet: set)
      try program.load(parameters: parameters("init."))
    }

    /// The network's parameters among the golden's tensors, without their prefix.
    func parameters(_ prefix: String) -> [NamedTensor] {
      tensors.values.filter { $0.name.hasPrefix(prefix) }.map {
        NamedTensor(name: String($0.name.dropFirst(prefix.count)), shape: $0.shape, values: $0.values)
      }
    }

    /// Takes a step; the batch's mean loss.
    func step(_ number: Int) -> Double {
      let indices = (0..<batchSize).map { Int32((number * batchSize + $0) % data.train.count) }
      let result = program.step(images: data.train.images, labels: data.train.labels, indices: indices[...])
      return result.lossSum / Double(result.count)
    }
  }

  @Test(arguments: InstructionSet.available)
  func momentum(set: InstructionSet) throws {
    let trajectory = try Trajectory("seed_sgd", set)
    #expect(trajectory.losses.count >= 200)
    let deviations = trajectory.losses.indices.map { abs(trajectory.step($0) - trajectory.losses[$0]) }
    for (step, deviation) in deviations.enumerated() { #expect(deviation < 2e-5, "step \(step)") }
    let final = trajectory.program.namedParameters()
    let expected = Dictionary(uniqueKeysWithValues: trajectory.parameters("final.").map { ($0.name, $0) })
    #expect(Set(final.map(\.name)) == Set(expected.keys))
    for tensor in final {
      let values = try #require(expected[tensor.name]).values
      #expect(zip(tensor.values, values).allSatisfy { abs($0 - $1) < 5e-5 }, "\(tensor.name)")
    }
    // The same images through weights that are up to 5e-5 apart; PyTorch's float32 is as far from its float64.
    try expectTestLogits(trajectory, of: final, 2e-3)
    try expectTestLogits(trajectory, of: trajectory.parameters("final."), 1e-5)
  }

  /// A higher rate with weight decay and Nesterov's momentum: chaotic later on, in PyTorch's float32 too.
  @Test(arguments: InstructionSet.available)
  func nesterovMomentumAndWeightDecay(set: InstructionSet) throws {
    let trajectory = try Trajectory("seed_sgd_fast", set)
    for step in 0..<20 { #expect(abs(trajectory.step(step) - trajectory.losses[step]) < 1e-5, "step \(step)") }
  }

  /// Adam's first steps are as large as its rate wherever there is a gradient at all, however it is rounded.
  @Test(arguments: InstructionSet.available)
  func adam(set: InstructionSet) throws {
    let trajectory = try Trajectory("seed_adam", set)
    for step in 0..<100 { #expect(abs(trajectory.step(step) - trajectory.losses[step]) < 1e-5, "step \(step)") }
  }

  private func expectTestLogits(
    _ trajectory: Trajectory, of parameters: [NamedTensor], _ tolerance: Double
  ) throws {
    let expected = try #require(trajectory.tensors["test_logits_first_100"])
    let program = trajectory.program
    let inference = try InferenceProgram(
      program.graph, parameters: parameters, normalization: program.normalization, threads: 2,
      instructionSet: program.instructionSet)
    let test = trajectory.data.test
    let logits = inference.logits(images: Array(test.images[..<(expected.shape[0] * test.imageSize)]))
    #expect(largestRelativeDeviation(of: logits, from: expected.values) < tolerance)
  }
}
