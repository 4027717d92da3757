import InklingMathematics
import InklingRandomness

/// What happens to one character: how large it is, turned, bent, pulled and stretched.
struct CharacterForm {
  /// The width of the box that stretching fills, in its heights.
  static let boxWidth: Float = 0.72
  /// No character becomes so many times wider or higher by stretching.
  private static let mostStretch: Float = 3

  /// The character's height in pixels.
  let size: Float
  /// Width over height, relative to the font's.
  let width: Float
  /// Up or down, in pixels.
  let shift: Float
  private let shear: Float
  private let sine: Float
  private let cosine: Float
  /// Coefficients of x², xy and y² in the displacement.
  private let bend: (SIMD2<Float>, SIMD2<Float>, SIMD2<Float>)
  /// How much of the box's left and top, and of its right and bottom, is cut off.
  private let cuts: (SIMD2<Float>, SIMD2<Float>)
  /// How far the corners are pulled: top left, top right, bottom left, bottom right.
  private let corners: (SIMD2<Float>, SIMD2<Float>, SIMD2<Float>, SIMD2<Float>)

  /// How high and wide characters are.
  struct Sizes {
    let size: Float
    let width: Float

    init(_ style: CaptchaStyle, height: Int, from generator: inout CounterGenerator) {
      size = generator.between(style.smallest, style.largest) * Float(height)
      width = generator.between(style.narrowest, style.widest)
    }
  }

  /// - Parameter sizes: those of all characters of a picture; nil for its own.
  init(_ style: CaptchaStyle, sizes: Sizes?, height: Int, from generator: inout CounterGenerator) {
    let own = Sizes(style, height: height, from: &generator)
    size = (sizes ?? own).size
    width = (sizes ?? own).width
    shift = generator.either(style.shift) * Float(height)
    shear = generator.either(style.shear)
    let turn = Elementary.sineAndCosine(degrees: Double(generator.either(style.rotation)))
    (sine, cosine) = (Float(turn.sine), Float(turn.cosine))
    func pair(_ most: Double) -> SIMD2<Float> { SIMD2(generator.either(most), generator.either(most)) }
    bend = (pair(style.bend), pair(style.bend), pair(style.bend))
    corners = (pair(style.warp), pair(style.warp), pair(style.warp), pair(style.warp))
    let cut =
      SIMD4(
        generator.uniform(), generator.uniform(), generator.uniform(), generator.uniform()) * Float(style.cut)
    cuts = (SIMD2(cut.x, cut.y), SIMD2(cut.z, cut.w))
  }

  typealias Box = (low: SIMD2<Float>, high: SIMD2<Float>)

  /// Adds the glyph's points in pixels, around the origin, and returns the box around them.
  func add(_ glyph: FontGlyphs.Glyph, stretch: Float, to points: inout [SIMD2<Float>]) -> Box {
    let first = points.count
    var box = Self.emptyBox
    for point in glyph.points {
      let turned = turned(point)
      box = (pointwiseMin(box.low, turned), pointwiseMax(box.high, turned))
      points.append(turned)
    }
    let extent = pointwiseMax(box.high - box.low, SIMD2(repeating: 1e-3))
    let center = (box.low + box.high) / 2
    let wanted = SIMD2(Self.boxWidth * width, 1) / extent
    let whole = pointwiseMin(wanted, SIMD2(repeating: Self.mostStretch))
    let scale = 1 + stretch * (whole - 1)
    let place = center * (1 - stretch)
    var result = Self.emptyBox
    for index in first..<points.count {
      let offset = points[index] - center
      let pulled = (offset * scale + place + pull(offset / extent)) * size
      result = (pointwiseMin(result.low, pulled), pointwiseMax(result.high, pulled))
      points[index] = pulled
    }
    return cut(result, &points[first...])
  }

  /// What lies behind a cut goes to its edge, where it covers nothing.
  private func cut(_ box: Box, _ points: inout ArraySlice<SIMD2<Float>>) -> Box {
    let cut = (low: box.low + cuts.0 * size, high: box.high - cuts.1 * size)
    guard cuts.0 != .zero || cuts.1 != .zero, all(cut.high .> cut.low + size / 8) else { return box }
    for index in points.indices { points[index] = points[index].clamped(lowerBound: cut.low, upperBound: cut.high) }
    return cut
  }

  private static let emptyBox: Box = (SIMD2(repeating: .infinity), SIMD2(repeating: -.infinity))

  @inline(__always)
  private func turned(_ point: SIMD2<Float>) -> SIMD2<Float> {
    let bent = point + bend.0 * (point.x * point.x) + bend.1 * (point.x * point.y) + bend.2 * (point.y * point.y)
    let x = bent.x * width - bent.y * shear
    return SIMD2(cosine * x - sine * bent.y, sine * x + cosine * bent.y)
  }

  /// The corners' pull, at a place of the box from -1/2 to 1/2.
  @inline(__always)
  private func pull(_ place: SIMD2<Float>) -> SIMD2<Float> {
    let top = corners.0 + (corners.1 - corners.0) * (place.x + 0.5)
    let bottom = corners.2 + (corners.3 - corners.2) * (place.x + 0.5)
    return top + (bottom - top) * (place.y + 0.5)
  }
}
