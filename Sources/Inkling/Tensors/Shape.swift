/// The dimensions of a tensor without the batch: `[C, H, W]` for images, `[F]` for features.
public struct Shape: Sendable, Hashable, CustomStringConvertible, ExpressibleByArrayLiteral {
  public let dimensions: [Int]

  /// The most elements one image may have: sixteen floats each are addressed with 32 bits.
  package static let largestCount = Int(Int32.max) / 64

  /// - Precondition: every dimension is positive and their product is at most `largestCount`.
  public init(_ dimensions: [Int]) {
    var product = 1
    for dimension in dimensions {
      precondition(dimension > 0, "a dimension must be positive, in \(dimensions)")
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      precondition(!overflow && next <= Self.largestCount, "\(dimensions) has too many elements")
      product = next
    }
    self.dimensions = dimensions
  }

  public init(_ dimensions: Int...) { self.init(dimensions) }
  public init(arrayLiteral elements: Int...) { self.init(elements) }

  /// The number of elements, the product of the dimensions.
  public var count: Int { dimensions.reduce(1, *) }

  /// Whether this is an image's shape, `[C, H, W]`.
  public var isImage: Bool { dimensions.count == 3 }
  /// Channels of an image, features of a vector.
  public var channels: Int { dimensions[0] }
  /// Rows of an image; one for a vector.
  public var height: Int { isImage ? dimensions[1] : 1 }
  /// Columns of an image; one for a vector.
  public var width: Int { isImage ? dimensions[2] : 1 }
  /// The elements of one channel.
  public var plane: Int { height * width }

  /// "1x28x28".
  public var description: String { dimensions.map(String.init).joined(separator: "x") }
}
