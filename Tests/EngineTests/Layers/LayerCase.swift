import InklingEngine
import InklingTestSupport
import Testing

/// A layer with an input's shape, and what it must agree with.
struct LayerCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let layer: any Layer
  let input: Shape
  let twin: LayerTwin
  /// As in `LayerChecker`.
  var isPerImage = true
  var frozen: Set<String> = []

  init(_ description: String, _ layer: any Layer, input: Shape, twin: LayerTwin) {
    testDescription = "\(description) on \(input)"
    self.layer = layer
    self.input = input
    self.twin = twin
  }

  /// Layers one after the other.
  init(_ description: String, _ layers: [any Layer], input: Shape) {
    self.init(description, Sequential(layers), input: input, twin: LayerTwin(layers))
  }

  /// The same with numbers that depend on the whole batch.
  var acrossImages: LayerCase {
    var copy = self
    copy.isPerImage = false
    return copy
  }

  /// Checks the layer on all instruction sets.
  func check(values: LayerChecker.Values = .continuous) throws {
    let failures = try LayerChecker(
      layer, input: input, twin: twin, values: values, isPerImage: isPerImage, frozen: frozen
    ).failures()
    #expect(failures == [])
  }
}
