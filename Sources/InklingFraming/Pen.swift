/// The pen that ink was written with: how wide and how dark its strokes are.
struct Pen {
  /// The width of the widest piece's strokes, in pixels.
  let width: Float
  /// How far ink is from its paper, in greys of 255.
  let darkness: Float

  /// How much wider a stroke of the same pen may be, and how dark it is at least: shadows are broader than strokes, and paler.
  private static let (widest, palest): (Float, Float) = (2, 0.8)

  init(of ink: Ink) {
    width = ink.components.all.map { ink.components.strokeWidth(of: $0) }.max() ?? 0
    darkness = Self.darkness(of: ink) ?? 0
  }

  /// Whether all of some ink is as wide, and what another has not is as dark, as what this pen writes.
  func wrote(_ ink: Ink, besides other: Ink) -> Bool {
    if let more = Self.darkness(of: ink, besides: other), more < Self.palest * darkness { return false }
    return ink.components.all.allSatisfy { ink.components.strokeWidth(of: $0) <= Self.widest * width }
  }

  /// The mean over its pieces, or over what another has not; nil where there is none.
  private static func darkness(of ink: Ink, besides other: Ink? = nil) -> Float? {
    var (sum, count) = (Float(0), 0)
    for place in ink.strengths.values.indices where ink.components.labels[place] > 0 {
      guard other.map({ $0.components.labels[place] == 0 }) ?? true else { continue }
      sum += ink.strengths.values[place]
      count += 1
    }
    return count > 0 ? ink.statistics.contrast * sum / Float(count) : nil
  }
}
