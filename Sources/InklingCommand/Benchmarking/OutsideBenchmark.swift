import InklingDatasets
import InklingEngine
import InklingFiles
import InklingMeasuring

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What is measured from outside: this program run anew, as a person runs it.
struct OutsideBenchmark {
  struct Figures {
    let trainingPeakMegabytes: Double
    let predictMilliseconds: Double
    let modelFile: ModelFileTiming
  }

  private let source: DatasetSource
  private let instructionSet: InstructionSet

  init(_ source: DatasetSource, _ instructionSet: InstructionSet) {
    self.source = source
    self.instructionSet = instructionSet
  }

  /// Trains one epoch in a run folder that is removed afterwards, then predicts some images with it, and measures its file.
  func run() throws -> Figures {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("inkling-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let program = CommandLine.arguments[0]
    let place = source.folder.map { ["--data", $0] } ?? []
    let training = try ProcessMeasurement.run(
      program,
      ["train", "--dataset", source.name, "--epochs", "1", "--threads", "2", "--name", "run", "--runs", folder] + place)
    let predictions = try (0..<15).map { index in
      try ProcessMeasurement.run(
        program, ["predict", folder + "/run", "--dataset", source.name, "--index", "\(index)"] + place
      ).seconds * 1e3
    }
    return Figures(
      trainingPeakMegabytes: Double(training.peakBytes) / 1e6, predictMilliseconds: median(predictions),
      modelFile: try ModelFileBenchmark(path: folder + "/run/model.safetensors", instructionSet: instructionSet).run())
  }
}
