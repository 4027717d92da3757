public import InklingFiles

/// An array of numbers of any type, with a name: a tensor as a file holds it.
public struct NamedArray: Sendable, Equatable {
  /// The name in its file.
  public var name: String
  /// The type of the numbers.
  public let elementType: ElementType
  /// The dimensions, each at least 0; [] for a scalar.
  public let shape: [Int]
  /// The numbers, row by row (the last dimension runs fastest), little-endian.
  public let bytes: [UInt8]

  /// - Throws: `InputError` of kind `.malformed` when the bytes do not fill the shape, or a dimension is negative.
  public init(name: String, elementType: ElementType, shape: [Int], bytes: [UInt8]) throws(InputError) {
    guard let count = Self.elementCount(of: shape), count <= Int.max / 8, count * elementType.byteCount == bytes.count
    else {
      throw InputError(
        .malformed, "the array '\(name)' does not fill its shape",
        expected: "\(elementType.rawValue) \(shape.prefix(16))", found: "\(bytes.count) bytes")
    }
    self.init(checked: name, elementType, shape, bytes)
  }

  /// Float32 numbers.
  ///
  /// - Precondition: the values fill the shape.
  public init(name: String, shape: [Int], floats: [Float]) {
    precondition(Self.elementCount(of: shape) == floats.count, "\(name): \(floats.count) values for \(shape)")
    self.init(checked: name, .float32, shape, floats.withUnsafeBytes { [UInt8]($0) })
  }

  /// Int64 numbers.
  ///
  /// - Precondition: the values fill the shape.
  public init(name: String, shape: [Int], integers: [Int64]) {
    precondition(Self.elementCount(of: shape) == integers.count, "\(name): \(integers.count) values for \(shape)")
    self.init(checked: name, .int64, shape, integers.withUnsafeBytes { [UInt8]($0) })
  }

  private init(checked name: String, _ elementType: ElementType, _ shape: [Int], _ bytes: [UInt8]) {
    (self.name, self.elementType, self.shape, self.bytes) = (name, elementType, shape, bytes)
  }

  /// How many numbers there are.
  public var count: Int { bytes.count / elementType.byteCount }

  /// The product of the dimensions, 1 for []; nil when one is negative or the product overflows. With a dimension of 0 it
  /// is 0, however large the others are.
  package static func elementCount(of shape: [Int]) -> Int? {
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    if shape.contains(0) { return 0 }
    var count = 1
    for dimension in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: dimension)
      guard !overflows else { return nil }
      count = product
    }
    return count
  }
}
