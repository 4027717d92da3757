import Testing

@testable import InklingCharts

@Suite struct AxisTests {
  @Test func marksAreRoundNumbersAroundTheValues() {
    let axis = Axis("loss").fitted(to: [0.13, 0.92], marks: 5)
    #expect(axis.ticks.map(\.text) == ["0", "0.2", "0.4", "0.6", "0.8", "1"])
    #expect(axis.range == 0...1)
    #expect(axis.share(0.25) == 0.25)
  }

  @Test func aTightAxisEndsWithTheValues() {
    let axis = Axis("epoch").fitted(to: [1, 12], marks: 5, isTight: true)
    #expect(axis.range == 1...12)
    #expect(axis.ticks.map(\.text) == ["5", "10"])
  }

  @Test func powersOfTenAreEquallyFarApart() {
    let axis = Axis("loss", scale: .logarithmic).fitted(to: [0.002, 0.9], marks: 5)
    #expect(axis.ticks.map(\.text) == ["0.001", "0.01", "0.1", "1"])
    #expect(abs(axis.share(0.01) - 1.0 / 3) < 1e-12)
    #expect(axis.share(0) == 0)
  }

  @Test(arguments: [[], [3.0], [0, 0], [.nan, .infinity]]) func thereIsAnAxisForAnyValues(_ values: [Double]) {
    for scale in [Axis.Scale.linear, .logarithmic] {
      let axis = Axis("x", scale: scale).fitted(to: values, marks: 5)
      #expect(axis.range.lowerBound < axis.range.upperBound)
      #expect(axis.ticks.count >= 2)
      #expect(axis.share(3).isFinite)
    }
  }

  /// As a learning rate that never changes.
  @Test func oneValueStandsInTheMiddle() {
    #expect(Axis("rate").fitted(to: [0.001, 0.001], marks: 4).range == 0...0.002)
    #expect(Axis("x").fitted(to: [-3], marks: 6).range == -6...0)
  }

  @Test func aStepIsOneTwoOrFive() {
    #expect([0.13, 0.2, 0.21, 3, 7].map(Axis.niceStep) == [0.2, 0.2, 0.5, 5, 10])
  }
}
