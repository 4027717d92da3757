import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingImages
import InklingTraining

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Say what is on one image, or read it: of a test set, or in a file.",
    discussion: """
      An image file must have the size of the images that the model was trained on, and be drawn as they are: MNIST's \
      digits are white on black.

      Examples:
        inkling predict runs/digits --index 7
        inkling predict digits --dataset mnist --index 7 --json
        inkling predict digits --image seven.pgm
      """)

  @OptionGroup var trained: RunOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The image of the test set, counted from zero.", valueName: "number"))
  var index: Int?
  @Option(
    help: ArgumentHelp("An image file: PNG, JPEG, WebP, BMP, GIF or PGM, as its first bytes say.", valueName: "file"),
    completion: .file(extensions: ["pgm", "png", "jpg", "webp", "bmp", "gif"]))
  var image: String?
  @OptionGroup(title: "Another program's file") var foreign: ForeignModelOptions
  @Option(help: WeightsChoice.help)
  var weights: WeightsChoice?
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws {
    try requirePaths(("--image", image))
    if (index == nil) == (image == nil) {
      throw ValidationError("Give the image: either --index, a number of the test set, or --image, a file.")
    }
    if image != nil, data.dataset != nil || data.data != nil {
      throw ValidationError("--dataset and --data belong to --index: a file needs no data set.")
    }
  }

  func run() throws {
    let model = try foreign.open([trained.path], weights: weights)[0]
    let (sample, note) = try loadSample(for: model).drawn(for: model)
    if let note { Output.note("note: \(note)") }
    if model.description.task.name == .read { return try read(sample, model) }
    try model.requireClasses()
    let prediction = try model.predictor().predict(sample.pixels)
    guard !json else {
      return try Output.result(
        JSONText.encode(PredictionJSON(prediction, truth: sample.truth, weights: model.origin.path ?? model.title)))
    }
    Output.note(model.weightsText)
    try Output.result(PredictionText(prediction, truth: sample.truth, image: sample.image).text(on: .output))
  }

  private func read(_ sample: ImageSample, _ model: TrainedModel) throws {
    let text = try model.predictor().read(sample.pixels)
    let answer = ReadText(text: text, truth: sample.text, weights: model.origin.path ?? model.title)
    guard !json else { return try Output.result(JSONText.encode(answer)) }
    Output.note(model.weightsText)
    let drawing = TerminalDrawing(colors: Terminal.output.colors).lines(of: sample.image)
    try Output.result((drawing + [answer.lines]).joined(separator: "\n"))
  }

  private func loadSample(for model: TrainedModel) throws(InputError) -> ImageSample {
    if let image { return try ImageSample(file: image, for: model.description) }
    let source = try data.source(orOf: model)
    return try ImageSample(try source.loadTestImage(index ?? 0), for: model.description)
  }
}
