import ArgumentParser
import InklingCaptchas
import InklingTraining

struct CaptchaWriteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "write", abstract: "Write pictures into a folder, with a table of their texts.",
    discussion: """
      The folder must not be there yet, or be empty. It is there with all pictures and labels.csv, or not at all.

      Without --seed the seed is \(usualSeed), which no built-in data set has: the pictures of seed 0 are the very test \
      pictures of the data set captcha, and no pictures to train on.

      Examples:
        inkling captcha write pictures --count 100
        inkling captcha write serials --count 50 --style clean --alphabet digits --length 8-10 --size 240x48 --gray
        inkling captcha write again --count 100 --seed 1 --set dots=60
      """)

  /// The data set captcha has another: what is written may be trained on, and tested by its test set.
  static let usualSeed: UInt64 = 1_000_000

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String
  @Option(parsing: .unconditional, help: ArgumentHelp("How many pictures.", valueName: "number"))
  var count: Int
  @OptionGroup(title: "Pictures") var pictures: CaptchaOptions
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  private struct Answer: Encodable {
    let folder: String
    let count: Int
    let labels: String
  }

  func validate() throws { try requirePaths(("the folder", folder)) }

  func run() throws {
    var pictures = pictures
    pictures.seed = pictures.seed ?? Self.usualSeed
    let generator = try pictures.generator()
    var bar = ProgressBar()
    defer { bar.clear() }
    StopSignals.install()
    let isWhole = try CaptchaFolder.write(
      generator, count: count, to: folder,
      progress: { bar.draw(Double($0) / Double(count), before: "drawing", after: "\($0) of \(count)") },
      shouldStop: { StopSignals.isStopRequested })
    bar.clear()
    guard isWhole else {
      Output.note("stopped; nothing was written")
      throw ExitCode(128 + (StopSignals.received ?? 2))
    }
    let labels = "\(folder)/\(CaptchaFolder.tableName)"
    try Output.result(
      json
        ? JSONText.encode(Answer(folder: folder, count: count, labels: labels))
        : "\(count.of("picture")) in \(folder), their texts in \(labels)")
  }
}
