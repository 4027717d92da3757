import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A digit, and how large it is.
struct DigitAndSize: BranchingModel {
  let body = Linear(30, 8)
  let digit = Linear(8, 4)
  let size = Linear(8, 2)

  func callAsFunction(_ x: Tensor) -> [NamedTensorOutput] {
    let features = ReLU()(body(Flatten()(x)))
    return [NamedTensorOutput("digit", digit(features)), NamedTensorOutput("size", size(features))]
  }
}

@Suite struct GraphOutputsTests {
  @Test func aModelMayHaveSeveralNamedOutputs() throws {
    let graph = try Graph(tracing: DigitAndSize(), input: [1, 5, 6])
    #expect(graph.outputs.map(\.name) == ["digit", "size"])
    #expect(graph.outputShape(named: "digit") == [4] && graph.outputShape(named: "size") == [2])
    #expect(graph.outputShape(named: "colour") == nil && graph.outputShape == [4])
    #expect(graph.parameters.map(\.name).contains("size.weight"))
    let bytes = try JSONEncoder().encode(graph)
    #expect(try JSONDecoder().decode(Graph.self, from: bytes) == graph)
  }

  @Test func aModelWithOneHasAnOutputOfThatName() throws {
    let graph = try Graph(tracing: Linear(3, 2), input: [3])
    #expect(graph.outputs == [Graph.Output(name: "output", node: 1)])
  }

  @Test(arguments: [
    [], [Graph.Output(name: "a", node: 1), Graph.Output(name: "a", node: 2)], [Graph.Output(name: "", node: 1)],
    [Graph.Output(name: "a", node: 9)], [Graph.Output(name: "a", node: -1)],
  ])
  func outputsThatCannotBeAreRefused(outputs: [Graph.Output]) throws {
    let graph = try Graph(tracing: DigitAndSize(), input: [1, 5, 6])
    let error = #expect(throws: InputError.self) {
      try Graph(nodes: graph.nodes, parameters: graph.parameters, outputs: outputs)
    }
    #expect(error?.kind == .malformed)
  }
}
