/// Figures about a picture's ink that need no model: whether there is any, and whether it could be writing.
public struct InkStatistics: Sendable, Equatable {
  /// Whether ink is lighter than paper.
  public var inkIsLight: Bool
  /// How far full ink is from its paper, in greys of 255.
  public var contrast: Float
  /// The deviation of bare paper, in greys of 255.
  public var noise: Float
  /// Lines of ruled or squared paper that were removed.
  public var ruledLines = 0
  /// Pieces that were dropped as dust.
  public var specks = 0
  /// Pieces that are left.
  public var pieces = 0
  /// Whether there is nothing but straight bars that run through the picture, lines around empty cells, or filled shapes.
  public var isLined = false
  /// Whether there are more pieces than are looked at: 1,024.
  public var isCrowded = false
  /// Whether ink reaches all four edges of the picture, around which paper was assumed.
  public var reachesEdges = false
  /// The share of the picture that is ink.
  public var share: Float = 0

  /// The least contrast that counts as ink, in greys of 255.
  package static let faintest: Float = 12

  package init(inkIsLight: Bool, contrast: Float, noise: Float) {
    self.inkIsLight = inkIsLight
    self.contrast = contrast
    self.noise = noise
  }

  /// Whether it is a surface, such as stripes, checks or blotches: writing leaves more of its paper bare, and is no bar. As much
  /// of MNIST's numbers is ink where they are cut out without any margin: of one or two in a hundred of three digits, of fewer
  /// of more.
  public var isSurface: Bool { isLined || pieces >= 3 && share > (reachesEdges ? 0.47 : 0.44) }

  /// Whether there is nothing that could be read.
  public var isBlank: Bool { pieces == 0 }

  package mutating func count(_ components: Components, _ strengths: Plane) {
    pieces = components.all.count
    share = Float(components.all.reduce(0) { $0 + $1.area }) / Float(strengths.values.count)
  }
}
