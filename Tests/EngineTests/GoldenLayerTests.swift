import InklingTestSupport
import Testing

@testable import InklingEngine

/// Every layer against PyTorch, forward and all gradients, on every instruction set of this machine.
@Suite struct GoldenLayerTests {
  /// Of the tensor's largest magnitude.
  private let tolerance = 1e-5

  struct Case: Sendable, CustomTestStringConvertible {
    let golden: GoldenCase
    let instructionSet: InstructionSet
    var testDescription: String { "\(golden.name) on \(instructionSet.rawValue)" }
  }

  static func cases(_ op: String) throws -> [Case] {
    try Goldens.cases(kind: "layers", op: op).flatMap { golden in
      InstructionSet.available.map { Case(golden: golden, instructionSet: $0) }
    }
  }

  private func extent(_ golden: GoldenCase, _ name: String, _ value: Int) throws -> Extent2d {
    let (height, width) = try golden.pair(name, default: (value, value))
    return Extent2d(height, width)
  }

  func check(_ layer: some Layer, _ test: Case) throws {
    let tensors = try test.golden.tensors()
    let input = try #require(tensors["input"])
    let graph = try Graph(tracing: layer, input: Shape(Array(input.shape.dropFirst())))
    let probe = try GraphProbe(graph, instructionSet: test.instructionSet, threads: 2, batchSize: input.shape[0])
    let parameters = try graph.parameters.map { try #require(tensors[$0.name], "no tensor \($0.name)") }
    let result = try probe.run(
      input: input.values, outputGradient: #require(tensors["grad_output"]).values, parameters: parameters)
    try expect(result.output, "output", tensors)
    try expect(result.inputGradient, "grad_input", tensors)
    for gradient in result.parameterGradients { try expect(gradient.values, "grad_\(gradient.name)", tensors) }
    let known = tensors.keys.filter { $0.hasPrefix("grad_") }.count
    #expect(known == result.parameterGradients.count + 2, "not every gradient of the golden was compared")
  }

  private func expect(_ actual: [Float], _ name: String, _ tensors: [String: NamedTensor]) throws {
    let expected = try #require(tensors[name], "no tensor \(name)")
    let deviation = largestRelativeDeviation(of: actual, from: expected.values)
    #expect(deviation <= tolerance, "\(name)")
  }

  @Test(arguments: try cases("Conv2d"))
  func convolution(test: Case) throws {
    let golden = test.golden
    try check(
      Conv2d(
        golden.int("in_channels", default: 0), golden.int("out_channels", default: 0),
        kernelSize: extent(golden, "kernel_size", 0), stride: extent(golden, "stride", 1),
        padding: extent(golden, "padding", 0), dilation: extent(golden, "dilation", 1),
        groups: golden.int("groups", default: 1), bias: golden.bool("bias", default: true)), test)
  }

  @Test(arguments: try cases("MaxPool2d"))
  func maxPool(test: Case) throws {
    let golden = test.golden
    let kernel = try extent(golden, "kernel_size", 0)
    let stride = try golden.pair("stride", default: (kernel.height, kernel.width))
    try check(
      MaxPool2d(
        kernel, stride: Extent2d(stride.0, stride.1), padding: extent(golden, "padding", 0),
        dilation: extent(golden, "dilation", 1), ceilMode: golden.bool("ceil_mode", default: false)), test)
  }

  @Test(arguments: try cases("AvgPool2d"))
  func averagePool(test: Case) throws {
    let golden = test.golden
    let kernel = try extent(golden, "kernel_size", 0)
    let stride = try golden.pair("stride", default: (kernel.height, kernel.width))
    let divisor = try golden.int("divisor_override", default: 0)
    try check(
      AvgPool2d(
        kernel, stride: Extent2d(stride.0, stride.1), padding: extent(golden, "padding", 0),
        ceilMode: golden.bool("ceil_mode", default: false),
        countIncludePad: golden.bool("count_include_pad", default: true),
        divisorOverride: divisor == 0 ? nil : divisor), test)
  }

  @Test(arguments: try cases("Linear"))
  func linear(test: Case) throws {
    let golden = test.golden
    try check(
      Linear(
        golden.int("in_features", default: 0), golden.int("out_features", default: 0),
        bias: golden.bool("bias", default: true)), test)
  }

  @Test(arguments: try cases("ReLU"))
  func rectifier(test: Case) throws { try check(ReLU(), test) }
}
