import Foundation
import InklingEngine
import InklingExplanation
import InklingFiles
import InklingTraining
import Testing

/// What the drawing page reads.
@Suite struct ExplanationDocumentTests {
  private struct Document: Decodable {
    struct Step: Decodable {
      struct Maps: Decodable {
        var width, height: Int
        var channels: [Int]
        var values: [[Double]]
      }
      struct Example: Decodable {
        var place: [Int]
        var kind: String
        var shape: [Int]
        var values: [Double]
        var factors: [Double]?
        var bias: Double?
        var result: Double
      }
      var name, operation: String
      var shape: [Int]
      var maps: Maps
      var examples: [Example]
    }
    var saliency: [Double]?
    var steps: [Step]
  }

  private let pixels = (0..<784).map { UInt8(truncatingIfNeeded: $0 &* 37 &* ($0 >> 4)) }

  @Test func itHasEachStepWithNumbersThatAddUp() throws {
    let graph = try Graph(tracing: LeNet(), input: [1, 28, 28])
    let model = try TrainedModel.random(graph, classes: 10, seed: 3)
    let bytes = try Explanation.document(of: model, at: pixels)
    #expect(try Explanation.document(of: model, at: pixels) == bytes)
    let document = try JSONDecoder().decode(Document.self, from: Data(bytes))
    #expect(document.steps.map(\.name).prefix(graph.live.count) == graph.activationNames[...])
    let saliency = try #require(document.saliency)
    #expect(saliency.count == 784 && saliency.map(\.magnitude).max() == 1)
    var kinds: Set<String> = []
    for step in document.steps {
      #expect(step.maps.values.allSatisfy { $0.count == step.maps.width * step.maps.height })
      for example in step.examples {
        kinds.insert(example.kind)
        #expect(example.values.count == example.shape.reduce(1, *) && example.place.count == 3)
        let written =
          switch example.kind {
          case "sum": zip(example.values, example.factors ?? []).reduce(example.bias ?? 0) { $0 + $1.0 * $1.1 }
          case "maximum": example.values.max() ?? 0
          default: example.values.reduce(0, +) / Double(example.values.count)
          }
        #expect(abs(written - example.result) < 2e-2 * max(1, abs(example.result)), "\(step.name) \(example.place)")
      }
    }
    #expect(kinds == ["sum", "maximum"])
  }

  @Test func anotherSizeIsRefused() throws {
    let model = try TrainedModel.random(Graph(tracing: LeNet(), input: [1, 28, 28]), classes: 10, seed: 3)
    let error = #expect(throws: InputError.self) { try Explanation.document(of: model, at: [1, 2, 3]) }
    #expect(error?.kind == .malformed)
  }

  /// A model without classes has no saliency.
  @Test func quantitiesAreShownToo() throws {
    let graph = try Graph(tracing: LeNet(input: [1, 28, 28], classes: 3), input: [1, 28, 28])
    let model = try TrainedModel.random(graph, names: [], seed: 5)
    let document = try JSONDecoder().decode(Document.self, from: Data(Explanation.document(of: model, at: pixels)))
    #expect(document.saliency == nil && document.steps.count == graph.live.count)
  }
}
