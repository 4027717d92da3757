/// A height and a width: a kernel size, stride, padding or dilation. An integer literal means a square.
///
///     Conv2d(1, 6, kernelSize: 5)
///     Conv2d(2, 5, kernelSize: Extent2d(3, 5), padding: Extent2d(1, 2))
public struct Extent2d: Sendable, Hashable, CustomStringConvertible, ExpressibleByIntegerLiteral {
  /// The number along the rows' axis, from top to bottom.
  public var height: Int
  /// The number along the columns' axis, from left to right.
  public var width: Int

  /// A height and a width, in this order.
  public init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }

  /// A square.
  public init(integerLiteral value: Int) { self.init(value, value) }

  /// "5x5".
  public var description: String { "\(height)x\(width)" }
}

/// As JSON a list of its height and width.
extension Extent2d: Codable {
  /// - Throws: `DecodingError` for anything but two numbers.
  public init(from decoder: any Decoder) throws {
    let sides = try [Int](from: decoder)
    guard sides.count == 2 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a height and a width"))
    }
    self.init(sides[0], sides[1])
  }

  /// Writes the height and the width, in this order.
  public func encode(to encoder: any Encoder) throws { try [height, width].encode(to: encoder) }
}
