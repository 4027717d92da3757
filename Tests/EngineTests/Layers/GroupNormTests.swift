import InklingEngine
import InklingTestSupport
import Testing

@Suite struct GroupNormTests {
  static let groups: [LayerCase] = [
    LayerCase("one group", [GroupNorm(1, 3)], input: [3, 2, 5]),
    LayerCase("a group a channel", [GroupNorm(5, 5)], input: [5, 3, 3]),
    LayerCase("pairs", [GroupNorm(3, 6)], input: [6, 1, 3]),
    LayerCase("many channels", [GroupNorm(2, 34)], input: [34, 2, 2]),
    LayerCase("of features", [GroupNorm(3, 12)], input: [12]),
    LayerCase("without weight and bias", [GroupNorm(2, 4, affine: false)], input: [4, 3, 2]),
    LayerCase("a large eps", [GroupNorm(2, 4, eps: 0.5)], input: [4, 3, 2]),
    LayerCase(
      "between convolutions",
      [Conv2d(2, 6, kernelSize: 3), GroupNorm(2, 6), ReLU(), MaxPool2d(2), Conv2d(6, 3, kernelSize: 1)],
      input: [2, 6, 7]),
  ]

  static let layers: [LayerCase] = [
    LayerCase("of features", [LayerNorm([20])], input: [20]),
    LayerCase("of few features", [LayerNorm([3])], input: [3]),
    LayerCase("of an image", [LayerNorm([3, 4, 5])], input: [3, 4, 5]),
    LayerCase("without weight and bias", [LayerNorm([2, 3, 3], elementwiseAffine: false)], input: [2, 3, 3]),
    LayerCase("without bias", [LayerNorm([17], bias: false)], input: [17]),
    LayerCase("between linear layers", [Linear(9, 18), LayerNorm([18], eps: 1e-3), ReLU(), Linear(18, 4)], input: [9]),
  ]

  @Test(arguments: groups) func groupNorm(test: LayerCase) throws { try test.check() }
  @Test(arguments: layers) func layerNorm(test: LayerCase) throws { try test.check() }

  @Test func otherShapesAreRefused() {
    func message(_ layer: some Layer, _ input: Shape) -> String? {
      do throws(GraphError) {
        _ = try Graph(tracing: layer, input: input)
        return nil
      } catch { return error.description }
    }
    #expect(
      message(Sequential(GroupNorm(2, 4)), [6, 2, 2])
        == "0 (GroupNorm) is given 6x2x2 but needs 4 channels; make it GroupNorm(2, 6).")
    #expect(
      message(Sequential(LayerNorm([4])), [4, 2, 2])
        == "0 (LayerNorm) is given 4x2x2 but needs 4; make it LayerNorm([4, 2, 2]).")
  }
}
