import ArgumentParser
import InklingDatasets
import InklingExchange
import InklingFiles
import InklingTraining

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Say whether two models give the same answers.",
    discussion: """
      Asks both for their outputs on the first one's golden inputs, or on the test set of a data set, and compares \
      them. Says, too, what else would make them answer otherwise on pictures: framing, ink, the threshold of refusal, \
      class names, the task. The exit status is 0 when every answer is the same, no output differs by more than \
      --tolerance, and nothing of that differs; else 1.

      Examples:
        inkling verify digits digits.onnx
        inkling verify digits digits.onnx --dataset mnist --json
      """)

  @Argument(help: ArgumentHelp("The first model: a run's name or folder, or a file.", valueName: "model"))
  var first: String
  @Argument(help: ArgumentHelp("The second.", valueName: "other model"))
  var second: String
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Model") var options: ModelOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest difference that counts as none.", valueName: "number"))
  var tolerance = 1e-4
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws {
    try requirePaths(("the first model", first), ("the second model", second))
    if data.dataset == nil, let option = data.data == nil ? data.pictures.given : "--data" {
      throw ValidationError("\(option) says how a data set is read: name it with --dataset, or leave it out.")
    }
    guard tolerance >= 0, tolerance.isFinite else {
      throw ValidationError("--tolerance is out of range: expected 0 or more, found \(tolerance).")
    }
  }

  func run() throws {
    let models = try options.open([first, second])
    let images = try data.dataset.map { _ in try data.source(orOf: models[0]).loadTestSet() }
    if let note = images?.drawingNote(for: models) { Output.note("note: \(note)") }
    let result = try AnswerComparison(models[0], models[1], on: images)
    if let conversion = result.conversion { Output.note("note: \(conversion)") }
    let isSame = result.isSame(within: tolerance)
    let text =
      "\(result.count) images: the largest difference of an output is \(result.maxDifference)"
      + (result.sentence.map { ", \($0)" } ?? "")
      + (result.maxDifference <= tolerance ? "" : "; they are not the same model: at most \(tolerance) was allowed")
      + (result.differences.isEmpty
        ? "" : "; on pictures they answer otherwise, by their " + result.differences.joined(separator: ", "))
    try Output.result(json ? JSONText.encode(result) : text)
    if !isSame { throw ExitCode(1) }
  }
}
