/// One piece of writing brought to the form of a model's training images.
package struct DigitFrame: Sendable {
  /// The image, strengths 0...1, ink 1.
  package let image: Plane
  /// The mean width of its strokes before they were brought into range, in the image's pixels.
  package let strokeWidth: Float

  /// Pixels of the fine grid on which strokes are widened, in one of the image's.
  private static let fineness: Float = 4

  /// Strokes narrower than this are thickened before they are brought to that grid, to the second width, in its pixels.
  private static let (thinnest, lowest): (Float, Float) = (1, 1.5)
  /// Fine strokes leave most of their box bare; what is finer and fills more of it is noise, which would become a block.
  private static let fullest: Float = 0.2

  /// Where ink counts as the box's edge, as a share of full ink.
  package static let edge: Float = 0.35

  /// Frames the ink of a plane: all that it shows.
  ///
  /// The ink's box is scaled into the framing's square by area means (between pixels where it is enlarged), its aspect
  /// kept, and moved by whole pixels until the centre of mass is in the middle, as in MNIST. nil where there is no ink.
  package init?(of ink: Plane, as framing: InputFraming) {
    guard var box = Self.box(of: ink) else { return nil }
    var ink = ink
    let scale = Float(framing.box) / max(box.size.x, box.size.y)
    let width = StrokeWidth.estimate(of: ink) * scale
    strokeWidth = width
    if width < framing.thinnestStroke || width > framing.thickestStroke {
      let wanted = min(max(width, framing.thinnestStroke), framing.thickestStroke)
      // Eating more than this would break thin places.
      let change = max((wanted - width) / 2, -0.3 * width)
      let step = max(box.size.x, box.size.y) / (Float(framing.box) * Self.fineness)
      // Of a stroke narrower than a cell of the grid, a cell has a part too small to count as ink.
      let isFine = width * Self.fineness < Self.thinnest && Self.share(of: ink, box) < Self.fullest
      let first = isFine ? (Self.lowest * step - width / scale) / 2 : 0
      if first > 0 { (ink, box) = Self.thickened(ink, box, by: first) }
      ink = Self.fine(ink, box, framing)
      let more = change * Self.fineness
      ink = StrokeWidth.grown(ink, by: first > 0 ? max(more - first / step, 0) : more)
      guard let changed = Self.box(of: ink) else { return nil }
      box = changed
    }
    image = Self.place(ink, box, framing)
  }

  /// The ink's edges between pixels; nil without ink.
  package static func box(of ink: Plane) -> (low: SIMD2<Float>, size: SIMD2<Float>)? {
    var columns = [Float](repeating: 0, count: ink.width)
    var rows = [Float](repeating: 0, count: ink.height)
    for y in 0..<ink.height {
      for x in 0..<ink.width {
        let value = ink.values[y * ink.width + x]
        columns[x] = max(columns[x], value)
        rows[y] = max(rows[y], value)
      }
    }
    guard let across = extent(of: columns), let down = extent(of: rows) else { return nil }
    let low = SIMD2(across.low, down.low)
    return (low, pointwiseMax(SIMD2(across.high, down.high) - low, SIMD2(repeating: 1)))
  }

  /// The first and last place at which strengths reach the edge's, between pixel centres by linear interpolation.
  private static func extent(of values: [Float]) -> (low: Float, high: Float)? {
    guard let first = values.firstIndex(where: { $0 >= edge }), let last = values.lastIndex(where: { $0 >= edge })
    else { return nil }
    // A pixel that is fully ink beside an empty one ends at its own border.
    let before = first > 0 ? values[first - 1] : 0
    let after = last + 1 < values.count ? values[last + 1] : 0
    let low = Float(first) + 0.5 - (values[first] - edge) / max(values[first] - before, 1e-3) - (0.5 - edge)
    let high = Float(last) + 0.5 + (values[last] - edge) / max(values[last] - after, 1e-3) + (0.5 - edge)
    return (low, high)
  }

  /// How much of its box is ink.
  private static func share(of ink: Plane, _ box: (low: SIMD2<Float>, size: SIMD2<Float>)) -> Float {
    ink.values.reduce(0, +) / (box.size.x * box.size.y)
  }

  /// The ink with thicker strokes, and its box.
  private static func thickened(
    _ ink: Plane, _ box: (low: SIMD2<Float>, size: SIMD2<Float>), by radius: Float
  ) -> (Plane, (low: SIMD2<Float>, size: SIMD2<Float>)) {
    let margin = Int(radius.rounded(.up)) + 1
    let room = ink.resampled(
      x: -Float(margin), y: -Float(margin), step: SIMD2(repeating: 1), columns: ink.width + 2 * margin,
      rows: ink.height + 2 * margin)
    let low = box.low + SIMD2(repeating: Float(margin) - radius)
    return (StrokeWidth.grown(room, by: radius), (low, box.size + SIMD2(repeating: 2 * radius)))
  }

  /// The ink with a fine grid, with room to grow.
  private static func fine(
    _ ink: Plane, _ box: (low: SIMD2<Float>, size: SIMD2<Float>), _ framing: InputFraming
  ) -> Plane {
    let step = max(box.size.x, box.size.y) / (Float(framing.box) * fineness)
    let margin: Float = 4 * fineness
    let size = box.size / step + 2 * margin
    return ink.resampled(
      x: box.low.x - margin * step, y: box.low.y - margin * step, step: SIMD2(repeating: step),
      columns: Int(size.x.rounded(.up)), rows: Int(size.y.rounded(.up)))
  }

  private static func place(
    _ ink: Plane, _ box: (low: SIMD2<Float>, size: SIMD2<Float>), _ framing: InputFraming
  ) -> Plane {
    let step = max(box.size.x, box.size.y) / Float(framing.box)
    let side = framing.box + 4
    // Two pixels of room: soft edges reach beyond the box.
    var square = ink.resampled(
      x: box.low.x - 2 * step, y: box.low.y - 2 * step, step: SIMD2(repeating: step), columns: side, rows: side)
    let inside = square.values.filter { $0 > 0.4 }
    let peak = Plane.quantile(0.8, of: inside)
    let gain = inside.isEmpty ? 1 : min(max(1 / max(peak, 0.1), 1), 2.5)
    square = square.map { $0 * gain < 0.03 ? 0 : min($0 * gain, 1) }
    return centred(square, framing)
  }

  private static func centred(_ square: Plane, _ framing: InputFraming) -> Plane {
    let center = Plane.centreOfMass(of: square)
    let shift = (SIMD2(Float(framing.width) / 2, Float(framing.height) / 2) - center).rounded(.toNearestOrEven)
    var image = Plane(width: framing.width, height: framing.height)
    for y in 0..<square.height {
      for x in 0..<square.width {
        let (column, row) = (x + Int(shift.x), y + Int(shift.y))
        if column >= 0, column < image.width, row >= 0, row < image.height { image[column, row] = square[x, y] }
      }
    }
    return image
  }
}
