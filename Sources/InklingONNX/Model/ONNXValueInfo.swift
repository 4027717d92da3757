public import InklingFormats

/// The name and type of a graph's input or output.
public struct ONNXValueInfo: Sendable, Equatable {
  /// One dimension of a shape.
  public enum Dimension: Sendable, Equatable {
    /// So many.
    case fixed(Int)
    /// Any number, by a name: dimensions of one name agree.
    case named(String)
    /// Any number.
    case unknown
  }

  /// The name.
  public var name: String
  /// The type of the numbers; nil where the file does not say.
  public var elementType: ElementType?
  /// The dimensions; nil where the file does not say how many.
  public var shape: [Dimension]?

  /// An input or output.
  public init(name: String, elementType: ElementType?, shape: [Dimension]?) {
    (self.name, self.elementType, self.shape) = (name, elementType, shape)
  }
}
