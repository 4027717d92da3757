import Testing

@testable import InklingFormats

struct ElementTypeTests {
  @Test func halvesRoundToNearestEven() {
    for bits in UInt16.min...UInt16.max where bits & 0x7FFF < 0x7C00 {
      #expect(NamedArray.half(NamedArray.float(half: bits)).0 == bits)
    }
  }
}
