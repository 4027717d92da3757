import InklingEngine
import InklingFormats

/// What an ONNX value is while a graph is made of the model.
enum ONNXValue {
  /// Numbers that are known.
  case constant(NamedArray)
  /// Dimensions of a value, the batch's written as 0: what PyTorch computes its reshapes from.
  case dimensions(NamedArray)
  /// The model's input, times a scale, plus a shift, for each channel: preprocessing, as long as nothing else has read it.
  case input(scale: [Float], shift: [Float])
  /// A node of the graph.
  case node(Int)
  /// A node's channels in groups, [N, groups, rest]: on the way to a group normalisation.
  case groups(Int, count: Int)
  /// The same, normalised.
  case normalizedGroups(Int, count: Int, eps: Float)
}
