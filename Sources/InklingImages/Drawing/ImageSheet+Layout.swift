extension ImageSheet {
  /// Where everything stands on a sheet, in its pixels.
  struct Layout {
    static let margin = 24
    static let gap = 4
    static let captionGap = 10
    static let textHeight = BitmapFont.height * textScale

    let columns: Int
    let rows: Int
    let cellWidth: Int
    let cellHeight: Int
    /// The top left of the first cell.
    let left: Int
    let top: Int
    let width: Int
    let height: Int

    init(of sheet: ImageSheet) {
      columns = min(sheet.columns, sheet.images.count)
      rows = (sheet.images.count + sheet.columns - 1) / sheet.columns
      let columnCaptionWidth = sheet.columnCaptions.prefix(columns).map(Self.textWidth).max() ?? 0
      cellWidth = max((sheet.images.map(\.width).max() ?? 0) * sheet.scale, columnCaptionWidth)
      cellHeight = (sheet.images.map(\.height).max() ?? 0) * sheet.scale
      let rowCaptionWidth = sheet.rowCaptions.prefix(rows).map(Self.textWidth).max() ?? 0
      left = Self.margin + (rowCaptionWidth > 0 ? rowCaptionWidth + Self.captionGap : 0)
      let titleHeight = sheet.title == nil ? 0 : BitmapFont.height * titleScale + 2 * Self.captionGap
      top = Self.margin + titleHeight + (columnCaptionWidth > 0 ? Self.textHeight + Self.captionGap : 0)
      let titleEnd = Self.margin + BitmapFont.width(of: sheet.title ?? "") * titleScale
      width = max(left + columns * (cellWidth + Self.gap) - Self.gap, titleEnd) + Self.margin
      height = top + rows * (cellHeight + Self.gap) - Self.gap + Self.margin
    }

    func x(_ column: Int) -> Int { left + column * (cellWidth + Self.gap) }
    func y(_ row: Int) -> Int { top + row * (cellHeight + Self.gap) }

    static func textWidth(_ text: String) -> Int { BitmapFont.width(of: text) * textScale }
  }
}
