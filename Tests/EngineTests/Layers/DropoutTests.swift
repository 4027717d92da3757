import InklingEngine
import InklingTestSupport
import Testing

@Suite struct DropoutTests {
  private static func dropout(_ p: Float, on input: Shape) -> LayerCase {
    LayerCase(
      "Dropout(\(p))", Dropout(p), input: input, twin: LayerTwin { $0.dropout($1, NaiveDropout(Double(p), node: 1)) })
  }

  private static func spatial(_ p: Float, on input: Shape) -> LayerCase {
    LayerCase(
      "Dropout2d(\(p))", Dropout2d(p), input: input,
      twin: LayerTwin { $0.dropout($1, NaiveDropout(Double(p), dropsChannels: true, node: 1)) })
  }

  static let cases = [
    dropout(0.5, on: [7]), dropout(0.25, on: [3, 2, 5]), dropout(0.9, on: [33]), dropout(0, on: [5]),
    spatial(0.5, on: [7, 2, 3]), spatial(0.125, on: [18, 1, 2]), spatial(0, on: [2, 2, 2]),
  ]

  /// The masks are those that the generator draws for the images' numbers, whatever the batch and the threads.
  @Test(arguments: cases) func agreesWithItsTwin(test: LayerCase) throws { try test.check() }

  private struct TwoDropouts: Layer {
    let linear = Linear(6, 9)

    func callAsFunction(_ x: Tensor) -> Tensor { Dropout(0.5)(relu(Dropout(0.5)(linear(x)))) }
  }

  /// Each has a stream of its own. Nodes: input 0, linear 1, dropout 2, ReLU 3, dropout 4.
  @Test func twoInOneModel() throws {
    let twin = LayerTwin { tape, x in
      let y = tape.relu(tape.dropout(tape.linear(x, "linear"), NaiveDropout(0.5, node: 2)))
      return tape.dropout(y, NaiveDropout(0.5, node: 4))
    }
    try LayerCase("two", TwoDropouts(), input: [6], twin: twin).check()
  }

  @Test(arguments: InstructionSet.available) func everythingDropped(set: InstructionSet) throws {
    let probe = try GraphProbe(Graph(tracing: Dropout(1), input: [5]), instructionSet: set, batchSize: 3)
    let result = try probe.run(
      input: Array(repeating: 2, count: 15), outputGradient: Array(repeating: 3, count: 15), parameters: [])
    #expect(result.output.allSatisfy { $0 == 0 } && result.inputGradient.allSatisfy { $0 == 0 })
  }

  /// The share that stays, within five standard deviations, and what stays is scaled up.
  @Test(arguments: [Float(0.1), 0.5, 0.8]) func dropsThatShare(p: Float) throws {
    let probe = try GraphProbe(Graph(tracing: Dropout(p), input: [500]), instructionSet: .portable, batchSize: 64)
    let ones = Array(repeating: Float(1), count: 500 * 64)
    let output = try probe.run(input: ones, outputGradient: ones, parameters: []).output
    let kept = output.filter { $0 != 0 }
    let deviation = (Double(p) * (1 - Double(p)) * Double(ones.count)).squareRoot()
    #expect(abs(Double(kept.count) - (1 - Double(p)) * Double(ones.count)) < 5 * deviation)
    #expect(kept.allSatisfy { $0 == 1 / (1 - p) })
  }

  @Test func dropout2dRefusesFeatures() {
    #expect(throws: GraphError.self) { try Graph(tracing: Dropout2d(), input: [7]) }
  }
}
