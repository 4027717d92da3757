/// A rectangle of a picture's pixels.
public struct PixelBox: Sendable, Equatable {
  /// The first column.
  public var x: Int
  /// The first row.
  public var y: Int
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// A rectangle with its top left pixel at (x, y).
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The smallest rectangle around both.
  package func union(_ other: PixelBox) -> PixelBox {
    let left = min(x, other.x)
    let top = min(y, other.y)
    return PixelBox(
      x: left, y: top, width: max(x + width, other.x + other.width) - left,
      height: max(y + height, other.y + other.height) - top)
  }

  /// Columns that both have.
  package func sharedColumns(with other: PixelBox) -> Int {
    max(0, min(x + width, other.x + other.width) - max(x, other.x))
  }

  /// Rows that both have.
  package func sharedRows(with other: PixelBox) -> Int {
    max(0, min(y + height, other.y + other.height) - max(y, other.y))
  }

  /// Whether another rectangle lies in this one.
  package func holds(_ other: PixelBox) -> Bool { union(other) == self }
}
