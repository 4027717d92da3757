/// A plot in a page, with what it says in words, and its numbers as a table for whoever cannot see it.
public struct Figure: Sendable {
  /// The plot.
  public let plot: Plot
  /// What to see in it; nothing where the title says all.
  public let caption: String
  /// The numbers.
  public let table: DataTable?
  /// Whether it takes the page's whole width.
  public let isWide: Bool

  /// A figure of a plot.
  public init(_ plot: Plot, caption: String = "", table: DataTable? = nil, isWide: Bool = false) {
    self.plot = plot
    self.caption = caption
    self.table = table
    self.isWide = isWide
  }

  var markup: Markup {
    var parts = [plot.markup]
    if !caption.isEmpty { parts.append(Markup("figcaption", text: caption)) }
    if let table {
      parts.append(Markup("details", [:], [Markup("summary", text: "Numbers: \(plot.title)"), table.markup]))
    }
    return isWide ? Markup("figure", ["class": "wide"], parts) : Markup("figure", [:], parts)
  }
}
