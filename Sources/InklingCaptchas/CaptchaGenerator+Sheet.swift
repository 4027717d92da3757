public import InklingImages

extension CaptchaGenerator {
  /// The rows and the columns that a sheet may have.
  public static let sheetCounts = 1...50

  /// The first pictures side by side, row by row.
  ///
  /// - Precondition: both are in `sheetCounts`.
  public func sheet(columns: Int, rows: Int) -> ImageSheet {
    precondition(
      Self.sheetCounts.contains(columns) && Self.sheetCounts.contains(rows), "a sheet of \(columns)x\(rows) pictures")
    return ImageSheet((0..<columns * rows).map { picture($0) }, columns: columns, scale: 1)
  }
}
