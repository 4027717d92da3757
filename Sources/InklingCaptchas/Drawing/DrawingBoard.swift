import InklingRandomness

/// What one thread draws pictures on.
struct DrawingBoard {
  private let width: Int
  private let height: Int
  /// `[3, height, width]`, levels from 0 to 255.
  private var canvas: [Float]
  private var coverage: Coverage
  private var layout = TextLayout()
  private var clutter = Clutter()
  private var blur: Blur
  private var jpeg: JPEGDamage

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    canvas = [Float](repeating: 0, count: 3 * width * height)
    coverage = Coverage(width: width, height: height)
    blur = Blur(width: width, height: height)
    jpeg = JPEGDamage(width: width, height: height)
  }

  /// Draws the text of such classes.
  ///
  /// - Parameter generator: of one of the picture's streams, of which each part has its own: what one draws moves no other.
  mutating func draw(
    _ labels: [Int], in fonts: CaptchaFonts, _ style: CaptchaStyle, generator: (Int) -> CounterGenerator
  ) {
    var colors = generator(1)
    let inks = Inks(style, from: &colors)
    Paper.draw(style, inks, width: width, height: height, on: &canvas, from: &colors)
    var placing = generator(2)
    layout.set(labels, in: fonts, style, width: width, height: height, from: &placing)
    drawText(style, inks, from: &colors)
    if !layout.windows.isEmpty { drawWindows(inks, from: &colors) }
    var scatter = generator(3)
    clutter.draw(style, inks, isJagged: layout.isJagged, on: &coverage, &canvas, from: &scatter)
    var damage = generator(4)
    blur.apply(deviation: damage.between(style.sharpest, style.blur), to: &canvas)
    Grain.add(style, size: width * height, to: &canvas, from: &damage)
    Grain.addSpecks(style, size: width * height, to: &canvas, from: &damage)
    var file = generator(5)
    if file.chance(style.jpeg) { jpeg.apply(quality: file.between(style.jpegQuality, 95), to: &canvas) }
  }

  /// Writes the picture as bytes, `[C, height, width]`; one channel is its luma.
  func write(channels: Int, into target: UnsafeMutablePointer<UInt8>) {
    let size = width * height
    canvas.withUnsafeBufferPointer { canvas in
      guard let canvas = canvas.baseAddress else { return }
      if channels == 3 {
        for place in 0..<3 * size { target[place] = UInt8(truncatingIfNeeded: Self.byte(canvas[place])) }
        return
      }
      let (red, green, blue) = (canvas, canvas + size, canvas + 2 * size)
      for pixel in 0..<size {
        // The weights of `Picture.gray()`.
        let colors = (19595 &* Self.byte(red[pixel]), 38470 &* Self.byte(green[pixel]), 7471 &* Self.byte(blue[pixel]))
        target[pixel] = UInt8(truncatingIfNeeded: (colors.0 &+ colors.1 &+ colors.2 &+ 32768) >> 16)
      }
    }
  }

  /// The nearest of 0 to 255: above 2^23 a float's last bit is worth one.
  @inline(__always)
  private static func byte(_ level: Float) -> UInt32 {
    (max(min(level, 255), 0) + 0x1p23).bitPattern & 255
  }

  /// Each character lies over the one before.
  private mutating func drawText(_ style: CaptchaStyle, _ inks: Inks, from generator: inout CounterGenerator) {
    for character in layout.characters {
      layout.polygons(of: character) { coverage.add($0) }
      let other = inks.another(style, from: &generator)
      coverage.paint(
        inks.mixesColors ? other : inks.text, opacity: inks.opacity, isJagged: layout.isJagged, on: &canvas)
    }
  }

  /// The front of a meter: everything but the windows, and bars between them.
  private mutating func drawWindows(_ inks: Inks, from generator: inout CounterGenerator) {
    let rows = layout.windowRows
    let (right, bottom) = (Float(width), Float(height))
    let bar = generator.between(0.02, 0.06) * bottom
    let level = generator.between(-0.35, 0.5)
    let front = inks.paper + (level < 0 ? inks.paper : 255 - inks.paper) * level
    fill(0, 0, right, max(rows.lowerBound, bar))
    fill(0, min(rows.upperBound, bottom - bar), right, bottom)
    var left: Float = 0
    for window in layout.windows {
      fill(left, 0, window.lowerBound + bar / 2, bottom)
      left = window.upperBound - bar / 2
    }
    fill(left, 0, right, bottom)
    coverage.paint(front, opacity: 1, on: &canvas)
  }

  private mutating func fill(_ left: Float, _ top: Float, _ right: Float, _ bottom: Float) {
    guard left < right, top < bottom else { return }
    let corners = [SIMD2(left, top), SIMD2(right, top), SIMD2(right, bottom), SIMD2(left, bottom)]
    corners.withUnsafeBufferPointer { coverage.add($0) }
  }
}
