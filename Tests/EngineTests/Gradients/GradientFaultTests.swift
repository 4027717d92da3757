import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

/// What a gradient program refuses, each in a sentence.
@Suite struct GradientFaultTests {
  private static func program(
    _ request: GradientRequest = GradientRequest(), loss: (any Loss)? = CrossEntropyLoss(),
    mode: GradientProgram.Mode = .evaluation, frozen: Set<String> = []
  ) throws -> GradientProgram {
    let layers: [any Layer] = [Flatten(), Linear(4, 5), BatchNorm1d(5), ReLU(), Linear(5, 3), ReLU()]
    let graph = try Graph(tracing: Sequential(layers), input: [1, 2, 2])
    return try GradientProgram(
      graph, parameters: graph.parameters.map { $0.filled(with: 1) },
      normalization: Normalization(mean: 0, deviation: 1, channels: 1), mode: mode, loss: loss, request: request,
      frozen: frozen, threads: 1)
  }

  private func refused(_ words: String, _ body: () throws -> Void) {
    let error = #expect(throws: InputError.self, "\(words)") { try body() }
    #expect(error?.kind == .usage && error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  private static let images = GradientInput.images([1, 2, 3, 4, 5, 6, 7, 8])

  @Test func namesThatAreNone() {
    refused("no such node: expected input, 0, 1, 2, 3, 4, 5, found \"conv9\"") {
      _ = try Self.program(GradientRequest(activations: ["conv9"]))
    }
    refused("learns no such parameter") {
      _ = try Self.program(GradientRequest(parameters: .named(["2.running_mean"])))
    }
    refused("learns no such parameter") {
      _ = try Self.program(GradientRequest(parameters: .named(["1.weight"])), frozen: ["1.weight"])
    }
    refused("no such parameter to freeze") { _ = try Self.program(frozen: ["9.weight"]) }
  }

  @Test func aNameThatSeveralHave() throws {
    struct Twice: Layer {
      let fc = Linear(3, 3)
      func callAsFunction(_ x: Tensor) -> Tensor { relu(fc(relu(x))) }
    }
    let graph = try Graph(tracing: Twice(), input: [3])
    #expect(graph.activationNames == ["input", "relu:1", "fc", "relu:2"])
    func program(_ name: String) throws -> GradientProgram {
      try GradientProgram(
        graph, parameters: graph.parameters.map { $0.filled(with: 1) }, normalization: .none(of: [3]),
        request: GradientRequest(activations: [name]))
    }
    refused("several nodes of the model have this name: expected relu:1, relu:2, found \"relu\"; say which") {
      _ = try program("relu")
    }
    let found = try program("relu:2").gradients(of: .output(1), at: .values([1, -2, 3]))
    #expect(found.activations["relu:2"]?.gradient == [0, 1, 0])
    #expect(found.outputs == [5, 5, 5] && found.input == [1, 0, 1])
  }

  @Test func inputsThatDoNotFit() throws {
    let program = try Self.program()
    refused("not a whole number of images") { _ = try program.gradients(of: .output(0), at: .images([1, 2, 3])) }
    refused("not a whole number of images") { _ = try program.gradients(of: .output(0), at: .values([])) }
    refused("no such output") { _ = try program.gradients(of: .output(3), at: Self.images) }
    refused("no such output") { _ = try program.gradients(of: .outputs([0, -1]), at: Self.images) }
    refused("outputs to take a gradient of") { _ = try program.gradients(of: .outputs([0]), at: Self.images) }
    refused("output gradients are not those of 2 images") {
      _ = try program.gradients(of: .gradient([1, 2, 3]), at: Self.images)
    }
    refused("numbers are not those of 2 images") {
      _ = try program.gradients(of: .output(0), at: Self.images, numbers: [1])
    }
    refused("labels are not those of 2 images") { _ = try program.gradients(of: .loss(.labels([1])), at: Self.images) }
    refused("label 3 is no class") { _ = try program.gradients(of: .loss(.labels([1, 3])), at: Self.images) }
    refused("takes no sequences") {
      _ = try program.gradients(of: .loss(.sequences(LabelSequences([[1], [2]]))), at: Self.images)
    }
    refused("takes no rows of 6 numbers") {
      _ = try program.gradients(
        of: .loss(.numbers(TargetRows([1, 0, 0, 0, 1, 0], width: 6))), at: .images([1, 2, 3, 4]))
    }
    refused("for one: expected those of output") {
      _ = try program.gradients(
        of: .loss(.heads([HeadTargets(output: "output", targets: .labels([0, 1]))])), at: Self.images)
    }
    refused("has no loss") { _ = try Self.program(loss: nil).gradients(of: .loss(.labels([0, 1])), at: Self.images) }
    refused("a batch of at least 2 images") {
      _ = try Self.program(mode: .training).gradients(of: .output(0), at: .images([1, 2, 3, 4]))
    }
  }

  @Test func scarceMemoryIsSaid() throws {
    let program = try Self.program()
    let error = #expect(throws: InputError.self) {
      try Memory.$allowance.withValue(1 << 23) { try program.gradients(of: .output(0), at: Self.images) }
    }
    #expect(error?.kind == .unavailable)
    #expect(try program.gradients(of: .output(0), at: Self.images).count == 2)
  }
}
