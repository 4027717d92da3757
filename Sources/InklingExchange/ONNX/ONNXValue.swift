import InklingEngine
import InklingFormats

/// What an ONNX value is while a graph is made of the model.
enum ONNXValue {
  /// Numbers that are known.
  case constant(NamedArray)
  /// Dimensions of a value, the batch's written as 0: what PyTorch computes its reshapes from.
  case dimensions(NamedArray)
  /// The model's input, times a scale, plus a shift, for each channel: preprocessing, as long as nothing else has read it.
  case input(scale: [Float], shift: [Float], order: ONNXInputOrder)
  /// A node of the graph.
  case node(Int)
  /// A node of the graph whose numbers lie otherwise in the file.
  case arranged(Int, Arrangement)
  /// A node's channels in groups, [N, groups, rest]: on the way to a group normalisation.
  case groups(Int, count: Int)
  /// The same, normalised.
  case normalizedGroups(Int, count: Int, eps: Float)

  /// The node of the graph that it is, in whichever order.
  var node: Int? {
    switch self {
    case .node(let index), .arranged(let index, _): index
    default: nil
    }
  }

  /// The same, and the input's node for the input as it is and scaled.
  var source: Int? { if case .input = self { 0 } else { node } }

  /// How they lie there.
  enum Arrangement: Equatable {
    /// [N, H, W, C]; the node is [C, H, W].
    case channelsLast
    /// [N, H * W * C], of such images; the node has the features of an image of this shape in the order [C, H, W].
    case rows(of: Shape)
    /// [N, C, L]; the node is [C, L, 1] or [C, 1, L].
    case line
  }
}
