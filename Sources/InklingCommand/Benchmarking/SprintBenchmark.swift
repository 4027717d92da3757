import InklingDatasets
import InklingFiles
import InklingMeasuring
import InklingTraining

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Runs the recipe `sprint` with the seeds 0, 1 and 2, each in a process of its own and the peer's in turn.
struct SprintBenchmark {
  private static let seeds = 0..<3

  let source: DatasetSource
  let peer: ((String) throws -> PeerFigures)?

  /// - Throws: `InputError` when a process does not end well.
  func run() throws -> SprintTiming {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("inkling-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return SprintTiming(try Self.seeds.map { try turn(seed: $0, runs: folder) })
  }

  private func turn(seed: Int, runs: String) throws -> SprintTiming.Turn {
    let process = try ProcessMeasurement.run(
      CommandLine.arguments[0],
      [
        "train", "--recipe", "sprint", "--dataset", source.name, "--seed", "\(seed)", "--threads", "2", "--name",
        "\(seed)", "--runs", runs, "--json",
      ] + (source.folder.map { ["--data", $0] } ?? []))
    let report = try JSONDecoder().decode(TrainingReport.self, from: Data(process.output))
    return SprintTiming.Turn(
      wallSeconds: process.seconds, trainingSeconds: report.epochs.reduce(0) { $0 + $1.seconds },
      accuracy: report.test?.accuracy ?? .nan, peer: try peer?("sprint"))
  }
}
