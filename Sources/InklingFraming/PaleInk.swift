/// Pieces of ink that are far paler than a picture's others: what shines through, or is left of a shadow, but also a digit that
/// was written with a finer or lighter stroke.
package struct PaleInk: Sendable {
  /// The pieces.
  package private(set) var components: Components
  /// Strength of each of their pixels, and of those next to them; zero elsewhere.
  package private(set) var strengths: Plane

  /// More of them are no digits.
  private static let most = 32

  /// nil unless some lie within the picture and are no dust.
  ///
  /// - Parameters:
  ///   - components: the paler pieces and others.
  ///   - labels: those of the paler ones.
  ///   - strengths: of the whole picture.
  init?(_ components: Components, labels: Set<Int32>, strengths: Plane) {
    let largest = components.all.map(\.area).max() ?? 0
    let pale = components.all.filter {
      labels.contains($0.label) && $0.area * 50 >= largest && $0.area >= 3 && components.touchesEdges($0) == 0
    }
    guard (1...Self.most).contains(pale.count) else { return nil }
    let kept = Set(pale.map(\.label))
    var rest = components
    rest.filter { kept.contains($0.label) }
    (self.components, self.strengths) = (rest, strengths.around(rest))
  }

  /// Leaves only the pieces for which `keeps` is true.
  mutating func filter(_ keeps: (Component) -> Bool) { components.filter(keeps) }

  /// The pieces of what is left when a margin is taken off all four sides.
  func cropped(by margin: Int) -> PaleInk {
    var result = self
    result.components = components.cropped(by: margin)
    result.strengths = strengths.cropped(by: margin)
    return result
  }
}

extension Plane {
  /// The strengths of pieces and of one pixel around each, the soft edge, from 0 to 1; all else is paper.
  func around(_ components: Components) -> Plane {
    let near = Plane(width: width, height: height, values: components.labels.map { $0 > 0 ? 1 : 0 })
    return combined(with: near.maxima(radius: 1)) { $1 > 0 ? min(max($0, 0), 1) : 0 }
  }
}
