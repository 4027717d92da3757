/// A request of the Open Inference Protocol (V2), read but not yet held against a model.
struct InferRequest {
  /// An input with its numbers.
  struct Input {
    var name: String
    var datatype: String
    var shape: [Int]
    var content: Content
  }

  enum Content {
    case bytes([UInt8])
    case floats([Float])
  }

  /// An output that is asked for.
  struct Output {
    var name: String
    /// Whether it goes behind the JSON; nil for as the request says.
    var isBinary: Bool?
    /// So many best classes in the outputs' place.
    var classes: Int?
  }

  var id: String?
  var inputs: [Input] = []
  /// Empty for all.
  var outputs: [Output] = []
  /// Whether outputs go behind the JSON where they do not say themselves.
  var isBinary = false
}
