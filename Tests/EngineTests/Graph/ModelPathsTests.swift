import InklingTestSupport
import Testing

@testable import InklingEngine

/// Names are PyTorch's: the path of the properties.
@Suite struct ModelPathsTests {
  @Test func namesOfTheClassicNetwork() throws {
    let graph = try Graph(tracing: LeNet(), input: [1, 28, 28])
    #expect(
      graph.parameters.map(\.name) == [
        "conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias",
        "fc3.weight", "fc3.bias",
      ])
    #expect(
      graph.parameters.map(\.shape) == [
        [6, 1, 5, 5], [6], [16, 6, 5, 5], [16], [120, 256], [120], [84, 120], [84], [10, 84], [10],
      ])
    #expect(
      graph.nodes.map(\.name) == [
        "input", "conv1", "relu", "pool", "conv2", "relu", "pool", "flatten", "fc1", "relu", "fc2", "relu", "fc3",
      ])
  }

  private struct Block: Layer {
    let conv = Conv2d(2, 2, kernelSize: 1)
    let activation = ReLU()
    func callAsFunction(_ x: Tensor) -> Tensor { activation(conv(x)) }
  }

  private struct Nested: Layer {
    let stem: Sequential
    let blocks = [Block(), Block()]
    let shortcut: Conv2d? = Conv2d(1, 2, kernelSize: 1, bias: false)
    let head = (first: Flatten(), second: Linear(8, 3))

    init() { stem = Sequential(Conv2d(1, 2, kernelSize: 1), Sequential(ReLU(), Conv2d(2, 2, kernelSize: 1))) }

    func callAsFunction(_ x: Tensor) -> Tensor {
      var y = stem(x)
      for block in blocks { y = block(y) }
      if let shortcut { y = y + shortcut(x) }
      return head.second(head.first(y))
    }
  }

  @Test func nestedLayersArraysOptionalsAndSequences() throws {
    let graph = try Graph(tracing: Nested(), input: [1, 2, 2])
    #expect(
      graph.parameters.map(\.name) == [
        "stem.0.weight", "stem.0.bias", "stem.1.1.weight", "stem.1.1.bias", "blocks.0.conv.weight",
        "blocks.0.conv.bias",
        "blocks.1.conv.weight", "blocks.1.conv.bias", "shortcut.weight", "head.second.weight", "head.second.bias",
      ])
    #expect(
      graph.nodes.map(\.name) == [
        "input", "stem.0", "stem.1.0", "stem.1.1", "blocks.0.conv", "blocks.0.activation", "blocks.1.conv",
        "blocks.1.activation", "shortcut", "add", "head.first", "head.second",
      ])
  }

  @Test func aModelThatIsOneLayer() throws {
    let graph = try Graph(tracing: Linear(3, 2), input: [3])
    #expect(graph.parameters.map(\.name) == ["weight", "bias"])
  }

  /// The order is that of the properties, not of the calls.
  @Test func theOrderIsThatOfTheProperties() throws {
    struct Backwards: Layer {
      let last = Linear(3, 2)
      let first = Linear(3, 3)
      func callAsFunction(_ x: Tensor) -> Tensor { last(first(x)) }
    }
    let graph = try Graph(tracing: Backwards(), input: [3])
    #expect(graph.parameters.map(\.name) == ["last.weight", "last.bias", "first.weight", "first.bias"])
    #expect(graph.nodes.map(\.name) == ["input", "first", "last"])
  }

  /// A layer that the model makes while it is called has no property: its parameters get numbers, after all others.
  @Test func layersWithoutAPropertyAreNumbered() throws {
    struct Homeless: Layer {
      let fc = Linear(3, 3)
      let hidden: @Sendable (Tensor) -> Tensor
      init() {
        let secret = Linear(3, 2)
        hidden = { secret($0) }
      }
      func callAsFunction(_ x: Tensor) -> Tensor { hidden(fc(x)) }
    }
    let graph = try Graph(tracing: Homeless(), input: [3])
    #expect(graph.parameters.map(\.name) == ["fc.weight", "fc.bias", "parameter2", "parameter3"])
    #expect(graph.nodes.map(\.name) == ["input", "fc", "linear"])
  }

  /// One layer under two names keeps the first.
  @Test func aSharedLayerHasOneName() throws {
    struct Shared: Layer {
      let a: Linear
      let b: Linear
      init() {
        a = Linear(3, 3)
        b = a
      }
      func callAsFunction(_ x: Tensor) -> Tensor { b(x) }
    }
    #expect(try Graph(tracing: Shared(), input: [3]).parameters.map(\.name) == ["a.weight", "a.bias"])
  }
}
