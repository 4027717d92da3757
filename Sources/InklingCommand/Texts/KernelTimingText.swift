import InklingMeasuring

/// The kernels of a training step as a table.
struct KernelTimingText {
  let text: String

  init(_ report: BenchmarkReport) {
    var table = TextTable(header: ["kernel call", "microseconds", "GFLOP/s", "of peak"])
    for timing in report.kernelTimings {
      table.append([
        timing.name, timing.microseconds.fixed(2), timing.gigaflops?.fixed(1) ?? "",
        timing.shareOfPeak.map { "\(($0 * 100).fixed(0)) %" } ?? "",
      ])
    }
    text = table.text
  }
}
