import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine

/// One compiled model, and several sessions of it.
@Suite struct CompiledModelTests {
  private static let network = TrainingModel(
    "a residual network", ResidualNetwork(), input: ResidualNetwork.input, classes: 7, twin: ResidualNetwork.twin,
    images: 70)

  private static func parameters(seed: UInt64 = 5) throws -> [NamedTensor] {
    try TrainingProgram(
      network.graph(), seed: seed, optimizer: SGD(), normalization: network.normalization, batchSize: 16,
      instructionSet: .portable
    ).namedParameters()
  }

  private static func model(_ set: InstructionSet = .best) throws -> CompiledModel {
    try CompiledModel(
      network.graph(), parameters: parameters(), normalization: network.normalization, instructionSet: set)
  }

  private static func bits(_ logits: [Float]) -> [UInt32] { logits.map(\.bitPattern) }

  @Test func sessionsShareOneCopyOfTheWeights() throws {
    let model = try Self.model()
    let before = (model.weights.values, model.weights.derived)
    let sessions = try (1...5).map { try InferenceSession(model, threads: $0 % 2 + 1) }
    for session in sessions {
      _ = session.logits(images: Self.network.data.images)
      #expect(session.model === model)
      #expect(session.engineMemory.weights === before.0 && session.engineMemory.derived === before.1)
    }
  }

  /// A model of 64 MiB of weights: what eight sessions of it hold beside them, and what they may take.
  @Test func aSessionIsLight() throws {
    let graph = try Graph(tracing: Sequential(Flatten(), Linear(4096, 4096), Linear(4096, 10)), input: [1, 64, 64])
    let parameters = graph.parameters.map {
      NamedTensor(name: $0.name, shape: $0.shape, values: [Float](repeating: 0.5, count: $0.count))
    }
    let normalization = Normalization(mean: 0, deviation: 1, channels: 1)
    let model = try CompiledModel(graph, parameters: parameters, normalization: normalization)
    #expect(model.memory > 1 << 26)
    let sessions = try Memory.$allowance.withValue(1 << 24) {
      try (0..<8).map { _ in try InferenceSession(model, threads: 1) }
    }
    let image = [UInt8](repeating: 9, count: 4096)
    let answers = sessions.map { Self.bits($0.logits(images: image)) }
    #expect(answers.allSatisfy { $0 == answers[0] })
    #expect(sessions.allSatisfy { $0.memory > 0 && $0.memory < 1 << 21 })
  }

  @Test(arguments: InstructionSet.available)
  func anySessionGivesTheSameBitsWhateverElseRuns(set: InstructionSet) throws {
    let model = try Self.model(set)
    let images = Self.network.data.images
    let size = Self.network.data.shape.count
    let whole = Self.bits(try InferenceSession(model, threads: 1).logits(images: images))
    let sessions = try (0..<6).map { try InferenceSession(model, threads: $0 % 3 + 1) }
    // Each asks for other images, a few and many, over and over.
    let wrong = try Concurrently.results(6) { number in
      var wrong = 0
      for round in 0..<40 {
        let first = (number * 7 + round) % 30
        let count = [1, 8, 9, 16, 33, 40][(number + round) % 6]
        let logits = sessions[number].logits(images: Array(images[first * size..<(first + count) * size]))
        if Self.bits(logits) != Array(whole[first * 7..<(first + count) * 7]) { wrong += 1 }
      }
      return wrong
    }
    #expect(wrong == [0, 0, 0, 0, 0, 0])
  }

  @Test func oneSessionAnswersOneCallerAfterTheOther() throws {
    let model = try Self.model()
    let session = try InferenceSession(model, threads: 2)
    let images = Self.network.data.images
    let size = Self.network.data.shape.count
    let whole = Self.bits(session.logits(images: images))
    let wrong = try Concurrently.results(4) { number in
      (0..<40).count { round in
        let count = [3, 17, 50][(number + round) % 3]
        return Self.bits(session.logits(images: Array(images[..<(count * size)]))) != Array(whole[..<(count * 7)])
      }
    }
    #expect(wrong == [0, 0, 0, 0])
  }

  /// Other parameters are one session's own; alone with its model it keeps the memory.
  @Test func otherParametersLeaveTheModelAsItIs() throws {
    let model = try Self.model()
    let (one, other) = try (InferenceSession(model, threads: 1), InferenceSession(model, threads: 1))
    let images = Self.network.data.images
    let before = one.logits(images: images)
    let parameters = try Self.parameters(seed: 8)
    try one.load(parameters: parameters)
    #expect(other.logits(images: images) == before)
    #expect(one.logits(images: images) != before)
    #expect(model.namedParameters() == (try Self.parameters()))
    #expect(one.model.namedParameters() == parameters)
    let place = one.engineMemory.weights
    try one.load(parameters: try Self.parameters())
    #expect(one.engineMemory.weights === place, "nobody else has it")
    #expect(one.logits(images: images) == before)
  }

  @Test func parametersOfAnotherModelChangeNothing() throws {
    let model = try Self.model()
    let session = try InferenceSession(model, threads: 1)
    let before = session.logits(images: Self.network.data.images)
    let error = #expect(throws: InputError.self) { try session.load(parameters: []) }
    #expect(error?.kind == .malformed)
    #expect(throws: InputError.self) { try model.replacingParameters([]) }
    #expect(session.model === model)
    #expect(session.logits(images: Self.network.data.images) == before)
  }

  @Test func aModelOfTheSameStepsOnOtherParameters() throws {
    let parameters = try Self.parameters(seed: 8)
    let images = Self.network.data.images
    let replaced = try InferenceSession(Self.model().replacingParameters(parameters)).logits(images: images)
    let compiled = try InferenceProgram(
      Self.network.graph(), parameters: parameters, normalization: Self.network.normalization
    ).logits(images: images)
    #expect(Self.bits(replaced) == Self.bits(compiled))
  }

  @Test func scarceMemoryIsSaid() throws {
    let model = try Self.model()
    let error = #expect(throws: InputError.self) {
      try Memory.$allowance.withValue(1 << 23) { try InferenceSession(model, threads: 1) }
    }
    #expect(error?.kind == .unavailable && error?.what == "there is not enough memory for the model")
    #expect(throws: InputError.self) {
      try Memory.$allowance.withValue(1 << 23) { try model.replacingParameters(model.namedParameters()) }
    }
  }

  @Test func fewerThreadsAnswerTheSame() throws {
    let model = try Self.model()
    let images = Self.network.data.images
    let expected = Self.bits(try InferenceSession(model, threads: 1).logits(images: images))
    for allowance in 0...2 {
      let session = try SystemThread.$allowance.withValue(SystemThread.Allowance(allowance)) {
        try InferenceSession(model, threads: 4)
      }
      #expect(session.threads == allowance + 1)
      #expect(Self.bits(session.logits(images: images)) == expected)
    }
  }

  @Test func threadsAndInstructionsNeedNotBeSaid() throws {
    let model = try Self.model()
    #expect(model.instructionSet == InstructionSet.available.last)
    #expect(try InferenceSession(model).threads <= Processors.count)
    let training = try TrainingProgram(
      Self.network.graph(), seed: 1, optimizer: SGD(), normalization: Self.network.normalization, batchSize: 17)
    #expect(training.threads <= min(Processors.count, 2) && training.instructionSet == .best)
  }

  @Test(arguments: [0, -1, 1025]) func threadsOutOfRange(threads: Int) throws {
    let model = try Self.model()
    let error = #expect(throws: InputError.self) { try InferenceSession(model, threads: threads) }
    #expect(error?.kind == .usage && error?.found == "\(threads)")
  }
}
