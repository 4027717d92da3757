/// A height and a width: a kernel size, stride, padding or dilation. An integer literal means a square.
///
///     Conv2d(1, 6, kernelSize: 5)
///     Conv2d(2, 5, kernelSize: Extent2d(3, 5), padding: Extent2d(1, 2))
public struct Extent2d: Sendable, Hashable, CustomStringConvertible, ExpressibleByIntegerLiteral {
  public var height: Int
  public var width: Int

  public init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }

  public init(integerLiteral value: Int) { self.init(value, value) }

  /// "5x5".
  public var description: String { "\(height)x\(width)" }
}
