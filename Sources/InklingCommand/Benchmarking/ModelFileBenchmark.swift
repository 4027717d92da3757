import InklingEngine
import InklingExchange
import InklingFiles
import InklingMeasuring
import InklingTraining

/// Measures a model's file: opening it, answering with it, and writing it in each format.
struct ModelFileBenchmark {
  private static let (opens, predictions, exports) = (50, 15, 5)

  /// A file of Inkling's own.
  let path: String
  let instructionSet: InstructionSet

  /// - Throws: `InputError` when the file is no model, or the command does not answer.
  func run() throws(InputError) -> ModelFileTiming {
    // Other processes first, while this one is small.
    let predicting = try (0..<Self.predictions).map { index throws(InputError) in
      try ProcessMeasurement.run(
        CommandLine.arguments[0], ["predict", path, "--dataset", "strokes", "--index", "\(index)", "--json"]
      ).seconds * 1e3
    }
    let opening = try ModelFileTiming.milliseconds(runs: Self.opens) { () throws(InputError) in
      _ = try TrainedModel(contentsOf: path, instructionSet: instructionSet)
    }
    let model = try TrainedModel(contentsOf: path, instructionSet: instructionSet)
    var exporting: [String: Double] = [:]
    for format in ModelFormat.allCases {
      exporting[format.rawValue] = try ModelFileTiming.milliseconds(runs: Self.exports) { () throws(InputError) in
        _ = try model.exported(as: format)
      }
    }
    return ModelFileTiming(
      openMilliseconds: opening, predictMilliseconds: median(predicting), exportMilliseconds: exporting)
  }
}
