import Testing

@testable import InklingFiles

@Suite struct MemoryTests {
  private func error(asking bytes: Double, of left: Int?) -> InputError? {
    Memory.$allowance.withValue(left) {
      do throws(InputError) {
        try Memory.require(bytes, for: "the test", path: "a", remedy: "ask for less")
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func whatIsThereIsGranted() {
    #expect(error(asking: 1e6, of: 1 << 30) == nil)
    #expect(error(asking: 0, of: nil) == nil)
    #expect(error(asking: 1e8, of: nil) == nil)
  }

  @Test func whatIsNotIsRefusedWithBothCounts() {
    let refusal = error(asking: 123_456_789, of: 100_000_000)
    #expect(refusal?.kind == .unavailable)
    #expect(
      refusal?.description == "there is not enough memory for the test in a: expected 123456789 bytes, "
        + "found 91611392 bytes; ask for less.")
  }

  @Test func noCountIsTooLarge() {
    for left in [nil, 1 << 40] { #expect(error(asking: 1e30, of: left)?.expected == "more than 10^18 bytes") }
  }
}
