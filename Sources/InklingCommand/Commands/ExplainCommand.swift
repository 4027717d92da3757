import ArgumentParser
import InklingCharts
import InklingDatasets
import InklingExchange
import InklingExplanation
import InklingFiles
import InklingFraming
import InklingRecognition
import InklingTraining

struct ExplainCommand: ParsableCommand, PictureReading {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show a network at work on one image, step by step, with the numbers.",
    discussion: """
      Each operation with its formula, one place of its result written out (a kernel's products, the bias, the sum), its \
      feature maps, what pooling kept, the logits and the softmax: as text, or with -o as a page for a browser.

      A picture may be of any size and kind: it becomes what the model knows as in 'inkling predict'. Without a model the \
      built-in one is shown.

      Examples:
        inkling explain seven.png
        inkling explain digits --index 7
        inkling explain digits photo.jpg --framing line --digit 2
        inkling explain digits --index 7 -o seven.html
        inkling explain digits --index 7 --ascii > seven.txt
      """)

  @OptionGroup var reading: ReadingOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The image of the test set, counted from zero.", valueName: "number"))
  var index: Int?
  @OptionGroup(title: "Framing") var framing: FramingOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Which digit of a picture with several, in reading order, counted from zero. (default: 0)", valueName: "number"))
  var digit: Int?
  @Option(name: .shortAndLong, help: ArgumentHelp("Write a page of HTML into this file.", valueName: "file"))
  var output: String?
  @Flag(help: "Write ASCII alone, without colours.")
  var ascii = false

  private static let oneImage = "Give the image: either --index, a number of the test set, or one picture."

  func validate() throws {
    try requirePaths(("--output", output))
    if index != nil {
      guard reading.names.count <= 1, reading.image.isEmpty else { throw ValidationError(Self.oneImage) }
      if framing.isGiven || digit != nil {
        throw ValidationError("--framing, --digit and --show-steps are for a picture: leave them out with --index.")
      }
    } else {
      guard (1...2).contains(reading.names.count + reading.image.count) else { throw ValidationError(Self.oneImage) }
      try data.requireNone()
    }
    if ascii, output != nil { throw ValidationError("--ascii is for text: leave it out with --output.") }
  }

  func run() throws {
    let (path, names) = try reading.split(needsModel: index != nil)
    guard names.count == (index == nil ? 1 : 0) else {
      // What is wrong with the model comes first.
      _ = try reading.open(path)
      throw ValidationError(Self.oneImage)
    }
    if let output {
      try ModelOutput.require(
        output, than: data.inputs + reading.foreign.inputs, models: [path].compactMap(\.self), pictures: names)
    }
    let model = try reading.open(path)
    var explanation = try index.map { try explained($0, model) } ?? explained(names[0], model, path == nil)
    if path == nil { explanation.title = EmbeddedModel.title }
    guard let output else { return try Output.result(explanation.text(Self.layout(isASCII: ascii))) }
    try explanation.page().write(to: output)
    Output.note("\(output): \(explanation.steps.count.of("step"))")
  }

  private static func layout(isASCII: Bool) -> TextLayout {
    let terminal = Terminal.output
    // The last column stays free, and long lines are hard to read.
    return TextLayout(columns: min(terminal.columns - 1, 140), colors: terminal.colors, isASCII: isASCII)
  }

  /// The model at work on an image of a test set.
  private func explained(_ index: Int, _ model: TrainedModel) throws(InputError) -> Explanation {
    let source = try data.source(orOf: model)
    if let output { try ModelOutput.require(output, than: source.inputs) }
    let (image, known) = try source.testImage(index, for: model)
    let (sample, note) = try ImageSample(image, for: model.description).drawn(for: model)
    for note in [known, note].compactMap(\.self) { Output.note("note: \(note)") }
    return try Explanation(of: model, at: sample.pixels, image: "image \(index) of \(source.title)")
  }

  /// The model at work on a picture.
  private func explained(_ path: BytePath, _ model: TrainedModel, _ isBuiltIn: Bool) throws -> Explanation {
    let sources = PictureSources([path]).all
    guard sources.count == 1 else { throw ValidationError(Self.oneImage) }
    let preparation = try PicturePreparation(model, framing.framing)
    let picture = try PictureSources.picture(of: sources[0])
    // What 'predict' asks.
    let detector =
      isBuiltIn ? try EmbeddedModel.detector(instructionSet: try ComputeOptions.instructionSet()) : nil
    let reader =
      model.description.task.name == .classify
      ? try PictureReader(model, detector: detector, framing: framing.framing) : nil
    try framing.writeSteps(
      of: sources[0], by: model, reader?.steps(of: picture) ?? preparation.framing?.steps(of: picture))
    return try Explanation(
      of: model, reading: picture, framing: framing.framing, image: PictureSources.name(of: sources[0]),
      digit: digit ?? 0, detector: detector)
  }
}
