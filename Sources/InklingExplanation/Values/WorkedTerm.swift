/// One product of a sum, or one number of a window.
public struct WorkedTerm: Sendable, Equatable {
  /// What the value is multiplied by: a kernel's number; 1 where there is none.
  public var factor: Float
  /// The number that was read; 0 of a padding.
  public var value: Float
  /// Where it was read, [channel, row, column] or [feature]; nil for padding, which is in no image.
  public var place: [Int]?

  /// A factor of a value at a place.
  public init(factor: Float = 1, value: Float, place: [Int]?) {
    self.factor = factor
    self.value = value
    self.place = place
  }

  /// Factor times value, exactly: the product of two floats fits a double.
  public var product: Double { Double(factor) * Double(value) }
}
