public import InklingFormats

/// What a node is told besides its inputs: "strides: [2, 2]".
public struct ONNXAttribute: Sendable, Equatable {
  /// An attribute's value, by `AttributeProto`'s types.
  public enum Value: Sendable, Equatable {
    /// FLOAT.
    case float(Float)
    /// INT.
    case integer(Int64)
    /// STRING, which must be UTF-8.
    case text(String)
    /// TENSOR.
    case tensor(NamedArray)
    /// FLOATS.
    case floats([Float])
    /// INTS.
    case integers([Int64])
    /// STRINGS.
    case texts([String])
    /// A graph, a sparse tensor or another type, by its name; its value is not read, and it cannot be written.
    case other(String)
  }

  /// Its name.
  public var name: String
  /// What it says.
  public var value: Value

  /// An attribute of any type.
  public init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }
  /// FLOAT.
  public init(_ name: String, float: Float) { self.init(name, .float(float)) }
  /// INT.
  public init(_ name: String, integer: Int) { self.init(name, .integer(Int64(integer))) }
  /// INTS.
  public init(_ name: String, integers: [Int]) { self.init(name, .integers(integers.map { Int64($0) })) }
  /// STRING.
  public init(_ name: String, text: String) { self.init(name, .text(text)) }
}
