/// Many small images on one light sheet, in rows and columns, with captions: samples, mean images, mistakes.
///
/// Images may differ in size; each stands in the middle of a cell as large as the largest. A column is as wide as its
/// captions need.
public struct ImageSheet: Sendable {
  /// The images, row by row from the top left.
  public var images: [Picture]
  /// Images in a row.
  public var columns: Int
  /// The side of an image's pixel on the sheet.
  public var scale: Int
  /// Above everything, in larger letters.
  public var title: String?
  /// Left of the rows, from the first on; more than there are rows are not shown.
  public var rowCaptions: [String]
  /// Above the columns, from the first on; more than there are columns are not shown.
  public var columnCaptions: [String]

  static let paper: UInt8 = 250
  static let ink: UInt8 = 64
  static let textScale = 2
  static let titleScale = 3

  /// - Precondition: at least one image, and positive columns and scale.
  public init(
    _ images: [Picture], columns: Int, scale: Int = 2, title: String? = nil, rowCaptions: [String] = [],
    columnCaptions: [String] = []
  ) {
    precondition(!images.isEmpty, "a sheet of 0 images")
    precondition(columns > 0 && scale > 0, "a sheet of \(columns) columns at scale \(scale)")
    self.images = images
    self.columns = columns
    self.scale = scale
    self.title = title
    self.rowCaptions = rowCaptions
    self.columnCaptions = columnCaptions
  }

  /// The sheet as one picture: grey when all images are.
  public func drawn() -> Picture {
    let layout = Layout(of: self)
    let isGray = images.allSatisfy(\.isGray)
    var sheet = Picture(width: layout.width, height: layout.height, gray: Self.paper)
    if !isGray { sheet = sheet.colored() }
    if let title {
      sheet.write(title, x: Layout.margin, y: Layout.margin, scale: Self.titleScale, gray: Self.ink)
    }
    for (column, caption) in columnCaptions.prefix(layout.columns).enumerated() {
      let x = layout.x(column) + (layout.cellWidth - Layout.textWidth(caption)) / 2
      let y = layout.top - Layout.captionGap - Layout.textHeight
      sheet.write(caption, x: x, y: y, scale: Self.textScale, gray: Self.ink)
    }
    for (row, caption) in rowCaptions.prefix(layout.rows).enumerated() {
      // Flush right, so that every caption stands beside its row.
      let x = layout.left - Layout.captionGap - Layout.textWidth(caption)
      let y = layout.y(row) + (layout.cellHeight - Layout.textHeight) / 2
      sheet.write(caption, x: x, y: y, scale: Self.textScale, gray: Self.ink)
    }
    for (index, image) in images.enumerated() {
      let x = layout.x(index % columns) + (layout.cellWidth - image.width * scale) / 2
      let y = layout.y(index / columns) + (layout.cellHeight - image.height * scale) / 2
      sheet.paste((isGray ? image : image.colored()).magnified(by: scale), x: x, y: y)
    }
    return sheet
  }
}
