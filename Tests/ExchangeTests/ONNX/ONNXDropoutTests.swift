import InklingEngine
import InklingONNX
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingExchange

/// Dropout, which ONNX's readers leave out of predictions.
@Suite struct ONNXDropoutTests {
  /// A training that starts from an ONNX file has no dropout: whoever writes it, and whoever reads one of another program's,
  /// is told.
  @Test func itIsMissedAloud() throws {
    let folder = try TemporaryFolder()
    let graph = try Graph(
      tracing: Sequential([Flatten(), Dropout(0.3), Linear(4, 3)] as [any Layer]), input: [1, 2, 2])
    let description = ModelDescription(
      name: "dropping", graph: graph, classNames: ["a", "b", "c"], normalization: Normalization(scale: [1], shift: [0]))
    let model = try TrainedModel(
      description,
      parameters: graph.parameters.map { parameter in
        NamedTensor(
          name: parameter.name, shape: parameter.shape, values: (0..<parameter.shape.reduce(1, *)).map { Float($0) / 9 }
        )
      })
    let said = [
      "Dropout is left out of ONNX, since it predicts nothing: a training that starts from the file has none."
    ]
    #expect(model.losses(as: .onnx) == said)
    let written = try folder.write(model.exported(as: .onnx), as: "d.onnx")
    #expect(try !TrainedModel.open(written).notes.contains(said[0]))
    var onnx = try ONNXModel(path: written)
    let first = onnx.graph.nodes[0]
    onnx.graph.nodes.insert(
      ONNXNode("Dropout", name: "theirs", inputs: first.inputs, outputs: ["dropped"]), at: 0)
    onnx.graph.nodes[1].inputs = ["dropped"]
    #expect(try TrainedModel.open(try folder.write(onnx.bytes(), as: "theirs.onnx")).notes.contains(said[0]))
  }
}
