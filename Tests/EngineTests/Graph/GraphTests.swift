import InklingTestSupport
import Testing

@testable import InklingEngine

@Suite struct GraphTests {
  @Test func recordsTheClassicNetwork() throws {
    let graph = try Graph(tracing: LeNet(), input: [1, 28, 28])
    #expect(
      graph.nodes.map(\.operation.name) == [
        "Input", "Conv2d", "ReLU", "MaxPool2d", "Conv2d", "ReLU", "MaxPool2d", "Flatten", "Linear", "ReLU", "Linear",
        "ReLU", "Linear",
      ])
    #expect(
      graph.shapes.map(\.description) == [
        "1x28x28", "6x24x24", "6x24x24", "6x12x12", "16x8x8", "16x8x8", "16x4x4", "256", "120", "120", "84", "84", "10",
      ])
    #expect(graph.nodes.map(\.inputs) == [[]] + (0..<12).map { [$0] })
    #expect(graph.inputShape == [1, 28, 28] && graph.outputShape == [10])
    #expect(graph.parameterCount == 44426)
    #expect(graph.live == Array(0..<13))
    let multiplyAdds = graph.nodes.indices.map(graph.multiplyAdds)
    #expect(multiplyAdds.filter { $0 > 0 } == [6 * 576 * 25, 16 * 64 * 150, 256 * 120, 120 * 84, 84 * 10])
  }

  private struct Branches: Layer {
    let used = Conv2d(1, 1, kernelSize: 3, padding: 1)
    let unused = Conv2d(1, 5, kernelSize: 3)
    let neverCalled = Linear(7, 7)

    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = used(x)
      _ = relu(unused(x))
      let z = y + x
      _ = relu(z)
      return z
    }
  }

  /// What the output does not depend on is recorded but not computed.
  @Test func unusedLayersAreNotComputed() throws {
    let graph = try Graph(tracing: Branches(), input: [1, 4, 4])
    #expect(graph.nodes.map(\.operation.name) == ["Input", "Conv2d", "Conv2d", "ReLU", "Add", "ReLU"])
    #expect(graph.live == [0, 1, 4])
    #expect(graph.output == 4)
    #expect(graph.nodes[4].inputs == [1, 0])
    let twin = LayerTwin { tape, x in
      tape.add([tape.convolution(x, "used", NaiveConvolution2d(padding: (1, 1))), x])
    }
    // Parameters that nothing depends on need no values.
    let probe = try GraphProbe(graph, instructionSet: .portable, batchSize: 1)
    var random = RandomTensors(seed: 3)
    let parameters = [random.named("used.weight", [1, 1, 3, 3]), random.named("used.bias", [1])]
    let (input, gradient) = (random.floats(16), random.floats(16))
    let result = try probe.run(input: input, outputGradient: gradient, parameters: parameters)
    let expected = twin.pass(
      NaiveTensor(NamedTensor(name: "", shape: [1, 1, 4, 4], values: input)),
      Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, NaiveTensor($0)) }),
      NaiveTensor(NamedTensor(name: "", shape: [1, 1, 4, 4], values: gradient)))
    #expect(largestRelativeDeviation(of: result.output, from: expected.output.values) < 1e-6)
    #expect(largestRelativeDeviation(of: result.inputGradient, from: expected.inputGradient.values) < 1e-6)
    #expect(result.parameterGradients.map(\.name) == ["used.weight", "used.bias"])
  }

  @Test func layersThatAreNeverCalledHaveNoParameters() throws {
    let names = try Graph(tracing: Branches(), input: [1, 4, 4]).parameters.map(\.name)
    #expect(!names.contains { $0.hasPrefix("neverCalled") })
  }
}
