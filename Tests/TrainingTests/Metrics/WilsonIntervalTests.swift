import Testing

@testable import InklingTraining

@Suite struct WilsonIntervalTests {
  /// The ends are by definition the shares from which the observed one is `z` standard deviations away.
  @Test(arguments: [(1, 10), (5, 10), (9810, 10_000), (9999, 10_000), (3, 7), (59_999, 60_000)])
  func theEndsAreZDeviationsAway(_ successes: Int, _ trials: Int) {
    let interval = WilsonInterval(successes: successes, trials: trials)
    let observed = Double(successes) / Double(trials)
    for end in [interval.lower, interval.upper] {
      let deviation = (end * (1 - end) / Double(trials)).squareRoot()
      #expect(abs(abs(observed - end) / deviation - 1.959963984540054) < 1e-8)
    }
    #expect(interval.lower < observed && observed < interval.upper)
  }

  @Test func theExtremesStayInside() {
    let none = WilsonInterval(successes: 0, trials: 10)
    #expect(none.lower == 0)
    #expect(abs(none.upper - 0.277532) < 1e-6)
    let all = WilsonInterval(successes: 10, trials: 10)
    #expect(all.upper == 1)
    #expect(abs(all.lower - 0.722467) < 1e-6)
  }

  @Test func noTrialsSayNothing() {
    let interval = WilsonInterval(successes: 0, trials: 0)
    #expect(interval.lower == 0 && interval.upper == 1)
  }
}
