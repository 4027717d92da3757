package import InklingFiles

/// How long a model's file takes: to be opened, with its golden inputs replayed, to answer one picture's pixels in process
/// and one picture's file from the start of the process, and to be written in each format that it has. Medians, in
/// milliseconds.
package struct ModelFileTiming: Sendable, Codable, Equatable {
  package var openMilliseconds: Double
  package var answerMilliseconds: Double
  package var predictMilliseconds: Double
  /// By the formats' names.
  package var exportMilliseconds: [String: Double]

  package init(
    openMilliseconds: Double, answerMilliseconds: Double, predictMilliseconds: Double,
    exportMilliseconds: [String: Double]
  ) {
    self.openMilliseconds = openMilliseconds
    self.answerMilliseconds = answerMilliseconds
    self.predictMilliseconds = predictMilliseconds
    self.exportMilliseconds = exportMilliseconds
  }

  /// The median time of some runs, after one that is not counted.
  ///
  /// - Precondition: at least one run.
  package static func milliseconds(
    runs: Int, _ body: () throws(InputError) -> Void
  ) throws(InputError) -> Double {
    precondition(runs > 0, "\(runs) runs")
    try body()
    var times: [Double] = []
    for _ in 0..<runs {
      let start = ContinuousClock.now
      try body()
      times.append(seconds(ContinuousClock.now - start) * 1e3)
    }
    return median(times)
  }

  /// The slowest format, and its time; nil without any.
  package var slowestExport: (format: String, milliseconds: Double)? {
    exportMilliseconds.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { ($0.key, $0.value) }
  }
}
