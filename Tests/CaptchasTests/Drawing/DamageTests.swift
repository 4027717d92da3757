import InklingImages
import InklingRandomness
import Testing

@testable import InklingCaptchas

@Suite struct DamageTests {
  private let width = 37
  private let height = 21

  /// A smooth picture with an edge, as a canvas.
  private var canvas: [Float] {
    (0..<3 * width * height).map { place in
      let (row, column) = (place % (width * height) / width, place % width)
      return column > 20 ? 40 : Float((row * 5 + column * 3 + place / (width * height) * 20) % 256)
    }
  }

  /// The whole kernel at once, pixels outside being the border's.
  @Test func theBlurIsThatOfAKernel() {
    var blurred = canvas
    var blur = Blur(width: width, height: height)
    blur.apply(deviation: 0.8, to: &blurred)
    let weights: [Double] = [1, 0.457_833_36, 0.043_936_93]
    let sum = weights[0] + 2 * (weights[1] + weights[2])
    for (row, column) in [(0, 0), (10, 20), (20, 36), (7, 3)] {
      var expected = 0.0
      for down in -2...2 {
        for right in -2...2 {
          let place = min(max(row + down, 0), height - 1) * width + min(max(column + right, 0), width - 1)
          expected += Double(canvas[place]) * weights[abs(down)] * weights[abs(right)] / (sum * sum)
        }
      }
      #expect((Double(blurred[row * width + column]) - expected).magnitude < 0.01)
    }
    var same = canvas
    blur.apply(deviation: 0.1, to: &same)
    #expect(same == canvas)
  }

  /// What a file of libjpeg-turbo does to the same picture is much the same.
  @Test(arguments: [20, 60, 90]) func jpegDamageIsThatOfAFile(quality: Int) throws {
    let size = width * height
    let original = canvas
    var samples = [UInt8](repeating: 0, count: 3 * size)
    for pixel in 0..<size {
      for channel in 0..<3 { samples[3 * pixel + channel] = UInt8(original[channel * size + pixel]) }
    }
    let picture = Picture(width: width, height: height, channels: 3, samples: samples)
    let file = try PictureFile.decode(PictureFile.encode(picture, as: .jpeg, quality: quality)).gray()
    var damaged = original
    var damage = JPEGDamage(width: width, height: height)
    damage.apply(quality: Float(quality), to: &damaged)
    func luma(_ canvas: [Float], _ pixel: Int) -> Float {
      0.299 * canvas[pixel] + 0.587 * canvas[size + pixel] + 0.114 * canvas[2 * size + pixel]
    }
    var (difference, change) = (Float(0), Float(0))
    for pixel in 0..<size {
      let level = luma(damaged, pixel)
      difference += (level.clamped(0, 255) - Float(file.samples[pixel])).magnitude
      change += (level - luma(original, pixel)).magnitude
    }
    #expect(difference / Float(size) < 2)
    #expect(change / Float(size) > (quality < 50 ? 3 : 0.1))
    #expect(difference < change || quality == 90)
  }

  @Test func specksAreAsManyAsAsked() {
    var style = CaptchaStyle()
    style.specks = 0.2
    var generator = CounterGenerator(seed: 3, purpose: .captcha)
    var counts: [Int] = []
    for _ in 0..<50 {
      var canvas = [Float](repeating: 128, count: 3 * 1000)
      Grain.addSpecks(style, size: 1000, to: &canvas, from: &generator)
      counts.append(canvas.prefix(1000).count { $0 == 0 || $0 == 255 })
      #expect(Array(canvas[..<1000]) == Array(canvas[2000...]))
    }
    #expect(counts.allSatisfy { $0 <= 201 } && counts.reduce(0, +) / 50 > 60 && counts.reduce(0, +) / 50 < 140)
  }
}
