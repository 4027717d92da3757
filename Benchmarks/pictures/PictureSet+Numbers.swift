import InklingFraming
import InklingRandomness

extension PictureSet {
  /// A number of 2 to 8 digits on light ruled paper with a shadow; `large_numbers` are enlarged, `touching` ones overlap a
  /// little.
  func numberScene(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let count = index % 2 == 0 ? 4 : 2 + generator.below(7)
    let factor: Float = self == .numbers ? 1 : generator.uniform(in: 2...5)
    let first = index * 8
    let inks = (0..<count).map { place in
      factor == 1 ? digits.ink(first + place) : digits.ink(first + place).enlarged(factor, smooth: false)
    }
    var gaps = (0..<count).map { _ in Int(Float(2 + generator.below(8)) * factor) }
    if self == .touching { gaps = gaps.map { _ in -Int(generator.uniform(in: 0...1.5) * factor) } }
    let margin = Int(factor) * (4 + generator.below(20))
    let height = Int(20 * factor) + 2 * margin
    let width = inks.reduce(0) { $0 + $1.width } + gaps.reduce(0, +) + 2 * margin
    var amounts = [Float](repeating: 0, count: width * height)
    var x = margin
    for (ink, gap) in zip(inks, gaps) {
      let y = margin + (Int(20 * factor) - ink.height) / 2 + Int((generator.uniform() - 0.5) * 4 * factor)
      ink.pasted(x: x, y: y, width: width, height: height, onto: &amounts)
      x += ink.width + gap
    }
    var canvas = Canvas(width: width, height: height, light: generator.uniform(in: 0.8...1))
    canvas.rule(
      spacing: generator.uniform(in: 10...30) * max(1, factor / 2), start: generator.uniform(in: 0...10),
      thickness: generator.uniform(in: 1...2), slope: 0, darkness: generator.uniform(in: 0.1...0.35), upright: false)
    canvas.ink(amounts, light: generator.uniform(in: 0...0.25))
    canvas.shadow(from: &generator)
    if generator.below(2) == 0 { canvas.noise(deviation: generator.uniform(in: 0...0.02), from: &generator) }
    return Scene(canvas, expected: (0..<count).map { digits.label(first + $0) })
  }
}
