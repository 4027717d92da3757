import InklingTestSupport
import Testing

@testable import InklingMeasuring

@Suite struct ReportTests {
  @Test(
    arguments: [
      ([3], 3), ([3, 1, 2], 2), ([4, 1, 3, 2], 2.5), ([.infinity, 1, 2], 2), ([1, 1, 9, 9], 5),
    ] as [([Double], Double)])
  func theMedianIsTheMiddle(values: [Double], expected: Double) { #expect(median(values) == expected) }

  @Test func aModelsFileIsTimed() throws {
    var runs = 0
    let time = try ModelFileTiming.milliseconds(runs: 4) { runs += 1 }
    #expect(runs == 5 && time >= 0)
    let timing = ModelFileTiming(
      openMilliseconds: 1.26, answerMilliseconds: 0.2, predictMilliseconds: 11.6,
      exportMilliseconds: ["c": 3, "onnx": 40.4, "pt": 2])
    #expect(timing.slowestExport?.format == "onnx")
    var report = Self.report()
    #expect(!report.markdown.contains("golden inputs"))
    report.modelFile = timing
    let lines = report.markdown.split(separator: "\n").map(String.init)
    #expect(
      lines.contains(
        "| opening a model's file, golden inputs replayed, and `inkling predict` with it, ms | 1.3, 12 |  |"))
    #expect(lines.contains("| exporting it, the slowest format (onnx), ms | 40 |  |"))
  }

  @Test func nothingHasNoMedian() { #expect(median([]).isNaN) }

  private static func peer(_ epochs: [Double]?) -> PeerFigures {
    PeerFigures(torch: "2.0", epochSeconds: epochs, imagesPerSecond: nil, singleMicroseconds: nil)
  }

  /// Ratios are of each turn, not of the medians.
  @Test func aSprintsTurnsAreSummedUp() {
    let turns = [(2.0, 1.0, 0.98, 3.0), (4, 2, 0.99, 20), (3, 1, 1, 5)].map {
      SprintTiming.Turn(wallSeconds: $0.0, trainingSeconds: $0.1, accuracy: $0.2, peer: Self.peer([$0.3]))
    }
    let timing = SprintTiming(turns)
    #expect(timing.wallSeconds == 3 && timing.trainingSeconds == 1 && timing.peerSeconds == 5)
    #expect(timing.timesPeer == 5)
    #expect(abs(timing.accuracy - 0.99) < 1e-12)
  }

  /// A peer that was not there in every turn is compared with in none.
  @Test func aPeerThatFailedIsLeftOut() {
    let turns = [Self.peer([3]), nil, Self.peer(nil)].map {
      SprintTiming.Turn(wallSeconds: 1, trainingSeconds: 1, accuracy: 1, peer: $0)
    }
    #expect(SprintTiming(turns).timesPeer == nil && SprintTiming(turns).peerSeconds == nil)
  }

  private static func report() -> BenchmarkReport {
    BenchmarkReport(
      dataset: "mnist", kernels: "avx512", rounds: 3, peakOneThread: 118.4, peakTwoThreads: 234.5, epochOneThread: 0.81,
      epochTwoThreads: 0.5, epochByKernels: ["portable": 2.61, "avx2": 1.03], speedupOfTwoThreads: 1.62,
      speedupOfPeak: 1.99, timeRatios: ["avx2": 1.86, "portable": 5.1], shareOfPeakOneThread: 0.96,
      shareOfPeakTwoThreads: 0.79, otherNetworkShareOfPeak: 0.785, largeNetwork: 1469.4, largeNetworkShareOfPeak: 0.96,
      shareWithBatchNormalization: 0.82, inferenceOneThread: 230_000, inferenceTwoThreads: 446_842,
      singleMicroseconds: 53.2, kernelTimings: [])
  }

  @Test func theTableIsWhatTheReadmeShows() {
    let lines = Self.report().markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[2] == "| Inkling, portable, two threads | 2.61 | 22,989 |  |")
    #expect(lines[3] == "| Inkling, avx2, two threads | 1.03 | 58,252 |  |")
    #expect(lines[4] == "| Inkling, avx512, one thread | 0.81 | 74,074 | 96 % |")
    #expect(lines[5] == "| **Inkling, avx512, two threads** | 0.50 | 120,000 | 79 % |")
    #expect(lines.contains("| two threads over one | 1.62 (the peak itself: 1.99) |  |"))
    #expect(lines.contains("| the large network, images a second in training | 1,469 |  |"))
    #expect(lines.contains("| FMA peak, one and two threads, GFLOP/s | 118, 235 |  |"))
    #expect(!lines.contains { $0.contains("PyTorch") && $0.contains("faster") })
    #expect(lines.last == "")
  }

  /// Figures that nobody expects are shown, and end nothing.
  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -2.5, 0])
  func strangeFiguresAreShown(value: Double) {
    var report = Self.report()
    report.epochTwoThreads = value
    report.singleMicroseconds = value
    report.largeNetwork = value
    report.peakOneThread = value
    #expect(report.markdown.split(separator: "\n").count > 10)
  }

  @Test func negativeFiguresKeepTheirSign() {
    var report = Self.report()
    report.speedupOfTwoThreads = -1.25
    #expect(report.markdown.contains("| two threads over one | -1.25 "))
  }
}
