/// Tables of colours.
enum Palette {
  /// Whether all of `colors`, three bytes each, are greys.
  static func isGray(_ colors: ArraySlice<UInt8>) -> Bool {
    var place = colors.startIndex
    while place + 2 < colors.endIndex {
      if colors[place] != colors[place + 1] || colors[place] != colors[place + 2] { return false }
      place += 3
    }
    return true
  }
}
