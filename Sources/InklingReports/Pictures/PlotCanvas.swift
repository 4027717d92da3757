import InklingCharts
import InklingImages

/// Pixels on which shapes are painted with soft edges: a pixel takes as much of a shape's colour as the distance of its
/// middle from the shape's edge says.
struct PlotCanvas {
  typealias Place = PlotShape.Place

  private let width: Int
  private let height: Int
  private var colors: [SIMD3<Double>]

  init(width: Int, height: Int, background: SIMD3<Double>) {
    (self.width, self.height) = (width, height)
    colors = Array(repeating: background, count: width * height)
  }

  var picture: Picture {
    Picture(
      width: width, height: height, channels: 3,
      samples: colors.flatMap { color in (0..<3).map { UInt8(min(max(color[$0], 0), 255).rounded()) } })
  }

  /// - Parameters:
  ///   - low: the top left of all that may be painted, in pixels.
  ///   - high: its bottom right.
  ///   - distance: how far a place is outside the shape; negative inside.
  private mutating func paint(
    _ low: Place, _ high: Place, _ color: SIMD3<Double>, _ opacity: Double = 1, _ distance: (Place) -> Double
  ) {
    let (left, top) = (pixel(low.x - 1, width), pixel(low.y - 1, height))
    let (right, bottom) = (pixel(high.x + 2, width), pixel(high.y + 2, height))
    guard left < right, top < bottom else { return }
    for y in top..<bottom {
      for x in left..<right {
        let share = min(max(0.5 - distance([Double(x) + 0.5, Double(y) + 0.5]), 0), 1) * opacity
        if share > 0 { colors[y * width + x] += (color - colors[y * width + x]) * share }
      }
    }
  }

  private func pixel(_ place: Double, _ limit: Int) -> Int {
    place.isFinite ? Int(min(max(place, 0), Double(limit))) : 0
  }

  mutating func fillCircle(_ middle: Place, _ radius: Double, _ color: SIMD3<Double>, _ opacity: Double) {
    paint(middle - radius, middle + radius, color, opacity) { ($0 - middle).length - radius }
  }

  mutating func fillRect(_ low: Place, _ high: Place, _ radius: Double, _ color: SIMD3<Double>, _ opacity: Double) {
    paint(low, high, color, opacity) { Self.distance($0, low, high, radius) }
  }

  mutating func strokeRect(_ low: Place, _ high: Place, _ radius: Double, _ color: SIMD3<Double>, _ width: Double) {
    paint(low - width, high + width, color) { abs(Self.distance($0, low, high, radius)) - width / 2 }
  }

  private static func distance(_ place: Place, _ low: Place, _ high: Place, _ radius: Double) -> Double {
    let half = (high - low) / 2
    let offset = place - (low + half)
    let beyond = Place(abs(offset.x), abs(offset.y)) - half + radius
    return Place(max(beyond.x, 0), max(beyond.y, 0)).length + min(max(beyond.x, beyond.y), 0) - radius
  }

  mutating func strokeLine(_ start: Place, _ end: Place, _ color: SIMD3<Double>, _ width: Double) {
    let along = end - start
    let size = max((along * along).sum(), 1e-12)
    paint(pointwiseMin(start, end) - width, pointwiseMax(start, end) + width, color) { place in
      let share = min(max(((place - start) * along).sum() / size, 0), 1)
      return (place - start - along * share).length - width / 2
    }
  }

  /// - Parameters:
  ///   - place: the left end of the base line.
  ///   - scale: pixels of one of a letter's, each way.
  mutating func write(
    _ text: String, _ place: Place, scale: Double, isUpright: Bool, isBold: Bool, _ color: SIMD3<Double>
  ) {
    let weight = isBold ? scale / 2 : 0
    for (number, letter) in text.enumerated() {
      for row in 0..<BitmapFont.height {
        for column in 0..<BitmapFont.width where BitmapFont.hasInk(letter, column: column, row: row) {
          let along = Double(number * BitmapFont.advance + column) * scale
          let up = Double(BitmapFont.height - row) * scale
          // A letter that stands on its side is read from below.
          let low: Place =
            isUpright ? [place.x - up, place.y - along - scale - weight] : [place.x + along, place.y - up]
          let size: Place = isUpright ? [scale, scale + weight] : [scale + weight, scale]
          fillRect(low, low + size, 0, color, 1)
        }
      }
    }
  }
}

extension SIMD2<Double> {
  fileprivate var length: Double { (x * x + y * y).squareRoot() }
}
