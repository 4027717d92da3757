public import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingExchange
import InklingFiles
public import InklingFormats
import InklingRecognition
import InklingTraining

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a model as a file that others can use.",
    discussion: """
      inkling is the whole model: network, weights, classes, preprocessing, how it was trained, and images with their \
      answers. onnx runs everywhere; swift, c and js are one source file that needs no other. html is a page that one \
      draws on, with the network in it: it works from a file, without a server. safetensors, pt and npz are the \
      weights alone.

      Examples:
        inkling export digits -o digits.onnx
        inkling export digits --preprocessing -o digits.onnx
        inkling export digits -o digits.c
        inkling export digits -o digits.html
        inkling export digits -o digits.safetensors --card card.yaml --card-author Somebody
        inkling export digits --format safetensors --dtype F16 -o digits.safetensors
      """)

  @Argument(help: ArgumentHelp("The model: a run's name or folder, or a file.", valueName: "model"))
  var name: String
  @Option(help: ArgumentHelp("What to write. (default: as the file's ending says)", valueName: "format"))
  var format: ModelFormat?
  @Option(name: .shortAndLong, help: ArgumentHelp("The file.", valueName: "file"))
  var output: String
  @Flag(help: "Put the preprocessing inside an ONNX model: bytes 0 to 255 go in, probabilities come out.")
  var preprocessing = false
  @Option(
    help: ArgumentHelp(
      "The type of the weights in a safetensors or an Inkling file: F32, F16 or BF16.", valueName: "type"))
  var dtype = ElementType.float32
  @Option(
    help: ArgumentHelp(
      "Put a threshold into the file that refuses this share of the run's held-out images, such as 0.005.",
      valueName: "share"))
  var refuse: Double?
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Model") var options: ModelOptions
  @OptionGroup(title: "Model card") var card: CardOptions

  func validate() throws {
    try requirePaths(("the model", name), ("--output", output))
    if let refuse, !(0..<1).contains(refuse) {
      throw ValidationError("--refuse is out of range: expected a share from 0 to below 1, found \(refuse).")
    }
    if refuse == nil, data.dataset != nil || data.data != nil {
      throw ValidationError("--dataset and --data belong to --refuse: nothing else needs a data set.")
    }
  }

  func run() throws {
    let format = try ModelFormat.chosen(format, for: output)
    let path = options.path(of: name)
    try ModelOutput.require(
      output, than: data.inputs + options.foreign.inputs + [card.card].compactMap(\.self), models: [path])
    var model = try options.open(name)
    if let card = try card.load() {
      guard format != .pt, format != .npz else {
        throw InputError(
          .usage, "this format has no place for a model card", found: format.rawValue, remedy: "leave it out")
      }
      model = model.carrying(model.card.overlaid(with: card))
    }
    if let refuse {
      let refusal = try threshold(refusing: refuse, model, in: format)
      model.refusal = refusal
      Output.note("refuses energies above \(refusal.threshold), of \(refusal.images.of("held-out image"))")
    }
    let exporting = ExportOptions(elementType: dtype, includesPreprocessing: preprocessing)
    let bytes = try model.exported(as: format, options: exporting)
    try DurableFile.write(bytes, to: output)
    for loss in model.losses(as: format, options: exporting) { Output.note("note: \(loss)") }
    Output.note("\(output): \(format.rawValue), \(bytes.count) bytes")
  }

  /// The threshold that --refuse asks for.
  private func threshold(
    refusing share: Double, _ model: TrainedModel, in format: ModelFormat
  ) throws(InputError) -> RefusalThreshold {
    let places: [ModelFormat] = [.inkling, .onnx, .safetensors, .pt, .html]
    guard places.contains(format), !preprocessing else {
      throw InputError(
        .usage, "the file has no place for a threshold",
        expected: places.map(\.rawValue).joined(separator: ", ") + ", without --preprocessing",
        found: preprocessing ? "--preprocessing" : format.rawValue, remedy: "leave --refuse out")
    }
    try model.requireClasses()
    guard let recipe = model.training?.recipe else {
      throw InputError(
        .usage,
        "--refuse is measured on the images that a run held out, and the model does not say what it was trained on",
        path: model.title, remedy: "leave --refuse out, or export a run that was trained with --validation")
    }
    guard recipe.validationPlan != nil else {
      throw InputError(
        .usage, "--refuse is measured on the images that a run held out, and this one held out none",
        path: model.title, remedy: "leave --refuse out, or export a run that was trained with --validation")
    }
    let source = try data.source(orOf: model)
    try ModelOutput.require(output, than: source.inputs)
    guard source.isData(of: recipe) else {
      throw InputError(
        .usage, "--refuse is measured on the images that the run held out of its own data set", path: model.title,
        expected: recipe.data.dataset, found: source.name,
        remedy: "leave --dataset out, or name the path to which that data set has moved")
    }
    let part = try DataPart(.validation, of: source, for: [model])
    return try model.refusalThreshold(refusing: share, of: part.images, indices: part.indices)
  }
}

extension ModelFormat: ExpressibleByArgument {}
extension ElementType: ExpressibleByArgument {
  /// Case does not matter.
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
