import InklingEngine
import InklingFiles
import InklingMeasuring
import Testing

@Suite struct EpochTimerTests {
  @Test func twoThreadsAreNotMeasuredWithOne() {
    let data = BenchmarkData(trainImages: [], trainTargets: .labels([]), testImages: [], testLabels: [])
    let error = #expect(throws: InputError.self) {
      try SystemThread.$allowance.withValue(.init(0)) { try EpochTimer(data, threads: 2, .portable) }
    }
    #expect(error?.kind == .unavailable)
  }
}
