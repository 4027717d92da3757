import InklingDatasets
import InklingFraming
import InklingImages
import InklingRandomness

/// Pictures that show no digit, by how they are made: to train what refuses them (outlier exposure; Hendrycks, Mazeika and
/// Dietterich, 2019). The letters of `PictureSet` have other forms, and its noise and textures are of other kinds: they are
/// for measuring.
enum OutlierKind: String, CaseIterable {
  case letters, signs
  /// Strokes between the places of a grid, as in the signs of all scripts.
  case composed
  /// Straight lines at random.
  case lines
  /// Curves through random points.
  case scribbles
  /// Digits crossed out.
  case crossed
  /// Digits turned by a right angle, upside down or mirrored, where that is no digit.
  case turned
  /// Two digits on each other.
  case overlapping
  /// What has no strokes.
  case noise, texture, blank

  /// Of a hundred outliers so many are of this kind.
  var share: Int {
    switch self {
    case .letters: 38
    case .signs: 12
    case .composed: 8
    case .lines, .turned: 6
    case .scribbles, .texture: 7
    case .crossed, .overlapping: 4
    case .noise: 5
    case .blank: 3
    }
  }

  /// What the model sees of outlier `index`; of a picture of noise, which has many pieces, the first three.
  func framed(_ index: Int, from generator: inout CounterGenerator) throws -> [[UInt8]] {
    let picture: Picture
    switch self {
    case .noise: picture = OutlierSurface.noise(from: &generator).picture
    case .texture: picture = OutlierSurface.texture(from: &generator).picture
    case .blank: picture = try OutlierSurface.blank(from: &generator)
    default: return PenDrawing.framed(index, glyph(from: &generator), from: &generator)
    }
    return PictureFraming().frame(picture).digits.prefix(3).map(\.pixels)
  }

  private func glyph(from generator: inout CounterGenerator) -> Glyph {
    switch self {
    case .letters: return OutlierGlyphs.letter(from: &generator)
    case .signs: return OutlierGlyphs.sign(from: &generator)
    case .composed: return Glyph(strokes: Self.composed(from: &generator))
    case .lines: return Glyph(strokes: Self.lines(2 + generator.below(5), from: &generator))
    case .crossed:
      let digit = Glyph.digit(generator.below(10), from: &generator)
      return Glyph(strokes: digit.strokes + Self.lines(2 + generator.below(3), from: &generator))
    case .turned:
      // By a right angle or mirrored; upside down is left to those that are none then.
      let digit = [2, 3, 4, 5, 7, 9, 3, 4, 7, 9, 3, 4, 7][generator.below(13)]
      let isMirrored = digit != 2 && digit != 5 && generator.below(2) == 0
      let isTurnedOver = [3, 4, 7].contains(digit) && !isMirrored && generator.below(3) == 0
      let turn = isTurnedOver ? 2 : isMirrored ? 0 : generator.below(2) * 2 + 1
      return Self.turned(Glyph.digit(digit, from: &generator), by: turn, isMirrored: isMirrored)
    case .overlapping:
      let first = [0, 2, 3, 4, 5, 6, 7, 8, 9][generator.below(9)]
      let second = (first + 2 + generator.below(8)) % 10
      let shift = SIMD2<Float>(
        generator.uniform(in: 0.2...0.5) * (generator.below(2) == 0 ? 1 : -1), generator.uniform(in: -0.5...0.5))
      let moved = Glyph.digit(second == 1 ? 7 : second, from: &generator).strokes.map { stroke in
        stroke.map { Glyph.ControlPoint(position: $0.position + shift, isCorner: $0.isCorner) }
      }
      return Glyph(strokes: Glyph.digit(first, from: &generator).strokes + moved)
    default: return Glyph(strokes: Self.scribble(from: &generator))
    }
  }

  private static func lines(_ count: Int, from generator: inout CounterGenerator) -> [[Glyph.ControlPoint]] {
    (0..<count).map { _ in
      var ends = [SIMD2<Float>.zero, .zero]
      repeat {
        ends = ends.map { _ in SIMD2(generator.uniform(), generator.uniform()) }
      } while ((ends[0] - ends[1]) * (ends[0] - ends[1])).sum() < 0.2
      return ends.map { Glyph.ControlPoint(position: $0, isCorner: false) }
    }
  }

  /// One to four strokes through two to seven points each, six or more of them together.
  private static func scribble(from generator: inout CounterGenerator) -> [[Glyph.ControlPoint]] {
    var strokes: [[Glyph.ControlPoint]] = []
    repeat {
      strokes = (0..<1 + generator.below(4)).map { _ in
        (0..<2 + generator.below(6)).map { _ in
          Glyph.ControlPoint(
            position: SIMD2(generator.uniform(), generator.uniform()), isCorner: generator.below(4) == 0)
        }
      }
    } while strokes.reduce(0) { $0 + $1.count } < 6
    return strokes
  }

  /// Three to six strokes, straight or bent, between places of three columns and four rows; each but the first starts where
  /// another has been.
  private static func composed(from generator: inout CounterGenerator) -> [[Glyph.ControlPoint]] {
    var strokes: [[Glyph.ControlPoint]] = []
    var places: [SIMD2<Float>] = []
    for _ in 0..<3 + generator.below(4) {
      var start = place(from: &generator)
      if !places.isEmpty { start = places[generator.below(places.count)] }
      var end = start
      while end == start { end = place(from: &generator) }
      places += [start, end, (start + end) / 2]
      var points = [start, end]
      if generator.below(3) == 0 {
        let across = end - start
        let bend = SIMD2(-across.y, across.x) * generator.uniform(in: -0.5...0.5)
        points.insert((start + end) / 2 + bend, at: 1)
      }
      strokes.append(points.map { Glyph.ControlPoint(position: $0, isCorner: false) })
    }
    return strokes
  }

  private static func place(from generator: inout CounterGenerator) -> SIMD2<Float> {
    SIMD2(Float(generator.below(3)) / 2, Float(generator.below(4)) / 3)
  }

  /// Turned by `turn` right angles, and mirrored left to right.
  private static func turned(_ glyph: Glyph, by turn: Int, isMirrored: Bool) -> Glyph {
    Glyph(
      strokes: glyph.strokes.map { stroke in
        stroke.map { point in
          var place = point.position
          if isMirrored { place.x = 1 - place.x }
          for _ in 0..<turn { place = SIMD2(1 - place.y, place.x) }
          return Glyph.ControlPoint(position: place, isCorner: point.isCorner)
        }
      })
  }
}
