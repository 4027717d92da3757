import ArgumentParser
import InklingDatasets
import InklingExchange
import InklingFiles
import InklingMeasuring
import InklingQuantization
import InklingTraining

struct QuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize",
    abstract: "Make a model of bytes of a trained one, and say what it costs and gives.",
    discussion: """
      Post-training quantisation: weights become signed bytes with a scale for each output, activations unsigned bytes \
      with a range each, which images of the training set show. Models that tell classes apart are quantised, and models \
      that read texts. The file is a model like any other: evaluate, predict, verify and export take it. Prints accuracy \
      (of whole texts), agreement, size and the time for an image before and after.

      Examples:
        inkling quantize digits -o digits-int8.safetensors
        inkling quantize digits.onnx --dataset mnist --calibration 500 -o digits-int8.safetensors
        inkling quantize plates -o plates-int8.safetensors --percentile 0.9999
        inkling export digits-int8.safetensors --format onnx -o digits-int8.onnx
      """)

  @Argument(help: ArgumentHelp("The model: a run's name or folder, or a file.", valueName: "model"))
  var name: String
  @Option(name: .shortAndLong, help: ArgumentHelp("The quantised model's file.", valueName: "file"))
  var output: String
  @OptionGroup(title: "Data") var data: DataOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Images of the training set that show the ranges, spread evenly over it.", valueName: "images"))
  var calibration = 1000
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Cut off what lies beyond this share of the values on either side, such as 0.9999. (default: nothing is)",
      valueName: "share"))
  var percentile: Double?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Threads that are measured.", valueName: "count"))
  var threads = 1
  @OptionGroup(title: "Model") var options: ModelOptions
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  /// How often images are gone through to measure the time, and the most bytes of them: ten thousand of MNIST's.
  private static let (rounds, timedBytes) = (7, 8 << 20)

  func validate() throws {
    try requirePaths(("the model", name), ("--output", output))
    guard (1...100_000).contains(calibration) else {
      throw ValidationError("--calibration is out of range: expected 1 to 100000, found \(calibration).")
    }
  }

  func run() throws {
    try ModelFormat.requireInkling(output)
    try ModelOutput.require(output, than: data.inputs + options.foreign.inputs, models: [options.path(of: name)])
    let model = try options.open(name)
    let source = try data.source(orOf: model)
    let method = percentile.map(Calibration.percentile) ?? .extremes
    let calibrating = try CalibrationImages(calibration, of: source, for: model)
    if let note = calibrating.note { Output.note("note: \(note)") }
    var quantized = try model.quantized(calibratedOn: calibrating.bytes, by: method, dataset: source.name)
    let (images, split) = try unseen(of: source, by: model)
    var report = try QuantizationReport(model, quantized, on: images)
    if split == .test, source.hasTestSet(of: try? model.requireRecipe()) {
      quantized = quantized.reporting(test: report.int8.result)
    }
    report.int8.bytes = try quantized.encoded().count
    let sessions = [try model.session(threads: threads), try quantized.session(threads: threads)]
    let timed = max(Self.timedBytes / images.imageSize, 1) * images.imageSize
    let times = AnswerTiming.microseconds(sessions, images: Array(images.images.prefix(timed)), rounds: Self.rounds)
    (report.float32.microseconds, report.int8.microseconds) = (times[0], times[1])
    try quantized.save(to: output)
    let ensemble = try ModelEnsemble([model], threads: 1)
    _ = ensemble.log(report.float32.result, by: "quantize", on: split, of: source, note: Output.note(of:))
    if quantized.refusal != nil {
      Output.note(
        "note: the threshold of refusal is the model's own: its logits are near those of the bytes, and not the same "
          + "('inkling export --refuse' measures another)")
    }
    Output.note("\(output): int8, calibrated on \(calibrating.count.of("image")) of \(source.title)")
    try Output.result(
      json ? JSONText.encode(report) : QuantizationText(report, threads: threads, noun: split.noun).text)
  }

  /// The images that both forms are asked: the test set, or what the model held out of a set without one.
  private func unseen(
    of source: DatasetSource, by model: TrainedModel
  ) throws(InputError) -> (LabeledImages, SplitChoice) {
    do throws(InputError) {
      return (try DataPart(.test, of: source, for: [model]).images, .test)
    } catch {
      guard error.kind == .usage, model.training?.recipe.validationPlan != nil else { throw error }
      let part = try DataPart(.validation, of: source, for: [model])
      Output.note("note: the data set has no test part: the figures are those of the images that the model held out")
      return (part.indices.map { part.images.selecting($0.map(Int.init)) } ?? part.images, .validation)
    }
  }
}

extension DatasetSource {
  fileprivate func hasTestSet(of recipe: Recipe?) -> Bool { recipe.map { hasTestSet(of: $0) } ?? false }
}
