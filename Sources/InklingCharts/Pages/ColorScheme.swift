/// The colours of the pages and plots, for light or for dark surroundings.
package struct ColorScheme: Sendable {
  /// The page, and what stands on it.
  package let paper, panel, line, text, soft, link: Color
  /// Ten colours for classes and series.
  package let series: [Color]
  /// From nothing to all, in heat maps.
  package let heat: [Color]

  /// How many steps a heat map's colours have.
  package static let heatSteps = 10

  /// For light surroundings.
  package static let light = ColorScheme(
    paper: "#ffffff", panel: "#f4f6f8", line: "#cfd5dd", text: "#16181d", soft: "#4a5160", link: "#0b5cad",
    series: [
      "#1f6fb4", "#c2410c", "#15803d", "#b91c1c", "#7c3aed", "#8a5a12", "#be185d", "#4b5563", "#66730a", "#0e7490",
    ], heat: ("#f4f6f8", "#0b3d7a"))

  /// For dark surroundings.
  package static let dark = ColorScheme(
    paper: "#12161c", panel: "#1b2129", line: "#3b4552", text: "#e8eaee", soft: "#aab3c1", link: "#7cc0ff",
    series: [
      "#6cb2f2", "#fb923c", "#5ad27f", "#f87171", "#b79cff", "#d9a966", "#f472b6", "#b6bec9", "#c3cf4d", "#4fd1e0",
    ], heat: ("#1b2129", "#a5d3ff"))

  private init(
    paper: String, panel: String, line: String, text: String, soft: String, link: String, series: [String],
    heat: (String, String)
  ) {
    self.paper = Color(paper)
    self.panel = Color(panel)
    self.line = Color(line)
    self.text = Color(text)
    self.soft = Color(soft)
    self.link = Color(link)
    self.series = series.map { Color($0) }
    let ends = (Color(heat.0), Color(heat.1))
    self.heat = (0..<Self.heatSteps).map {
      ends.0.mixed(with: ends.1, share: Double($0) / Double(Self.heatSteps - 1))
    }
  }

  /// The colours as variables of a style sheet.
  var variables: String {
    let names = [("paper", paper), ("panel", panel), ("line", line), ("text", text), ("soft", soft), ("link", link)]
    let numbered =
      series.enumerated().map { ("c\($0)", $1) }
      + heat.enumerated().flatMap { [("h\($0)", $1), ("t\($0)", $1.text)] }
    return (names + numbered).map { "--\($0):\($1.hex);" }.joined()
  }
}
