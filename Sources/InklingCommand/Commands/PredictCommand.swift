import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFraming
import InklingImages
import InklingRecognition
import InklingTraining

struct PredictCommand: ParsableCommand, PictureReading {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Say what is on pictures, or read them: files, or one image of a test set.",
    discussion: """
      Pictures may be of any size and kind: PNG, JPEG, WebP, BMP, GIF or PGM, drawings, scans or photos, one digit or a \
      number. Without a model the built-in one answers; --model with a run or a \
      model's file settles which it is. Pictures that are blank or look like no digit are refused.

      Examples:
        inkling predict seven.png
        inkling predict digits photo.jpg scans --json
        cat seven.png | inkling predict -
        inkling predict digits --dataset mnist --index 7
        inkling predict plates car.jpg --decoder beam --json
      """)

  @OptionGroup var reading: ReadingOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The image of the test set, counted from zero.", valueName: "number"))
  var index: Int?
  @OptionGroup(title: "Framing") var framing: FramingOptions
  @OptionGroup(title: "Texts") var decoding: DecoderOptions
  @Flag(help: "Print one JSON object a picture, each on a line.")
  var json = false
  @Flag(help: "Print a table with commas.")
  var csv = false

  func validate() throws {
    if index != nil {
      if !reading.image.isEmpty || reading.names.count > 1 {
        throw ValidationError("Give the image: either --index, a number of the test set, or pictures.")
      }
      if csv || framing.isGiven {
        throw ValidationError("--csv, --show-steps and --framing are for pictures: leave them out with --index.")
      }
    } else {
      if reading.names.isEmpty, reading.image.isEmpty {
        throw ValidationError("Give the image: either --index, a number of the test set, or pictures.")
      }
      try data.requireNone()
    }
    if json, csv { throw ValidationError("Take --json or --csv.") }
  }

  func run() throws {
    let (path, names) = try reading.split(needsModel: index != nil)
    let model = try reading.open(path)
    if index == nil, names.isEmpty {
      throw ValidationError("Give the image: either --index, a number of the test set, or pictures.")
    }
    if let index { return try answer(index, model) }
    let sources = PictureSources(names).all
    let title = path == nil ? EmbeddedModel.title : model.weightsText
    let detector =
      path == nil ? try EmbeddedModel.detector(instructionSet: try ComputeOptions.instructionSet()) : nil
    let reader = try PictureReader(
      model, detector: detector, framing: framing.framing, decoder: try decoding.choice(for: model),
      threads: sources.count > 1 ? nil : 1)
    if sources.count > 1 {
      return try PictureAnswers(reader, json: json, csv: csv).printAll(sources, framing.showSteps)
    }
    try answer(sources[0], reader, title)
  }

  /// One picture, whose faults end the command.
  private func answer(_ source: PictureSources.Source, _ reader: PictureReader, _ title: String) throws {
    let picture = try PictureSources.picture(of: source)
    let answer = try reader.read(picture)
    try framing.writeSteps(of: source, by: reader.model, reader.steps(of: picture))
    if json || csv { return try PictureAnswers(reader, json: json, csv: csv).print(source, answer) }
    Output.note("\(title); \(answer.choice.mode.rawValue): \(answer.choice.reason)")
    try Output.result(PictureAnswerText(answer, picture: picture).text(on: .output))
  }

  /// One image of a test set.
  private func answer(_ index: Int, _ model: TrainedModel) throws {
    let source = try data.source(orOf: model)
    let (image, known) = try source.testImage(index, for: model)
    let (sample, note) = try ImageSample(image, for: model.description).drawn(for: model)
    for note in [known, note].compactMap(\.self) { Output.note("note: \(note)") }
    if model.description.task.name == .read { return try read(sample, model) }
    _ = try decoding.choice(for: model)
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
    let read = try model.predictor().readText(sample.pixels, decoder: try decoding.choice(for: model))
    let answer = ReadText(read, truth: sample.text, weights: model.origin.path ?? model.title)
    guard !json else { return try Output.result(JSONText.encode(answer)) }
    Output.note(model.weightsText)
    let drawing = TerminalDrawing(colors: Terminal.output.colors).lines(of: sample.image)
    try Output.result((drawing + [answer.lines]).joined(separator: "\n"))
  }
}
