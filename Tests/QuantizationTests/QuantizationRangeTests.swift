import InklingQuantization
import Testing

struct QuantizationRangeTests {
  @Test func roundsToTheNearest() {
    for (low, high) in [(-1, 3), (0.5, 2), (-4, -1), (-0.01, 100)] as [(Float, Float)] {
      let range = QuantizationRange(smallest: low, largest: high)
      for step in 0...100 {
        let x = min(low, 0) + (max(high, 0) - min(low, 0)) * Float(step) / 100
        #expect(abs(range.number(range.byte(x)) - x) <= 1.01 * range.scale)
      }
    }
  }

  @Test func zeroIsExact() {
    for (low, high) in [(-1, 3), (0.5, 2), (-4, -1), (-0.3, 0.1)] as [(Float, Float)] {
      let range = QuantizationRange(smallest: low, largest: high)
      #expect(range.number(range.byte(0)) == 0)
    }
  }

  @Test func endsSaturate() {
    let range = QuantizationRange(smallest: -1, largest: 1)
    #expect(range.byte(50) == 255 && range.byte(-50) == 0 && range.byte(.infinity) == 255)
    #expect(range.byte(-.infinity) == 0 && range.byte(.nan) == 0)
  }

  @Test func nothingIsARangeToo() {
    #expect(QuantizationRange(smallest: 0, largest: 0) == QuantizationRange(scale: 1, zeroPoint: 0))
  }
}
