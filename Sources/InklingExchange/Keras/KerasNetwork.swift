import InklingEngine

/// A network that Keras has written, and how its inputs and outputs lie in Keras's own arrays.
public struct KerasNetwork: Sendable {
  /// The graph, its parameters in PyTorch's layout, the normalization that Rescaling and Normalization layers made.
  public var network: ImportedNetwork
  /// The shape of one input as Keras has it, without the batch: [H, W, C] unless the model is "channels_first".
  public var inputShape: [Int]
  /// Where each dimension of Keras's input is in the graph's input: [1, 2, 0] for [H, W, C]; empty for inputs of fewer
  /// dimensions, whose elements lie as the graph's.
  public var inputAxes: [Int]
  /// Whether the model ends in a softmax, which the graph does not have: its outputs are the logits.
  public var endsInSoftmax: Bool

  /// Keras's inputs, `[N] + inputShape` row-major, as the graph takes them: normalised, `[N, C, H, W]`.
  ///
  /// - Precondition: a whole number of inputs.
  public func inputs(_ values: [Float]) -> [Float] {
    let count = network.graph.inputShape.count
    precondition(values.count.isMultiple(of: count), "\(values.count) numbers are not whole inputs of \(inputShape)")
    let places = inputAxes.isEmpty ? Array(0..<count) : KerasLayout.axes(inputAxes).places(of: inputShape)
    var result = [Float](repeating: 0, count: values.count)
    let (plane, normalization) = (network.graph.inputShape.plane, network.normalization)
    for first in stride(from: 0, to: values.count, by: count) {
      for (index, place) in places.enumerated() {
        let (value, channel) = (values[first + index], place / plane)
        result[first + place] = normalization.map { value * $0.scale[channel] + $0.shift[channel] } ?? value
      }
    }
    return result
  }

  /// What Keras answers, `[N, classes]` row-major, from the graph's outputs: their softmax where the model ends in one.
  ///
  /// - Precondition: a whole number of outputs.
  public func outputs(_ logits: [Float]) -> [Float] {
    endsInSoftmax ? softmaxRows(logits, classes: network.graph.outputShape.count).map(Float.init) : logits
  }
}
