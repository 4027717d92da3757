import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

/// Gradients and activations against PyTorch's autograd, whose numbers Tests/Peers/gradients.py has written.
@Suite struct GradientReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let network: String
    let mode: GradientProgram.Mode
    let count: Int
    let set: InstructionSet
    var testDescription: String { "\(network) in \(mode), \(count) images, \(set)" }
    var prefix: String { "\(network).\(mode.rawValue).\(count)." }
  }

  static let cases = InstructionSet.available.flatMap { set in
    [("Chain", 5), ("Chain", 19), ("Branches", 5), ("Ties", 5)].flatMap { network, count in
      GradientProgram.Mode.allCases.map { Case(network: network, mode: $0, count: count, set: set) }
    }
  }

  static let references = Result { () throws -> [String: [Float]] in
    let file = try FileBytes.read(Goldens.packageRoot + "/Tests/References/gradients.safetensors")
    return Dictionary(uniqueKeysWithValues: try Safetensors(decoding: file).tensors.map { ($0.name, $0.values) })
  }

  private func expect(_ actual: [Float]?, _ name: String, _ test: Case, scale: Float = 1) throws {
    let values = try #require(try Self.references.get()[test.prefix + name], "no \(name)")
    let actual = try #require(actual, "\(name)")
    // Before a normalisation by the batch a bias has no say: its gradient is nothing but rounding.
    if values.allSatisfy({ abs($0) < 1e-9 }) { return #expect(actual.allSatisfy { abs($0) < 1e-5 }, "\(name)") }
    #expect(largestRelativeDeviation(of: actual, from: values.map { Double($0 * scale) }) < 2e-5, "\(name)")
  }

  private func program(
    _ test: Case, _ request: GradientRequest, fusing: Bool = true, threads: Int = 2
  ) throws -> GradientProgram {
    let graph = try GradientReferenceNetworks.graph(test.network, isTraining: test.mode == .training)
    return try GradientProgram(
      graph, parameters: GradientReferenceNetworks.parameters(graph, of: test.network),
      normalization: GradientReferenceNetworks.normalization, mode: test.mode, loss: CrossEntropyLoss(),
      request: request, threads: threads, instructionSet: test.set, fusing: fusing)
  }

  private func input(_ test: Case) -> GradientInput {
    .images(GradientReferenceNetworks.images(test.network, count: test.count))
  }

  private func loss(_ test: Case) -> GradientSeed { .loss(.labels((0..<test.count).map { Int32($0 % 3) })) }

  @Test(arguments: cases) func theLoss(test: Case) throws {
    let program = try program(test, GradientRequest(parameters: .all))
    let result = try program.gradients(of: loss(test), at: input(test))
    try expect(result.outputs, "output", test)
    try expect(result.loss.map { [Float($0)] }, "loss", test)
    try expect(result.input, "loss.input", test)
    let pixels = program.normalization.gradientByBytes(
      try #require(result.input), plane: program.graph.inputShape.plane)
    try expect(pixels, "pixels", test)
    for parameter in result.parameters { try expect(parameter.values, "parameter.\(parameter.name)", test) }
    #expect(result.parameters.map(\.name) == program.graph.parameters.filter { $0.role == .learned }.map(\.name))
    for statistic in result.statistics { try expect(statistic.values, "statistic.\(statistic.name)", test) }
    #expect(result.statistics.map(\.name) == program.graph.parameters.filter { $0.role == .statistic }.map(\.name))
  }

  @Test(arguments: cases) func aLogit(test: Case) throws {
    for seed in [GradientSeed.output(1), .outputs(Array(repeating: 1, count: test.count))] {
      let result = try program(test, GradientRequest()).gradients(of: seed, at: input(test))
      try expect(result.input, "logit.input", test)
      #expect(result.parameters.isEmpty && result.loss == nil && result.losses.isEmpty)
    }
  }

  /// The network's own input, in place of bytes.
  @Test(arguments: cases) func normalizedValues(test: Case) throws {
    let shape = try GradientReferenceNetworks.graph(test.network, isTraining: false).inputShape
    let normalization = GradientReferenceNetworks.normalization
    let values = GradientReferenceNetworks.images(test.network, count: test.count).enumerated().map { place, byte in
      let channel = place / shape.plane % shape.channels
      return Float(byte) * normalization.scale[channel] + normalization.shift[channel]
    }
    let result = try program(test, GradientRequest()).gradients(of: loss(test), at: .values(values))
    try expect(result.input, "loss.input", test)
  }

  /// Each alone, and all at once: what a kernel would otherwise take in is there when it is asked for.
  @Test(arguments: cases.filter { $0.count < 16 }) func activations(test: Case) throws {
    let names = [
      "Chain": ["conv1", "bn1", "relu:1", "maxPool2d", "conv2", "bn2", "bn3"],
      "Branches": ["stem", "add", "prelu", "concatenate", "gn", "ln"], "Ties": ["pool", "conv", "bn"],
    ]
    let all = names[test.network] ?? []
    for asked in [all] + all.map({ [$0] }) {
      let program = try program(test, GradientRequest(activations: asked))
      let result = try program.gradients(of: loss(test), at: input(test))
      for name in asked {
        let activation = try #require(result.activations[name])
        #expect(activation.values.count == test.count * activation.shape.count)
        try expect(activation.values, "value.\(name)", test)
        try expect(activation.gradient, "by.\(name)", test)
      }
      try expect(result.input, "loss.input", test)
      #expect(result.activations.count == asked.count)
    }
  }
}
