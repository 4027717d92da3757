import InklingFraming
import InklingImages
import InklingRandomness

extension PictureSet {
  /// One scanned digit, enlarged and put anywhere.
  func pasted(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let side = self == .huge ? 1800 : 280
    let factor = factor(from: &generator)
    let smooth = generator.below(3) > 0
    let digit = digits.ink(index).enlarged(factor, smooth: smooth)
    var amounts = [Float](repeating: 0, count: side * side)
    var place = SIMD2(
      generator.below(max(side - digit.width, 1)), generator.below(max(side - digit.height, 1)))
    if self == .cut {
      // A tenth of the digit lies beyond one edge.
      let edge = generator.below(4)
      if edge == 0 { place.x = -digit.width / 12 }
      if edge == 1 { place.x = side - digit.width * 11 / 12 }
      if edge == 2 { place.y = -digit.height / 12 }
      if edge == 3 { place.y = side - digit.height * 11 / 12 }
    }
    digit.pasted(x: place.x, y: place.y, width: side, height: side, onto: &amounts)
    if self == .marker { amounts = Plane(width: side, height: side, values: amounts).map { min($0 * 3, 1) }.values }
    var (canvas, ink) = ground(side, from: &generator)
    let isDark = self == .plain && generator.below(2) == 0
    if isDark {
      canvas = Canvas(width: side, height: side, light: 0)
      ink = 1
    }
    lines(on: &canvas, factor, from: &generator)
    canvas.ink(amounts, light: ink)
    wear(&canvas, from: &generator)
    var scene = Scene(canvas, expected: [digits.label(index)])
    if self == .colour { tint(&scene, amounts, from: &generator) }
    return scene
  }

  private func factor(from generator: inout CounterGenerator) -> Float {
    switch self {
    case .tiny: generator.uniform(in: 0.8...1.6)
    case .huge: generator.uniform(in: 30...80)
    default: generator.uniform(in: 3...10)
    }
  }

  private func ground(_ side: Int, from generator: inout CounterGenerator) -> (Canvas, Float) {
    let (paper, ink): (Float, Float)
    switch self {
    case .plain: (paper, ink) = (1, 0)
    case .pencil:
      paper = generator.uniform(in: 0.55...0.75)
      ink = paper - generator.uniform(in: 0.18...0.3)
    case .chalk:
      paper = generator.uniform(in: 0.12...0.3)
      ink = generator.uniform(in: 0.65...0.9)
    default:
      paper = generator.uniform(in: 0.75...0.97)
      ink = generator.uniform(in: 0.05...0.3)
    }
    return (Canvas(width: side, height: side, light: paper), ink)
  }

  private func lines(on canvas: inout Canvas, _ factor: Float, from generator: inout CounterGenerator) {
    guard self == .ruled || self == .squared else { return }
    let spacing = generator.uniform(in: 18...60)
    let thickness = generator.uniform(in: 1...3)
    let slope = generator.below(2) == 0 ? 0 : generator.uniform(in: -0.05...0.05)
    let darkness = generator.uniform(in: 0.1...0.5)
    let start = generator.uniform(in: 0...18)
    canvas.rule(
      spacing: spacing, start: start, thickness: thickness, slope: slope, darkness: darkness, upright: false)
    guard self == .squared else { return }
    canvas.rule(
      spacing: spacing, start: start, thickness: thickness, slope: -slope, darkness: darkness, upright: true)
  }

  /// Light, blur and noise, as the set has them.
  private func wear(_ canvas: inout Canvas, from generator: inout CounterGenerator) {
    guard self != .plain else { return }
    if self == .photo {
      let strength = generator.uniform(in: 0.3...0.6)
      canvas.shade { x, y in 1 - strength * 2 * ((x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5)) }
    }
    canvas.shadow(from: &generator)
    if self != .tiny { canvas.blur(deviation: generator.uniform(in: 0...1.5)) }
    let noise: Float = self == .pencil || self == .chalk ? 0.03 : 0.05
    canvas.noise(deviation: generator.uniform(in: 0...noise), from: &generator)
  }

  /// Coloured ink on coloured paper of about the same lightness as the grey picture.
  private func tint(_ scene: inout Scene, _ amounts: [Float], from generator: inout CounterGenerator) {
    let inks: [SIMD3<Float>] = [
      SIMD3(0.85, 0.1, 0.15), SIMD3(0.1, 0.2, 0.8), SIMD3(0.1, 0.55, 0.2), SIMD3(0.9, 0.5, 0.1),
    ]
    let ink = inks[generator.below(inks.count)]
    let paper = SIMD3<Float>(0.95, 0.93, 0.85)
    var canvas = [SIMD3<Float>](repeating: .zero, count: amounts.count)
    for index in amounts.indices {
      let color = paper + (ink - paper) * amounts[index]
      let light = 0.8 + 0.2 * Float(index % scene.picture.width) / Float(scene.picture.width)
      canvas[index] = color * light + SIMD3(repeating: 0.02 * generator.bell())
    }
    let samples = canvas.flatMap { color in (0..<3).map { UInt8(min(max(color[$0], 0), 1) * 255 + 0.5) } }
    scene.picture = Picture(
      width: scene.picture.width, height: scene.picture.height, channels: 3, samples: samples)
  }
}
