import InklingDatasets
import InklingFraming
import InklingImages
import InklingRandomness

/// Drawings with the generator's pen for training: as on a canvas of 280x280, or on a smaller one with all in proportion.
enum PenDrawing {
  /// What the model sees of a drawing. One of sixteen is a picture in which its ink has to be found; of the others the ink is
  /// known, and only the last step of framing is left, which takes a tenth of the time.
  static func framed(_ index: Int, _ glyph: Glyph, from generator: inout CounterGenerator) -> [[UInt8]] {
    if index % 16 == 0 {
      return PictureFraming().frame(picture(of: glyph, by: .training, from: &generator)).digits.map(\.pixels)
    }
    let (side, height) = (64, Float(60))
    let pen = generator.uniform(in: 0.04...0.2) * height
    let ink = StrokeCanvas.draw(glyph, by: .training, side: side, height: height, pen: pen, from: &generator)
    let plane = Plane(width: side, height: side, values: ink.map { Float($0) / 255 })
    return DigitFrame(of: plane, as: .mnist).map { [$0.image.values.map { UInt8($0 * 255 + 0.5) }] } ?? []
  }

  /// Black on white, white on black, or on paper with light and noise.
  private static func picture(
    of glyph: Glyph, by writers: Writers, from generator: inout CounterGenerator
  ) -> Picture {
    let side = generator.below(8) == 0 ? 280 : 112
    let scale = Float(side) / 280
    let pen = generator.uniform(in: 10...32)
    let height = generator.uniform(in: max(100, 5 * pen)...240)
    let ink = StrokeCanvas.draw(
      glyph, by: writers, side: side, height: height * scale, pen: pen * scale, from: &generator)
    let amounts = ink.map { Float($0) / 255 }
    var canvas: Canvas
    switch generator.below(4) {
    case 0:
      canvas = Canvas(width: side, height: side, light: generator.uniform(in: 0.7...1))
      canvas.ink(amounts, light: generator.uniform(in: 0...0.3))
      canvas.shadow(from: &generator)
      canvas.noise(deviation: generator.uniform(in: 0...0.04), from: &generator)
    case 1:
      canvas = Canvas(width: side, height: side, light: generator.uniform(in: 0...0.2))
      canvas.ink(amounts, light: generator.uniform(in: 0.8...1))
    default:
      canvas = Canvas(width: side, height: side, light: 1)
      canvas.ink(amounts, light: 0)
    }
    return canvas.picture
  }
}

extension Canvas {
  var picture: Picture { Picture(width: width, height: height, samples: bytes) }
}
