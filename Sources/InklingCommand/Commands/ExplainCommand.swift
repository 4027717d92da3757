import ArgumentParser
import InklingCharts
import InklingDatasets
import InklingExplanation
import InklingFiles
import InklingTraining

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show a network at work on one image, step by step, with the numbers.",
    discussion: """
      Each operation with its formula, one place of its result written out (a kernel's products, the bias, the sum), its \
      feature maps, what pooling kept, the logits and the softmax: as text, or with -o as a page for a browser.

      Examples:
        inkling explain digits --index 7
        inkling explain digits seven.png
        inkling explain digits --index 7 -o seven.html
        inkling explain digits --index 7 --ascii > seven.txt
      """)

  @Argument(
    help: ArgumentHelp(
      "The model, a run's name or folder or a file, and unless --index is given a picture.",
      valueName: "model or picture"),
    completion: .custom(RunOptions.completions))
  var names: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The image of the test set, counted from zero.", valueName: "number"))
  var index: Int?
  @Option(name: .shortAndLong, help: ArgumentHelp("Write a page of HTML into this file.", valueName: "file"))
  var output: String?
  @Flag(help: "Write ASCII alone, without colours.")
  var ascii = false
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Model") var options: ModelOptions

  func validate() throws {
    for name in names { try requirePaths(("the model", name)) }
    try requirePaths(("--output", output))
    guard names.count == (index == nil ? 2 : 1) else {
      throw ValidationError(
        "Give a model, and the image: either --index, a number of the test set, or a picture's file.")
    }
    if index == nil, data.dataset != nil || data.data != nil {
      throw ValidationError("--dataset and --data belong to --index: a file needs no data set.")
    }
    if ascii, output != nil { throw ValidationError("--ascii is for text: leave it out with --output.") }
  }

  func run() throws {
    let model = try options.open(names[0])
    let (sample, name) = try loadSample(for: model)
    let explanation = try Explanation(of: model, at: sample.pixels, image: name)
    guard let output else { return try Output.result(explanation.text(Self.layout(isASCII: ascii))) }
    try explanation.page().write(to: output)
    Output.note("\(output): \(explanation.steps.count.of("step"))")
  }

  private static func layout(isASCII: Bool) -> TextLayout {
    let terminal = Terminal.output
    // The last column stays free, and long lines are hard to read.
    return TextLayout(columns: min(terminal.columns - 1, 140), colors: terminal.colors, isASCII: isASCII)
  }

  /// The image, and what it is called.
  private func loadSample(for model: TrainedModel) throws(InputError) -> (ImageSample, String) {
    guard let index else { return (try ImageSample(file: names[1], for: model.description), names[1]) }
    let source = try data.source(orOf: model)
    return (
      try ImageSample(try source.loadTestImage(index), for: model.description), "image \(index) of \(source.title)"
    )
  }
}
