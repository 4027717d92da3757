package import InklingFiles

/// The dimensions of a tensor without the batch: `[C, H, W]` for images, `[F]` for features.
public struct Shape: Sendable, Hashable, CustomStringConvertible, ExpressibleByArrayLiteral {
  /// The dimensions, each at least 1: `[C, H, W]` or `[F]`.
  public let dimensions: [Int]
  /// The number of elements, the product of the dimensions.
  public let count: Int

  /// The most elements one image may have: sixteen floats each are addressed with 32 bits.
  package static let largestCount = Int(Int32.max) / 64

  /// - Precondition: at least one dimension, each of them positive, and their product is at most `largestCount`.
  public init(_ dimensions: [Int]) {
    precondition(Self.isValid(dimensions), "a shape's dimensions must be positive and not too many, not \(dimensions)")
    self.init(valid: dimensions)
  }

  /// The count is kept: the steps of a program ask for it, and must not allocate.
  private init(valid dimensions: [Int]) {
    self.dimensions = dimensions
    count = dimensions.reduce(1, *)
  }

  static func isValid(_ dimensions: [Int]) -> Bool {
    !dimensions.isEmpty && dimensions.allSatisfy { $0 > 0 }
      && checkedProduct(dimensions).map { $0 <= largestCount } == true
  }

  /// The shape of images that come from outside.
  ///
  /// - Throws: `InputError` of kind `.malformed` for dimensions that no shape has.
  package init(checking dimensions: [Int], path: String? = nil) throws(InputError) {
    guard Self.isValid(dimensions) else {
      throw InputError(
        .malformed, "the model's images are too large", path: path, expected: "at most \(Self.largestCount) numbers",
        found: "\(dimensions.prefix(8))")
    }
    self.init(valid: dimensions)
  }

  /// The shape of an operation's result.
  static func result(_ dimensions: [Int]) throws(ShapeMismatch) -> Shape {
    try requireRoom(dimensions)
    return Shape(dimensions)
  }

  /// For positive dimensions.
  static func requireRoom(_ dimensions: [Int]) throws(ShapeMismatch) {
    guard isValid(dimensions) else {
      throw ShapeMismatch(
        needed: "results of at most \(largestCount) elements, not \(dimensions)", remedy: "make it smaller")
    }
  }

  /// The same with the dimensions one by one: `Shape(1, 28, 28)`.
  public init(_ dimensions: Int...) { self.init(dimensions) }
  /// A shape that is written as a list: `[1, 28, 28]`.
  public init(arrayLiteral elements: Int...) { self.init(elements) }

  /// Whether this is an image's shape, `[C, H, W]`.
  public var isImage: Bool { dimensions.count == 3 }
  /// Channels of an image, features of a vector.
  public var channels: Int { dimensions[0] }
  /// Rows of an image; one for a vector.
  public var height: Int { isImage ? dimensions[1] : 1 }
  /// Columns of an image; one for a vector.
  public var width: Int { isImage ? dimensions[2] : 1 }
  /// The elements of one channel.
  public var plane: Int { count / channels }

  /// "1x28x28".
  public var description: String { dimensions.map(String.init).joined(separator: "x") }
}

/// As JSON a list of its dimensions.
extension Shape: Codable {
  /// - Throws: `DecodingError` for dimensions that no shape has.
  public init(from decoder: any Decoder) throws {
    let dimensions = try [Int](from: decoder)
    guard Self.isValid(dimensions) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not the dimensions of a tensor"))
    }
    self.init(valid: dimensions)
  }

  /// Writes the list of dimensions.
  public func encode(to encoder: any Encoder) throws { try dimensions.encode(to: encoder) }
}
