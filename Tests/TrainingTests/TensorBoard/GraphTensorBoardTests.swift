import InklingDatasets
import InklingEngine
import InklingFormats
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct GraphTensorBoardTests {
  @Test func lenetIsDrawn() throws {
    let nodes = try Graph(tracing: LeNet(), input: [1, 28, 28]).tensorBoardNodes()
    #expect(nodes[0].operation == "Input")
    let convolution = try #require(nodes.first { $0.name == "conv1" })
    #expect(convolution.operation == "Conv2d")
    #expect(convolution.inputs == [nodes[0].name])
    #expect(convolution.attributes["_output_shapes"] == .shapes([[-1, 6, 24, 24]]))
    #expect(convolution.attributes["kernel_size"] == .text("[5, 5]"))
    #expect(convolution.attributes["out_channels"] == .integer(6))
    #expect(convolution.attributes["parameters"] == .text("conv1.weight, conv1.bias"))
  }

  /// Names are one node's each, and every input is a node before it.
  @Test(arguments: ModelSpecification.builtIns)
  func everyNameIsANodesOwn(model: ModelSpecification) throws {
    let graph = try model.graph(input: [1, 28, 28], classes: 10)
    let nodes = try graph.tensorBoardNodes()
    #expect(nodes.count == graph.nodes.count)
    #expect(Set(nodes.map(\.name)).count == nodes.count)
    for (index, node) in nodes.enumerated() {
      #expect(node.inputs.count == graph.nodes[index].inputs.count)
      #expect(node.inputs.allSatisfy { input in nodes[..<index].contains { $0.name == input } })
    }
  }

  @Test func coloursStayColours() throws {
    let images = LabeledImages(
      images: [255, 255, 0, 0, 0, 0] + [0, 0, 255, 255, 0, 0], labels: [0, 1], channels: 3, height: 1, width: 2,
      classNames: ["red", "green"])
    let plan = TensorBoardPlan(
      folder: "", configuration: RunConfiguration(threads: 1), graph: try Graph(tracing: LeNet(), input: [1, 28, 28]),
      images: images, training: nil, trainingCount: 2,
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 3),
      instructionSet: .portable, hasTest: false)
    let sheet = try #require(try TrainingSheet(plan).image())
    #expect((sheet.width, sheet.height, sheet.channels) == (5, 1, 3))
  }
}
