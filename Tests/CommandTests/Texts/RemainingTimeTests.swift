import Testing

@testable import InklingCommand

@Suite struct RemainingTimeTests {
  @Test(arguments: [
    (0.0, "0:00"), (6.6, "0:07"), (750, "12:30"), (7500, "2:05:00"), (1e9, "more than 99 h"),
    (.infinity, "more than 99 h"),
  ])
  func timesAreReadAsAClock(seconds: Double, text: String) { #expect(RemainingTime.clock(seconds) == text) }

  @Test func whatWasDoneInThisSessionCounts() {
    var remaining = RemainingTime()
    #expect(remaining.text(share: 0.5, seconds: 100) == nil)
    #expect(remaining.text(share: 0.6, seconds: 100.5) == nil)
    #expect(remaining.text(share: 0.6, seconds: 110) == "0:40 left")
    #expect(remaining.text(share: 1, seconds: 120) == "0:00 left")
  }

  @Test func withoutProgressNothingIsKnown() {
    var remaining = RemainingTime()
    #expect(remaining.text(share: 0.5, seconds: 1) == nil)
    #expect(remaining.text(share: 0.5, seconds: 9) == nil)
  }
}
