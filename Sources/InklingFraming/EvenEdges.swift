/// A picture of two levels whose edges are all of one of them: a digit with paper around it, however bold.
///
/// The holes of bold digits are narrower than their strokes, so that what is narrow does not tell which is ink. What lies along all edges
/// is paper, unless it surrounds a sheet: a piece that fills its box, and on which there is something.
struct EvenEdges {
  /// Whether ink is lighter than paper.
  let inkIsLight: Bool
  /// The paper's level.
  let paper: Float

  /// The share of the outermost pixels that are of one level at least.
  private static let evenness: Float = 0.98
  /// How much of its box a sheet fills at least, and a digit at most: an ellipse fills 0.79.
  private static let full: Float = 0.93
  /// How much of what it fills is its own where nothing is on it.
  private static let bare: Float = 0.998

  /// nil for any other picture.
  ///
  /// - Parameter grid: the same picture in fewer pixels.
  init?(of picture: Plane, grid: Plane) {
    guard let levels = TwoLevels(of: picture, grid: grid) else { return nil }
    let edge = picture.edges(reaching: 1).flatMap { $0 }
    let light = Float(edge.count { $0 > levels.middle }) / Float(edge.count)
    guard max(light, 1 - light) >= Self.evenness else { return nil }
    inkIsLight = light < 0.5
    paper = light < 0.5 ? levels.low : levels.high
    let (middle, inkIsLight) = (levels.middle, inkIsLight)
    let pieces = Components(of: picture.map { ($0 > middle) == inkIsLight ? 1 : 0 }, high: 1, low: 1)
    let least = TwoLevels.smallest * Float(picture.values.count)
    guard !pieces.all.contains(where: { Float($0.area) >= least && Self.isSheet($0, in: pieces) }) else { return nil }
  }

  private static func isSheet(_ piece: Component, in pieces: Components) -> Bool {
    var rows = [SIMD2<Int>](repeating: SIMD2(.max, -1), count: piece.box.height)
    pieces.forEachPixel(of: piece) { x, y in
      let row = rows[y - piece.box.y]
      rows[y - piece.box.y] = SIMD2(min(row.x, x), max(row.y, x))
    }
    let filled = rows.reduce(0) { $0 + max($1.y - $1.x + 1, 0) }
    return Float(filled) >= full * Float(piece.box.width * piece.box.height)
      && Float(piece.area) < bare * Float(filled)
  }
}

/// The two levels of a picture that has hardly anything between them: a shadow would be a third.
struct TwoLevels {
  let low: Float
  let high: Float
  var middle: Float { (low + high) / 2 }

  /// The share of pixels near one of the two levels, and how near, as a share of their distance.
  private static let (share, nearness): (Float, Float) = (0.8, 0.25)
  /// Pieces smaller than this share of the picture do not count.
  static let smallest: Float = 0.002

  /// nil for a picture of one level or of more.
  init?(of picture: Plane, grid: Plane) {
    (low, high) = (grid.quantile(0.005), grid.quantile(0.995))
    guard high - low > InkStatistics.faintest else { return nil }
    let (low, high, reach) = (low, high, Self.nearness * (high - low))
    let count = picture.values.count { abs($0 - low) <= reach || abs($0 - high) <= reach }
    guard Float(count) >= Self.share * Float(picture.values.count) else { return nil }
  }
}
