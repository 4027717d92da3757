/// Whether a picture of the model's size looks like its training images.
package enum TrainingLikeness {
  /// How far from black or white the paper may be, in greys of 255, and how little of its light full ink may lack.
  private static let (plainness, contrast): (Float, Float) = (40, 190)

  /// The ink's longer side is about the framing's, its centre of mass about the middle, and its paper black or white: grey or
  /// uneven paper is not what the model has seen.
  package static func holds(_ ink: Ink, _ framing: InputFraming) -> Bool {
    guard !ink.statistics.isBlank, let box = DigitFrame.box(of: ink.strengths) else { return false }
    let longest = max(box.size.x, box.size.y)
    guard longest > Float(framing.box) - 3.5, longest < Float(framing.box) + 1.5 else { return false }
    guard ink.statistics.contrast >= contrast, isPlain(ink.paper) else { return false }
    let middle = SIMD2(Float(framing.width), Float(framing.height)) / 2
    let offset = Plane.centreOfMass(of: ink.strengths) - middle
    return abs(offset.x) < 1.5 && abs(offset.y) < 1.5
  }

  private static func isPlain(_ paper: Paper) -> Bool {
    let end: Float = paper.inkIsLight ? 0 : 255
    return paper.grays.map { abs($0 - end) }.quantile(0.9) <= plainness
  }
}

extension Plane {
  /// The centre of mass in pixels from the top left corner; pixel (x, y) lies at (x + 0.5, y + 0.5).
  package static func centreOfMass(of plane: Plane) -> SIMD2<Float> {
    var mass: Float = 0
    var moment = SIMD2<Float>(0, 0)
    for y in 0..<plane.height {
      for x in 0..<plane.width {
        mass += plane[x, y]
        moment += SIMD2(Float(x) + 0.5, Float(y) + 0.5) * plane[x, y]
      }
    }
    return mass > 0 ? moment / mass : SIMD2(Float(plane.width), Float(plane.height)) / 2
  }
}
