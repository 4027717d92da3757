import InklingCFreeType

extension Outline {
  /// What FreeType has loaded without scaling, divided by the font's units; nil for what is no outline.
  init?(_ outline: FT_Outline, unitsPerEm: Float) {
    let (count, contourCount) = (Int(outline.n_points), Int(outline.n_contours))
    guard count > 0, contourCount > 0, let points = outline.points, let tags = outline.tags,
      let ends = outline.contours
    else { return nil }
    var first = 0
    for place in 0..<contourCount {
      let last = Int(ends[place])
      guard last >= first, last < count else { return nil }
      let controls = (first...last).map { index in
        Control(
          position: SIMD2(Float(points[index].x), Float(points[index].y)) / unitsPerEm,
          tag: UInt8(truncatingIfNeeded: tags[index]))
      }
      guard let contour = Self.contour(controls) else { return nil }
      contours.append(contour)
      first = last + 1
    }
  }

  private struct Control {
    let position: SIMD2<Float>
    let tag: UInt8

    var isOn: Bool { tag & 1 == 1 }
    var isCubic: Bool { tag & 2 == 2 }
  }

  /// Between two control points of quadratic curves there is a point on the curve, half way.
  private static func contour(_ controls: [Control]) -> Contour? {
    var controls = controls[...]
    guard let head = controls.first, let tail = controls.last else { return nil }
    let start: SIMD2<Float>
    if head.isOn {
      start = head.position
      controls.removeFirst()
    } else if head.isCubic {
      return nil
    } else if tail.isOn {
      start = tail.position
      controls.removeLast()
    } else {
      start = (head.position + tail.position) / 2
    }
    var contour = Contour(start: start)
    while let next = controls.popFirst() {
      if next.isOn {
        contour.pieces.append(.line(to: next.position))
      } else if next.isCubic {
        guard let second = controls.popFirst(), !second.isOn, second.isCubic else { return nil }
        let end = controls.popFirst()
        guard end?.isOn ?? true else { return nil }
        contour.pieces.append(.cubic(next.position, second.position, to: end?.position ?? start))
      } else if let after = controls.first, after.isOn {
        controls.removeFirst()
        contour.pieces.append(.quadratic(next.position, to: after.position))
      } else {
        let end = controls.first.map { (next.position + $0.position) / 2 } ?? start
        contour.pieces.append(.quadratic(next.position, to: end))
      }
    }
    return contour
  }
}
