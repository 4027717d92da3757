import InklingEngine
import InklingExchange
import InklingFiles
import InklingImages
import InklingMeasuring
import InklingTraining

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Measures a model's file: opening it, answering with it, and writing it in each format. The pictures are its golden inputs.
struct ModelFileBenchmark {
  private static let (opens, answers, predictions, exports) = (50, 200, 15, 5)

  /// A file of Inkling's own.
  let path: String
  let instructionSet: InstructionSet

  /// - Throws: `InputError` when the file is no model or its model takes no pictures, or the command does not answer.
  func run() throws -> ModelFileTiming {
    let opening = try ModelFileTiming.milliseconds(runs: Self.opens) { () throws(InputError) in
      _ = try TrainedModel(contentsOf: path, instructionSet: instructionSet)
    }
    let model = try TrainedModel(contentsOf: path, instructionSet: instructionSet)
    let golden = try model.golden().map(\.pixels)
    return ModelFileTiming(
      openMilliseconds: opening, answerMilliseconds: try answering(model, golden),
      predictMilliseconds: try predicting(model, golden), exportMilliseconds: try exporting(model))
  }

  /// On one thread, from pixels to what a person is told.
  private func answering(_ model: TrainedModel, _ golden: [[UInt8]]) throws(InputError) -> Double {
    let predictor = try model.predictor()
    var next = 0
    return try ModelFileTiming.milliseconds(runs: Self.answers) { () throws(InputError) in
      let pixels = golden[next % golden.count]
      switch model.description.task.name {
      case .read: _ = try predictor.readText(pixels)
      case .classify: _ = try predictor.predict(pixels)
      case .severalLabels, .regress: _ = try predictor.logits(pixels)
      }
      next += 1
    }
  }

  private func predicting(_ model: TrainedModel, _ golden: [[UInt8]]) throws -> Double {
    let shape = model.graph.inputShape
    guard shape.isImage, shape.channels == 1 || shape.channels == 3 else {
      throw InputError(
        .usage, "only models that take pictures are measured", path: path, expected: "images of 1 or 3 channels",
        found: "\(shape)")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("inkling-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let times = try (0..<Self.predictions).map { index in
      let file = "\(folder)/\(index).png"
      let picture = Picture(golden[index % golden.count], height: shape.height, width: shape.width)
      try PictureFile.write(picture, to: file)
      return try ProcessMeasurement.run(
        CommandLine.arguments[0], ["predict", "--framing", "none", "--json", path, file]
      ).seconds * 1e3
    }
    return median(times)
  }

  /// By format, of those that the model has.
  private func exporting(_ model: TrainedModel) throws(InputError) -> [String: Double] {
    var times: [String: Double] = [:]
    for format in ModelFormat.allCases {
      do {
        times[format.rawValue] = try ModelFileTiming.milliseconds(runs: Self.exports) { () throws(InputError) in
          _ = try model.exported(as: format)
        }
      } catch {
        // The model has no such form: bytes as C, for one.
        guard error.kind == .usage else { throw error }
      }
    }
    return times
  }
}
