public import ArgumentParser
import InklingEngine
public import InklingExchange
import InklingFiles
import InklingTraining

/// What another program's file does not say of its model.
struct ForeignModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The network of a file of weights alone: \(ModelOption.names), or a YAML file.", valueName: "name or file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var model: String?
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "The same by a name alone, or 'proposed' for the chain of layers that the refusal shows.", valueName: "name"),
    completion: .list(ModelSpecification.builtIns.map(\.name) + [ForeignModelOptions.proposed]))
  var architecture: String?
  @Option(
    help: ArgumentHelp("The images of a file of weights alone. (default: 1x28x28)", valueName: "CxHxW"),
    transform: ImageShape.parsed)
  var input: ImageShape?
  @Option(help: ArgumentHelp("Which of a checkpoint's dictionaries holds the weights.", valueName: "name"))
  var key: String?
  @Option(help: ArgumentHelp("The names of the classes, with commas.", valueName: "names"))
  var classes: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Which output of an ONNX model is taken that has several.", valueName: "name"))
  var onnxOutput: String?
  @OptionGroup var pixels: PixelArguments

  static let proposed = "proposed"

  func validate() throws {
    try requirePaths(("--model", model), ("--as", architecture), ("--key", key))
    if model != nil, architecture != nil {
      throw ValidationError("--model and --as both name the network: give one of them.")
    }
  }

  /// What was given.
  ///
  /// - Throws: `InputError` for an unknown network, or a file that describes none.
  func options() throws(InputError) -> ImportOptions {
    ImportOptions(
      layers: try layers(), acceptsProposal: architecture == Self.proposed, input: input?.dimensions, key: key,
      classNames: classes.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) },
      pixels: pixels.options, output: onnxOutput)
  }

  private func layers() throws(InputError) -> ModelSpecification? {
    if let model { return try ModelSpecification.load(model) }
    return try architecture.flatMap { name throws(InputError) in try Self.layers(named: name) }
  }

  /// The network that `--as` names; nil for the one that is proposed.
  static func layers(named architecture: String) throws(InputError) -> ModelSpecification? {
    guard architecture != proposed else { return nil }
    if let known = ModelSpecification.named(architecture) { return known }
    let names = ModelSpecification.builtIns.map(\.name) + [proposed]
    throw InputError(
      .usage, "--as names no network that comes with the program", expected: names.joined(separator: ", "),
      found: architecture, remedy: "give a file with --model")
  }

  /// Opens models of any kind by their paths, and says what a person should know. What was given is for those that need it:
  /// of several, a run or a file of Inkling's own says everything itself, and a file with a network needs no --as.
  func open(_ paths: [String], weights: WeightsChoice?) throws(InputError) -> [TrainedModel] {
    try Self.open(paths, weights: weights, options: try options())
  }

  /// The same with options that were read already.
  static func open(
    _ paths: [String], weights: WeightsChoice?, options: ImportOptions
  ) throws(InputError) -> [TrainedModel] {
    try openings(paths, weights: weights, options: options).map { opening throws(InputError) in try opening.open() }
  }

  /// How each of several models is opened, now and again.
  static func openings(
    _ paths: [String], weights: WeightsChoice?, options: ImportOptions
  ) throws(InputError) -> [ModelOpening] {
    let set = try ComputeOptions.instructionSet()
    // Of what is not there, that is said, whatever was given.
    if let missing = paths.first(where: { !Folder.exists($0) && !RunFolder.isFile($0) }) {
      _ = try TrainedModel(contentsOf: missing, weights: weights)
    }
    let needs = try paths.map { path throws(InputError) in try FileNeed(of: path) }
    let areFiles = paths.map(RunFolder.isFile)
    return paths.indices.map { place in
      let takesWeights = !areFiles[place] || !areFiles.contains(false)
      return ModelOpening(
        path: paths[place], weights: takesWeights ? weights : nil,
        options: options.part(for: needs[place], among: needs), instructionSet: set)
    }
  }

  /// The files that are read for it: the description of the network.
  var inputs: [String] { [model].compactMap(\.self) }

  /// Whether any of them was given.
  var isGiven: Bool { given != nil }

  /// The first of them that was given, by its name.
  var given: String? {
    let options: [(name: String, isGiven: Bool)] = [
      ("--model", model != nil), ("--as", architecture != nil), ("--input", input != nil), ("--key", key != nil),
      ("--classes", classes != nil), ("--pixels", pixels.pixels != nil), ("--mean", pixels.mean != nil),
      ("--std", pixels.std != nil), ("--ink", pixels.ink != nil), ("--framed", pixels.framed != nil),
      ("--onnx-output", onnxOutput != nil),
    ]
    return options.first(where: \.isGiven)?.name
  }
}

/// A model's path with the options that are for it.
struct ModelOpening: Sendable {
  let path: String
  let weights: WeightsChoice?
  let options: ImportOptions
  let instructionSet: InstructionSet

  /// Opens it, and says what a person should know.
  func open() throws(InputError) -> TrainedModel {
    let (model, notes) = try opened()
    for note in notes { Output.note("note: \(note)") }
    return model
  }

  /// Opens it, for a caller that says itself what a person should know.
  func opened() throws(InputError) -> (model: TrainedModel, notes: [String]) {
    try TrainedModel.open(path, weights: weights, options: options, instructionSet: instructionSet)
  }
}

/// How pixels become another program's inputs.
struct PixelArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What a pixel's byte becomes for a model whose file does not say: "
        + PixelOptions.Range.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "range"))
  var pixels: PixelOptions.Range?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What is taken off it then: one number, or one a channel with commas.", valueName: "numbers"),
    transform: NumberList.parsed)
  var mean: NumberList?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What it is divided by then: one number, or one a channel.", valueName: "numbers"),
    transform: NumberList.parsed)
  var std: NumberList?
  @Option(help: "Which is brighter in the model's images: light ink on dark, as MNIST's, or dark ink on light.")
  var ink: InkChoice?
  @Option(help: "How the model's images are framed, and so pictures for it: digit, as MNIST's are, or none.")
  var framed: FramedChoice?

  var options: PixelOptions {
    PixelOptions(range: pixels, mean: mean?.numbers, deviation: std?.numbers, ink: ink?.ink, framing: framed?.framing)
  }
}

extension PixelOptions.Range: ExpressibleByArgument {}

/// Framing on the command line. No option makes a line of a picture: models that read texts have it from their training.
enum FramedChoice: String, ExpressibleByArgument, CaseIterable {
  case digit
  case unframed = "none"

  var framing: PictureDescription.Framing { self == .digit ? .digit : .none }
}

/// Ink on the command line.
enum InkChoice: String, ExpressibleByArgument, CaseIterable {
  case light, dark

  var ink: PictureDescription.Ink { self == .light ? .lightOnDark : .darkOnLight }
}

/// Numbers on the command line: "0.5", "0.485,0.456,0.406".
struct NumberList: ExplainedValue {
  static let form = "numbers with commas, such as 0.485,0.456,0.406"
  let numbers: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    numbers = parts.compactMap(\.self).filter(\.isFinite)
    guard numbers.count == parts.count else { return nil }
  }
}
