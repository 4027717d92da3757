/// A row of numbers for each image, `[N, width]` row-major.
public struct TargetRows: Sendable, Equatable {
  /// `[N, width]` row-major.
  public let values: [Float]
  /// Numbers in a row.
  public let width: Int

  /// - Precondition: `width` is positive, and the values are whole rows.
  public init(_ values: [Float], width: Int) {
    precondition(
      width > 0 && values.count.isMultiple(of: width), "\(values.count) numbers are not whole rows of \(width)")
    self.values = values
    self.width = width
  }

  /// The number of images, N.
  public var count: Int { values.count / width }

  /// One image's numbers.
  public subscript(image: Int) -> ArraySlice<Float> { values[image * width..<(image + 1) * width] }
}
