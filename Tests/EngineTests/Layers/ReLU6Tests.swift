import InklingEngine
import InklingTestSupport
import Testing

@Suite struct ReLU6Tests {
  static let twin = NaiveActivation({ min(max($0, 0), 6) }, slope: { $0 > 0 && $0 < 6 ? 1 : 0 })
  static let cases = [
    LayerCase("ReLU6", ReLU6(), input: [3, 2, 5], twin: LayerTwin { $0.activation($1, twin) }),
    LayerCase(
      "ReLU6 after a sum of itself", Sums(), input: [7],
      twin: LayerTwin { tape, x in
        let y = tape.activation(x, twin)
        return tape.activation((0..<3).reduce(y) { sum, _ in tape.add([sum, sum]) }, twin)
      }),
  ]

  /// Eight times what came out, which is above 6 where that was above 0.75.
  private struct Sums: Layer {
    let first = ReLU6()
    let second = ReLU6()

    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = first(x)
      return second((0..<3).reduce(y) { sum, _ in sum + sum })
    }
  }

  @Test(arguments: cases) func agreesWithItsTwin(test: LayerCase) throws { try test.check() }
  @Test(arguments: cases) func atZero(test: LayerCase) throws { try test.check(values: .coarse) }

  /// So every exporter knows it.
  @Test func isHardtanhInAGraph() throws {
    let graph = try Graph(tracing: ReLU6(), input: [7])
    #expect(graph.nodes.map(\.operation) == [.input(.init(shape: [7])), .hardtanh(.init(minVal: 0, maxVal: 6))])
  }

  @Test func hasAWord() throws {
    let model = ModelSpecification(
      name: "m", layers: [LayerSpecification(.activation(.init(function: .relu6))), .flatten, .linear(.classes)])
    #expect(try model.graph(input: [3, 2, 2], classes: 4).nodes[1].operation == .hardtanh(.init(minVal: 0, maxVal: 6)))
  }
}
