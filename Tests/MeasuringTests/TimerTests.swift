import InklingEngine
import Testing

@testable import InklingMeasuring

/// What is timed is what is said; how long it takes is the benchmark's matter.
@Suite struct TimerTests {
  private static let data = BenchmarkData(
    trainImages: (0..<100 * 784).map { UInt8(truncatingIfNeeded: $0 &* 31) },
    trainTargets: .labels((0..<100).map { Int32($0 % 10) }),
    testImages: (0..<20 * 784).map { UInt8(truncatingIfNeeded: $0 &* 7) }, testLabels: (0..<20).map { Int32($0 % 10) })

  @Test func anEpochIsAllImages() throws {
    let timer = try EpochTimer(Self.data, threads: 1, .best)
    #expect(timer.time() > 0)
    #expect(timer.program.stepCount == 2)
    #expect(timer.time() > 0)
    #expect(timer.program.stepCount == 4)
    // LeNet's multiply-adds, two operations each.
    #expect(timer.gigaflops(seconds: 1) == Double(2 * timer.program.multiplyAddsPerImage * 100) / 1e9)
  }

  @Test func everyKernelOfAStepIsTimed() throws {
    let timer = try EpochTimer(Self.data, threads: 1, .best)
    let timings = timer.kernels(peak: 100)
    #expect(timings.count == timer.program.stepDescriptions.count + timer.program.updateDescriptions.count)
    #expect(timings.allSatisfy { $0.microseconds > 0 && $0.microseconds.isFinite })
    for timing in timings { #expect(timing.shareOfPeak == timing.gigaflops.map { $0 / 100 }) }
    #expect(timings.contains { $0.name == "conv2 input gradient" && $0.gigaflops != nil })
  }

  @Test func predictionsAreCounted() throws {
    let timer = try InferenceTimer(Self.data, threads: 1, .best)
    #expect(timer.imagesPerSecond() > 0)
    #expect(timer.singleMicroseconds(count: 5) > 0)
  }

  @Test func thePeakIsPositive() { #expect(PeakRate.gigaflops(.best, threads: 1, rounds: 1) > 0) }
}
