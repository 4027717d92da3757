import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine

/// Parameters that training leaves as they are.
@Suite struct FreezingTests {
  private let classic = TrainingModel(
    "the classic network", LeNet(), input: [1, 28, 28], classes: 10, twin: LayerTwin { $1 })
  private let normalized = TrainingModel(
    "batch normalisation", NormalizedNetwork(), input: NormalizedNetwork.input, classes: NormalizedNetwork.classes,
    twin: NormalizedNetwork.twin)

  private func changed(_ program: TrainingProgram, _ before: [NamedTensor]) -> Set<String> {
    Set(zip(before, program.namedParameters()).filter { $0 != $1 }.map(\.0.name))
  }

  private func names(_ model: TrainingModel, _ isIncluded: (String) -> Bool) throws -> Set<String> {
    Set(try model.graph().parameters.map(\.name).filter(isIncluded))
  }

  static let subsets: [[String]] = [
    ["conv1"], ["conv1", "conv2"], ["conv1", "conv2", "fc1", "fc2"], ["fc3"], ["conv2"], ["conv1.bias"],
    ["conv1.weight"], ["fc1.weight", "conv2.bias"], ["fc2.bias"],
  ]

  /// What is frozen keeps its bits; what is not gets the very gradient that it had.
  @Test(arguments: subsets, InstructionSet.available)
  func onlyTheOthersMove(prefixes: [String], set: InstructionSet) throws {
    let frozen = try names(classic) { name in prefixes.contains { name.hasPrefix($0) } }
    let program = try classic.program(set, threads: 2, frozen: frozen)
    let free = try classic.program(set, threads: 2)
    let before = program.namedParameters()
    for each in [program, free] { each.step(classic.data, 0..<50) }
    #expect(changed(program, before) == (try names(classic) { !frozen.contains($0) }))
    for (tensor, other) in zip(program.namedParameters(), free.namedParameters())
    where !frozen.contains(tensor.name) {
      #expect(tensor == other, "\(tensor.name)")
    }
    program.train(classic.data, steps: 0..<3)
    #expect(changed(program, before) == (try names(classic) { !frozen.contains($0) }))
  }

  /// Nothing is computed for what is frozen, and no gradient goes below the lowest layer that is trained.
  @Test func nothingIsComputedBelow() throws {
    let frozen = try names(classic) { !$0.hasPrefix("fc3") }
    let program = try classic.program(.portable, frozen: frozen).engine.program
    #expect(program.steps.filter { $0.direction == .backward }.map(\.label) == ["fc3 gradient rows"])
    #expect(program.updates.map(\.label) == ["fc3 weight gradient", "fc3 bias gradient"])
    let middle = try classic.program(.portable, frozen: names(classic) { $0.hasPrefix("fc2") }).engine.program
    #expect(!middle.updates.contains { $0.label.hasPrefix("fc2") })
    #expect(middle.steps.contains { $0.label == "fc2 input gradient" })
    #expect(!middle.steps.contains { $0.label == "fc2 gradient rows" })
  }

  /// A layer of which something is trained still normalises by the batch, as PyTorch's in training.
  @Test(arguments: ["bn1.weight", "bn1.bias", "bn1.weight bn1.bias", "bn1.running_mean", "bn1.running_var bn2.bias"])
  func batchNormalization(list: String) throws {
    let frozen = Set(list.split(separator: " ").map(String.init))
    let isFixed = frozen.contains("bn1.running_mean") || frozen.isSuperset(of: ["bn1.weight", "bn1.bias"])
    for set in InstructionSet.available {
      let program = try normalized.program(set, frozen: frozen)
      let before = program.namedParameters()
      program.train(normalized.data, steps: 0..<3, size: 33)
      var still = frozen.filter { !$0.contains("running") }
      if isFixed { still.formUnion(["bn1.running_mean", "bn1.running_var"]) }
      #expect(changed(program, before) == (try names(normalized) { !still.contains($0) }), "\(set)")
      #expect(program.engine.program.steps.contains { $0.label == "bn1 moments" } != isFixed)
    }
  }

  /// A layer that is frozen as a whole is the one that predictions see.
  @Test(arguments: InstructionSet.available)
  func aFrozenLayerUsesItsRunningStatistics(set: InstructionSet) throws {
    let trained = try normalized.program(set)
    trained.train(normalized.data, steps: 0..<4)
    let frozen = try names(normalized) { $0.hasPrefix("bn") }
    let program = try normalized.program(set, optimizer: SGD(learningRate: 0.1), frozen: frozen)
    try program.load(parameters: trained.namedParameters())
    #expect(program.engine.program.phases.count == 1)
    var twin = TrainingTwin(
      NormalizedNetwork.twin(isFixed: true), parameters: program.namedParameters(),
      optimizer: SGD(learningRate: 0.1))
    let (images, labels) = normalized.data.batch(5..<38, normalized.normalization)
    let expected = twin.step(images, labels: labels)
    let result = program.step(normalized.data, 5..<38)
    #expect(abs(result.lossSum / 33 - expected.loss) < 1e-5 * expected.loss)
    for tensor in program.namedParameters() where !frozen.contains(tensor.name) {
      let values = try #require(twin.parameters[tensor.name]).values
      #expect(largestRelativeDeviation(of: tensor.values, from: values) < 1e-5, "\(tensor.name)")
    }
  }

  @Test func anyNumberOfThreads() throws {
    let frozen: Set<String> = ["conv1.weight", "bn1.running_mean", "fc2.bias"]
    let runs = try (1...4).map { threads in
      let program = try normalized.program(.portable, threads: threads, frozen: frozen)
      program.train(normalized.data, steps: 0..<8, size: 50)
      return program.bits
    }
    for run in runs { #expect(run == runs[0]) }
  }

  @Test func namesThatAreNotTheModelsAreListed() throws {
    let error = try #require(throws: InputError.self) {
      try classic.program(.portable, frozen: ["conv1.weight", "conv9.weight", "fc1"])
    }
    #expect(error.kind == .usage && error.found == "conv9.weight, fc1")
    #expect(error.expected?.contains("fc3.bias") == true)
  }

  @Test func somethingMustBeLeft() throws {
    let error = try #require(throws: InputError.self) {
      try normalized.program(.portable, frozen: names(normalized) { !$0.contains("running") })
    }
    #expect(error.what == "every parameter is frozen, so there is nothing to train")
  }
}
