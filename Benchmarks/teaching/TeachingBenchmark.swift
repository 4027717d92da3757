import InklingDatasets
import InklingFiles
import InklingImages
import InklingRecognition
import InklingStore
import InklingTeaching
import InklingTraining

/// What 20 corrections of one style of digit do to the built-in model: a line for each style and seed.
///
/// The corrections are the first drawings of a style that the model misreads, or, where it misreads fewer, the first ones.
/// Accuracies of the style are on 1,000 other drawings, which are neither learned from nor looked at by the teaching.
@main
enum TeachingBenchmark {
  static let corrections = 20
  static let drawings = 1_000

  /// Threads that teach: all processors unless an argument says `--threads=N`.
  static let threads = CommandLine.arguments.first { $0.hasPrefix("--threads=") }.flatMap {
    Int($0.dropFirst("--threads=".count))
  }

  static func main() throws {
    let seeds = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
    print("style           seed  misread  held-out before  after     test before  after     accepted  share  seconds")
    for style in StrokeStyle.all {
      for seed in seeds.isEmpty ? [1, 2, 3] : seeds { print(try line(style, seed)) }
    }
  }

  static func line(_ style: StrokeStyle, _ seed: UInt64) throws(InputError) -> String {
    let model = try EmbeddedModel.load()
    let images = style.images(2 * drawings, seed: seed)
    let before = try right(model, images.selecting(Array(0..<drawings)))
    let misread = before.indices.filter { !before[$0] }
    let chosen = (misread + before.indices.filter { before[$0] }).prefix(corrections)
    let stored = try chosen.enumerated().map { number, place throws(InputError) in
      let picture = Picture(width: 28, height: 28, samples: Array(images[place]))
      return StoredCorrection(
        id: Int64(number + 1),
        correction: Correction(
          framed: try PictureFile.encode(picture, as: .png),
          model: Correction.ModelIdentity(name: "digits", version: 1, digest: ""), answer: nil, probability: 0,
          label: "\(style.digit)", contributor: "benchmark"))
    }
    var options = TeachingOptions()
    options.seed = seed
    options.threads = threads
    let result = try Teacher(model, stored, options: options).teach()
    let others = images.selecting(Array(drawings..<2 * drawings))
    let (old, new) = (try right(model, others), try right(result.model, others))
    let report = result.report
    return [
      pad(style.name, 14), pad("\(seed)", 4), pad("\(misread.count)", 7), pad(percent(old.count { $0 }, drawings), 15),
      pad(percent(new.count { $0 }, drawings), 8), pad(percent(report.test.before, report.test.count), 11),
      pad(percent(report.test.after, report.test.count), 8), pad(report.isAccepted ? "yes" : "no", 8),
      pad("\(report.weightShare ?? 1)", 5),
      "\((report.seconds * 10).rounded() / 10) (\(report.plan.replay))",
    ].joined(separator: "  ")
  }

  static func right(_ model: TrainedModel, _ images: LabeledImages) throws(InputError) -> [Bool] {
    let answers = try ModelEnsemble([model], threads: 1).answers(to: images)
    return zip(answers.predictions, answers.labels).map { $0 == $1 }
  }

  static func percent(_ part: Int, _ whole: Int) -> String { "\(Double(part * 10_000 / max(whole, 1)) / 100) %" }

  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }
}
