import InklingTestSupport
import Testing

@testable import InklingEngine

/// Normalisation layers against PyTorch: outputs, gradients, and the running statistics before and after.
@Suite struct GoldenNormalizationTests {
  private let tolerance = 1e-5

  private func check(_ layer: some Layer, _ test: GoldenLayerTests.Case, frozen: Set<String> = []) throws {
    let tensors = try test.golden.tensors()
    let input = try #require(tensors["input"])
    let graph = try Graph(tracing: layer, input: Shape(Array(input.shape.dropFirst())))
    let probe = try GraphProbe(
      graph, instructionSet: test.instructionSet, threads: 2, batchSize: input.shape[0], frozen: frozen)
    let parameters = try graph.parameters.map { parameter in
      let name = parameter.name
      let stored = parameter.role == .statistic ? "\(name)_before" : name
      let tensor = try #require(tensors[stored], "no tensor \(stored)")
      return NamedTensor(name: name, shape: tensor.shape, values: tensor.values)
    }
    let result = try probe.run(
      input: input.values, outputGradient: #require(tensors["grad_output"]).values, parameters: parameters)
    try expect(result.output, "output", tensors)
    try expect(result.inputGradient, "grad_input", tensors)
    for gradient in result.parameterGradients { try expect(gradient.values, "grad_\(gradient.name)", tensors) }
    for statistic in result.statistics { try expect(statistic.values, "\(statistic.name)_after", tensors) }
    #expect(tensors.keys.filter { $0.hasPrefix("grad_") }.count == result.parameterGradients.count + 2)
    #expect(tensors.keys.filter { $0.hasSuffix("_after") }.count == result.statistics.count)
  }

  private func expect(_ actual: [Float], _ name: String, _ tensors: [String: NamedTensor]) throws {
    let expected = try #require(tensors[name], "no tensor \(name)")
    #expect(largestRelativeDeviation(of: actual, from: expected.values) <= tolerance, "\(name)")
  }

  private func float(_ golden: GoldenCase, _ name: String, _ value: Double) throws -> Float {
    Float(try golden.double(name, default: value))
  }

  @Test(arguments: try GoldenLayerTests.cases("BatchNorm2d"))
  func batchNorm(test: GoldenLayerTests.Case) throws {
    let golden = test.golden
    try check(
      BatchNorm2d(
        golden.int("num_features", default: 0), eps: float(golden, "eps", 1e-5),
        momentum: float(golden, "momentum", 0.1)), test,
      frozen: golden.bool("training", default: true) ? [] : ["running_mean", "running_var"])
  }

  @Test(arguments: try GoldenLayerTests.cases("GroupNorm"))
  func groupNorm(test: GoldenLayerTests.Case) throws {
    let golden = test.golden
    try check(
      GroupNorm(
        golden.int("num_groups", default: 0), golden.int("num_channels", default: 0),
        eps: float(golden, "eps", 1e-5)), test)
  }

  @Test(arguments: try GoldenLayerTests.cases("LayerNorm"))
  func layerNorm(test: GoldenLayerTests.Case) throws {
    try check(
      LayerNorm(Shape(test.golden.int("normalized_shape", default: 0)), eps: float(test.golden, "eps", 1e-5)), test)
  }
}

/// The naive twins against PyTorch.
@Suite struct GoldenNormalizationTwinTests {
  private let tolerance = 1e-6

  private func check(
    _ golden: GoldenCase, _ layer: (NaiveTape, NaiveTape.Value) throws -> NaiveTape.Value
  ) throws {
    var tensors = try golden.tensors().mapValues(NaiveTensor.init)
    for name in ["running_mean", "running_var"] { tensors[name] = tensors["\(name)_before"] }
    let tape = NaiveTape(parameters: tensors)
    let x = try tape.input(#require(tensors["input"]))
    let y = try layer(tape, x)
    let gradients = try tape.gradients(of: y, #require(tensors["grad_output"]), by: x)
    let found = gradients.parameters.merging(["input": gradients.input]) { first, _ in first }
    #expect(try deviation(tape[y], tensors["output"]) <= tolerance)
    #expect(found.count == 3)
    for (name, gradient) in found { #expect(try deviation(gradient, tensors["grad_\(name)"]) <= tolerance, "\(name)") }
  }

  private func deviation(_ actual: NaiveTensor, _ expected: NaiveTensor?) throws -> Double {
    try largestRelativeDeviation(of: actual.values, from: #require(expected).values)
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "BatchNorm2d"))
  func batchNorm(golden: GoldenCase) throws {
    let (eps, isFixed) = try (golden.double("eps", default: 1e-5), !golden.bool("training", default: true))
    try check(golden) { $0.batchNorm($1, eps: eps, isFixed: isFixed) }
    let tensors = try golden.tensors().mapValues(NaiveTensor.init)
    guard !isFixed else { return }
    let after = try NaiveBatchNorm(eps: eps).running(
      #require(tensors["input"]), mean: #require(tensors["running_mean_before"]),
      variance: #require(tensors["running_var_before"]), momentum: golden.double("momentum", default: 0.1))
    #expect(try deviation(after.mean, tensors["running_mean_after"]) <= tolerance)
    #expect(try deviation(after.variance, tensors["running_var_after"]) <= tolerance)
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "GroupNorm"))
  func groupNorm(golden: GoldenCase) throws {
    try check(golden) {
      $0.groupNorm(
        $1, groups: try golden.int("num_groups", default: 1), eps: try golden.double("eps", default: 1e-5),
        parameterShape: [try golden.int("num_channels", default: 1)])
    }
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "LayerNorm"))
  func layerNorm(golden: GoldenCase) throws {
    try check(golden) {
      $0.groupNorm(
        $1, groups: 1, eps: try golden.double("eps", default: 1e-5),
        parameterShape: [try golden.int("normalized_shape", default: 1)])
    }
  }
}
