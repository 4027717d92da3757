/// What a picture would show without ink: the paper under its light and shadow.
///
/// Dark strokes are filled from both sides (a morphological closing, with a square that no stroke can hold), so that a
/// slope of light and a shadow's edge stay as they are and only strokes differ from their paper. The time is linear in
/// the pixels.
package struct Paper: Sendable {
  /// The grey of the paper at each pixel, 0...255, in the picture's own polarity.
  package private(set) var grays: Plane
  /// Whether ink is lighter than paper.
  package let inkIsLight: Bool

  /// The longer side of the picture on which paper is estimated.
  static let side = 160
  /// Cells along the longer side of the grid from which the first guess comes.
  static let cells = 40

  /// The paper of a picture with grey 0...255; `inkIsLight` is found unless it is given.
  package init(of picture: Plane, inkIsLight: Bool? = nil) {
    let small = picture.shrunk(toFit: Self.side)
    let grid = small.shrunk(toFit: Self.cells)
    let even = EvenEdges(of: small, grid: grid)
    let isLight = inkIsLight ?? even?.inkIsLight ?? Polarity.inkIsLight(on: small, grid: grid)
    self.inkIsLight = isLight
    // From here on ink is dark.
    let dark = isLight ? small.map { 255 - $0 } : small
    let level = even.flatMap { $0.inkIsLight == isLight ? isLight ? 255 - $0.paper : $0.paper : nil }
    let paper = Self.filled(dark, radius: Self.radius(for: dark, paper: level))
    let large = paper.resized(columns: picture.width, rows: picture.height)
    grays = isLight ? large.map { 255 - $0 } : large
  }

  /// How far each pixel is from its paper towards ink: the share of the light that is missing, or of the dark, times 255.
  package func depths(of picture: Plane) -> Plane {
    if inkIsLight { return picture.combined(with: grays) { ($0 - $1) * 255 / max(255 - $1, 32) } }
    return picture.combined(with: grays) { ($1 - $0) * 255 / max($1, 32) }
  }

  /// The paper of what is left when a margin is taken off all four sides.
  package func cropped(by margin: Int) -> Paper {
    var result = self
    result.grays = grays.cropped(by: margin)
    return result
  }

  private static func depths(_ picture: Plane, _ paper: Plane) -> Plane {
    picture.combined(with: paper) { ($1 - $0) * 255 / max($1, 32) }
  }

  /// The closing's radius: more than the strokes' width, as a first guess of the paper shows them.
  private static func radius(for picture: Plane, paper level: Float?) -> Int {
    let side = max(picture.width, picture.height)
    let guess = depths(
      picture, level.map { Plane(width: picture.width, height: picture.height, filledWith: $0) } ?? coarse(picture))
    let full = max(FullInk.depth(in: guess), 1)
    let mask = guess.map { $0 > 0.5 * full ? 1 : 0 }
    let width = StrokeWidth.estimate(of: mask)
    return min(max(side / 14, Int(1.2 * width) + 2), side / 3)
  }

  private static func coarse(_ picture: Plane) -> Plane {
    let grid = picture.shrunk(toFit: cells)
    return grid.localQuantiles(0.7, radius: max(max(grid.width, grid.height) / 3, 2))
      .resized(columns: picture.width, rows: picture.height)
  }

  private static func filled(_ picture: Plane, radius: Int) -> Plane {
    // Noise would lift a maximum; means of nine have a third of it.
    let calm = min(picture.width, picture.height) >= 64 ? picture.boxMeans(radius: 1) : picture
    let closed = calm.closed(radius: radius)
    let depths = depths(picture, closed)
    let full = max(FullInk.depth(in: depths), 1)
    // What the maximum has lifted is taken back: the mean over all that is no ink.
    let weights = depths.map { $0 < 0.3 * full ? 1 : 0 }
    let lifted = closed.combined(with: picture, -).combined(with: weights, *)
    let reach = max(radius / 2, 1)
    let (weight, sum) = (weights.boxMeans(radius: reach), lifted.boxMeans(radius: reach))
    let lift = sum.combined(with: weight) { $1 > 0.05 ? $0 / $1 : 0 }
    return closed.combined(with: lift, -)
  }
}
