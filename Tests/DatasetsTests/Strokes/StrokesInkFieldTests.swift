import InklingRandomness
import Testing

@testable import InklingDatasets

struct StrokesInkFieldTests {
  private func image(of pieces: [PenPath.Piece], side: Int = 28) -> [UInt8] {
    var generator = CounterGenerator(seed: 1, purpose: .drawing)
    var field = InkField(side: 40)
    for piece in pieces { field.draw(piece) }
    var pixels = [UInt8](repeating: 0, count: side * side)
    let pen = Pen(of: .training, from: &generator)
    pixels.withUnsafeMutableBufferPointer { field.develop(with: pen, side: side, from: &generator, into: $0) }
    return pixels
  }

  @Test func dotHasTheAreaOfItsCircle() {
    let dot = PenPath.Piece(start: SIMD2(20, 20), end: SIMD2(20, 20), startRadius: 6, endRadius: 6)
    let area = image(of: [dot]).reduce(0.0) { $0 + Double($1) / 255 }
    #expect(abs(area - 36 * Double.pi) < 2)
  }

  @Test func lineGrowsFromItsThinToItsThickEnd() {
    let line = PenPath.Piece(start: SIMD2(10, 20), end: SIMD2(30, 20), startRadius: 1, endRadius: 4)
    let pixels = image(of: [line])
    let columns = (0..<28).map { x in (0..<28).reduce(0) { $0 + Int(pixels[$1 * 28 + x]) } }
    let inked = columns.indices.filter { columns[$0] > 0 }
    #expect(columns[inked[3]] < columns[inked[inked.count / 2]])
    #expect(columns[inked[inked.count / 2]] < columns[inked[inked.count - 4]])
  }

  @Test(arguments: [SIMD2<Float>(14, 25), SIMD2<Float>(22.5, 17.25)])
  func massComesToTheMiddlePixel(center: SIMD2<Float>) {
    let pixels = image(of: [PenPath.Piece(start: center, end: center, startRadius: 3, endRadius: 3)])
    let mass = pixels.reduce(0.0) { $0 + Double($1) }
    let x = pixels.indices.reduce(0.0) { $0 + Double(pixels[$1]) * Double($1 % 28) } / mass
    let y = pixels.indices.reduce(0.0) { $0 + Double(pixels[$1]) * Double($1 / 28) } / mass
    #expect(abs(x - 14) < 0.6 && abs(y - 14) < 0.6, "mass at \(x), \(y)")
  }

  @Test func emptyAndFarAwayStrokesAreNoFault() {
    #expect(image(of: []).allSatisfy { $0 == 0 })
    let outside = PenPath.Piece(start: SIMD2(-90, 700), end: SIMD2(-80, 900), startRadius: 3, endRadius: 3)
    #expect(image(of: [outside]).allSatisfy { $0 == 0 })
  }

  @Test func clearedFieldIsBlank() {
    var field = InkField(side: 40)
    field.draw(PenPath.Piece(start: SIMD2(5, 5), end: SIMD2(30, 30), startRadius: 3, endRadius: 3))
    field.clear()
    var generator = CounterGenerator(seed: 1, purpose: .drawing)
    var pixels = [UInt8](repeating: 0, count: 784)
    let pen = Pen(of: .training, from: &generator)
    pixels.withUnsafeMutableBufferPointer { field.develop(with: pen, side: 28, from: &generator, into: $0) }
    #expect(pixels.allSatisfy { $0 == 0 })
  }
}
