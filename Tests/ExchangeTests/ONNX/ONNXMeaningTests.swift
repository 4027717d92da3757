import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import Testing

@testable import InklingExchange

/// What an ONNX file means by its order of numbers, and by its operator set.
extension ONNXFormsTests {
  /// Three numbers at the end, and neither three rows nor columns, are channels.
  @Test func imagesThatAreFlattenedAsTheyComeHaveTheirChannelsLast() throws {
    let (count, rows, columns, channels) = (2, 4, 5, 3)
    let size = rows * columns * channels
    let model = ONNXModel(
      graph: ONNXGraph(
        nodes: [Self.node("Flatten", ["x"], "f"), Self.node("MatMul", ["f", "fw"], "y")],
        initializers: [Self.weights("fw", size, 4)],
        inputs: [
          ONNXValueInfo(
            name: "x", elementType: .float32,
            shape: [.named("N"), .fixed(rows), .fixed(columns), .fixed(channels)])
        ],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]))
    let own = (0..<count * size).map { Float($0 * 37 % 101) / 25 - 2 }
    let wanted = try ONNXRunner(model).run([
      NamedArray(name: "x", shape: [count, rows, columns, channels], floats: own)
    ])[0].floats()
    let network = try ImportedNetwork(model)
    #expect(network.graph.inputShape == [channels, rows, columns])
    let plane = rows * columns
    let turned = (0..<count * size).map { own[$0 / size * size + $0 % plane * channels + $0 / plane % channels] }
    let answers = try InferenceSession(
      network.graph, parameters: network.parameters,
      normalization: Normalization(mean: 0, deviation: 1, channels: channels), threads: 1
    ).logits(values: turned)
    try #require(answers.count == wanted.count && wanted.contains { $0 != wanted[0] })
    for (a, b) in zip(answers, wanted) { #expect((a - b).magnitude < 1e-5 * max(1, b.magnitude), "\(a) and \(b)") }
  }

  /// Before operator set 13 a softmax goes over all that is behind its axis, by default all but the batch.
  @Test(arguments: [11, 12, 13]) func anOldSoftmaxIsOverWhatItWasOver(operatorSet: Int) throws {
    func model(_ axis: Int?, _ before: [ONNXNode], _ value: String) -> ONNXModel {
      let attributes = axis.map { [ONNXAttribute("axis", integer: $0)] } ?? []
      return ONNXModel(
        graph: ONNXGraph(
          nodes: before + [Self.node("Softmax", [value], "s", attributes), Self.node("Flatten", ["s"], "y")],
          initializers: [Self.weights("w", 2, 1, 3, 3), Self.weights("b", 2)],
          inputs: [
            ONNXValueInfo(name: "x", elementType: .float32, shape: [.named("N"), .fixed(1), .fixed(3), .fixed(3)])
          ],
          outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]), operatorSet: operatorSet)
    }
    let pooled = [Self.convolution(), Self.node("GlobalAveragePool", ["c"], "p")]
    let inputs = (0..<9).map { Float($0 * 37 % 101) / 25 - 2 }
    for (axis, before, value) in [(nil, pooled, "p"), (1, pooled, "p"), (1, [Self.convolution()], "c")] {
      let onnx = model(axis, before, value)
      let wanted = try ONNXRunner(onnx).run([NamedArray(name: "x", shape: [1, 1, 3, 3], floats: inputs)])[0].floats()
      guard let network = try? ImportedNetwork(onnx) else {
        // Channels and places at once are no layer's.
        #expect(operatorSet < 13 && value == "c")
        continue
      }
      let answers = try InferenceSession(
        network.graph, parameters: network.parameters, normalization: Normalization(mean: 0, deviation: 1, channels: 1),
        threads: 1
      ).logits(values: inputs)
      #expect(answers.count == wanted.count)
      for (a, b) in zip(answers, wanted) { #expect((a - b).magnitude < 1e-6, "\(a) and \(b)") }
    }
  }
}
