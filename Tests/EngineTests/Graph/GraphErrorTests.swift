import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

/// The sentence for each way in which a model does not fit.
@Suite struct GraphErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let layer: any Layer
    let input: Shape
    let sentence: String
    var testDescription: String { sentence }

    init(_ layer: any Layer, _ input: Shape, _ sentence: String) {
      self.layer = layer
      self.input = input
      self.sentence = sentence
    }
  }

  private struct Model: Layer {
    let conv = Conv2d(1, 4, kernelSize: 3)
    let fc = Linear(100, 10)
    let body: @Sendable (Model, Tensor) -> Tensor
    func callAsFunction(_ x: Tensor) -> Tensor { body(self, x) }
  }

  static let cases = [
    Case(
      Sequential(Flatten(), Linear(256, 10)), [1, 20, 20],
      "1 (Linear) is given 400 but needs 256 features; make it Linear(400, 10)."),
    Case(
      Sequential(Linear(256, 10)), [1, 16, 16],
      "0 (Linear) is given 1x16x16 but needs 256 features; flatten its input first."),
    Case(
      Sequential(Conv2d(3, 6, kernelSize: 5)), [1, 28, 28],
      "0 (Conv2d) is given 1x28x28 but needs an image of 3 channels; make it Conv2d(1, 6, ...)."),
    Case(
      Sequential(Conv2d(1, 6, kernelSize: 5)), [3, 28, 28],
      "0 (Conv2d) is given 3x28x28 but needs an image of 1 channel; make it Conv2d(3, 6, ...)."),
    Case(
      Sequential(Flatten(), Conv2d(1, 6, kernelSize: 5)), [1, 4, 4],
      "1 (Conv2d) is given 16 but needs an image of 1 channel; do not flatten before a convolution."),
    Case(
      Sequential(Conv2d(1, 6, kernelSize: Extent2d(5, 3), padding: Extent2d(1, 0), dilation: 2)), [1, 6, 9],
      "0 (Conv2d) is given 1x6x9 but needs at least 7x5 pixels; use a smaller kernel or more padding."),
    Case(
      Sequential(MaxPool2d(4)), [2, 3, 8],
      "0 (MaxPool2d) is given 2x3x8 but needs an image at least as large as its window; use a smaller window."),
    Case(
      Sequential(AvgPool2d(Extent2d(1, 5))), [2, 3, 4],
      "0 (AvgPool2d) is given 2x3x4 but needs an image at least as large as its window; use a smaller window."),
    Case(
      Sequential(Flatten(), MaxPool2d(2)), [1, 4, 4],
      "1 (MaxPool2d) is given 16 but needs an image [C, H, W]; pool before flattening."),
    Case(
      Sequential(Flatten(), AvgPool2d(2)), [1, 4, 4],
      "1 (AvgPool2d) is given 16 but needs an image [C, H, W]; pool before flattening."),
    Case(
      Model { $0.conv($1) + $1 }, [1, 6, 6],
      "add (Add) is given 4x4x4 and 1x6x6 but needs two tensors of one shape; "
        + "pad or stride the branches so that both give 4x4x4 or 1x6x6."),
    Case(
      Model { concatenate([$0.conv($1), $1, $1]) }, [1, 6, 7],
      "concatenate (Concatenate) is given 4x4x5 and 1x6x7 and 1x6x7 but needs tensors of one height and width; "
        + "pad or stride the branches so that they agree."),
    Case(
      Model { concatenate([$0.conv($1), $1.flattened()]) }, [1, 6, 7],
      "concatenate (Concatenate) is given 4x4x5 and 42 but needs tensors of one height and width; "
        + "pad or stride the branches so that they agree."),
    // Only the first fault is told; what follows from it is not.
    Case(
      Model { model, x in model.fc(model.fc(model.conv(x).flattened())) }, [1, 8, 8],
      "fc (Linear) is given 144 but needs 100 features; make it Linear(144, 10)."),
  ]

  @Test(arguments: cases) func sentence(test: Case) throws {
    func trace(_ layer: some Layer) throws -> Graph { try Graph(tracing: layer, input: test.input) }
    let error = try #require(throws: GraphError.self) { try trace(test.layer) }
    #expect(error.description == test.sentence)
  }

  @Test func itsPartsAreTheSentences() throws {
    let error = try #require(throws: GraphError.self) {
      try Graph(tracing: Sequential(Flatten(), Linear(256, 10)), input: [1, 20, 20])
    }
    #expect(error.layer == "1 (Linear)")
    #expect(error.given == [[400]])
    #expect(error.needed == "256 features")
    #expect(error.remedy == "make it Linear(400, 10)")
  }

  /// Each call would need gradients of its own; both traces and both kinds of layers with parameters.
  @Test func aLayerCalledTwiceCannotBeTrained() throws {
    let twice = Model { model, x in model.fc(relu(model.fc(x))) }
    let shared = Linear(10, 10)
    for (layer, name) in [(Sequential(shared, ReLU(), shared) as any Layer, "0")] {
      let error = try #require(throws: InputError.self) { try probe(layer, [10]) }
      #expect(
        error.description.contains(
          "\(name) (Linear) is given 10 but needs parameters of its own, and is called twice; use one layer for each call"
        ))
    }
    let conv = Conv2d(1, 1, kernelSize: 1)
    let error = try #require(throws: InputError.self) { try probe(Sequential(conv, conv), [1, 3, 3]) }
    #expect(error.kind == .usage && error.what.contains("0 (Conv2d)"))
    #expect(throws: GraphError.self) { try probe(twice, [100]) }
  }

  private func probe(_ layer: any Layer, _ input: Shape) throws {
    func trace(_ layer: some Layer) throws -> Graph { try Graph(tracing: layer, input: input) }
    _ = try GraphProbe(trace(layer), instructionSet: .portable, batchSize: 1)
  }

  /// Layers without parameters may be called as often as one likes.
  @Test func aPoolingCalledTwiceIsNoFault() throws {
    let pool = MaxPool2d(2)
    try probe(Sequential(pool, pool), [1, 8, 8])
  }
}
