import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining

struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Show a network's layers, shapes, parameters, multiply-adds and memory.",
    discussion: """
      Of a run or a model's file, of the network for a data set, or of the network for images of some size.

      Examples:
        inkling summary
        inkling summary fashion
        inkling summary theirs.onnx
        inkling summary weights.pt --as lenet
        inkling summary --input 1x20x24 --classes 3 --batch-size 256
        inkling summary --model sprint
      """)

  @Argument(
    help: ArgumentHelp("The model: a run's name or folder, or a file.", valueName: "model"),
    completion: .custom(RunOptions.completions))
  var runName: String?
  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder
  @Option(
    help: ArgumentHelp(
      "The network: \(ModelOption.names), or a YAML file. (default: lenet)", valueName: "name or file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var model: String?
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "The network of a file of weights by a name alone, or 'proposed' for the chain of layers that its refusal shows.",
      valueName: "name"),
    completion: .list(ModelSpecification.builtIns.map(\.name) + [ForeignModelOptions.proposed]))
  var architecture: String?
  @OptionGroup(title: "Data") var data: DataOptions
  @Option(
    help: ArgumentHelp("The images: channels x height x width. (default: 1x28x28)", valueName: "CxHxW"),
    transform: ImageShape.parsed)
  var input: ImageShape?
  @Option(parsing: .unconditional, help: ArgumentHelp("The number of classes. (default: 10)", valueName: "count"))
  var classes: Int?
  @Option(help: ArgumentHelp("Which of a checkpoint's dictionaries holds the weights.", valueName: "name"))
  var key: String?
  @Option(parsing: .unconditional, help: ArgumentHelp("Images a training step. (default: 64)", valueName: "images"))
  var batchSize: Int?
  @OptionGroup(title: "Computing") var compute: ComputeOptions
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  /// What is set up to be measured is set up for real: larger batches would take that much memory.
  private static let batchSizes = 1...16_384

  func validate() throws {
    try requirePaths(("the run", runName), ("--runs", runs), ("--model", model), ("--as", architecture))
    if model != nil, architecture != nil {
      throw ValidationError("--model and --as both name the network: give one of them.")
    }
    // Of what is not there, that is said when it is opened, whatever else was given.
    let isFile = runName.map { !Folder.exists(RunFolder.locate($0, in: runs)) } ?? false
    let described = [runName != nil, data.dataset != nil, !isFile && input != nil || classes != nil]
    if described.filter({ $0 }).count > 1 {
      throw ValidationError("Give one of: a model, --dataset, or --input and --classes.")
    }
    if runName != nil, !isFile, model != nil {
      throw ValidationError("A run has its own network: leave out --model.")
    }
    if architecture != nil, !isFile {
      throw ValidationError("--as belongs to a file of weights; --model names a network of its own.")
    }
    if key != nil, !isFile { throw ValidationError("--key belongs to a PyTorch checkpoint.") }
    if let batchSize, !Self.batchSizes.contains(batchSize) {
      throw ValidationError(
        "--batch-size is out of range: expected \(Self.batchSizes.lowerBound) to \(Self.batchSizes.upperBound), "
          + "found \(batchSize).")
    }
  }

  func run() throws {
    let batchSize = batchSize ?? 64
    let description = try description()
    let graph = try description.graph()
    let program = try TrainingProgram(
      graph, seed: 0, optimizer: SGD(), loss: description.task.make().loss, normalization: description.normalization,
      batchSize: batchSize,
      threads: compute.threads ?? ThreadCount.useful(batchSize: batchSize),
      instructionSet: try ComputeOptions.instructionSet())
    let summary = GraphSummary(of: program)
    if let runName, !json, !RunFolder.isFile(RunFolder.locate(runName, in: runs)) {
      let run = try RunFolder.configuration(at: RunFolder.locate(runName, in: runs))
      Output.note("the run's images have \(run.recipe.data.normalization)")
    }
    try Output.result(json ? JSONText.encode(summary) : GraphSummaryText(summary).text)
  }

  private func description() throws(InputError) -> NetworkPlan {
    if let runName {
      let path = RunFolder.locate(runName, in: runs)
      // Of what is not there, that is said.
      if !Folder.exists(path), !RunFolder.isFile(path) {
        return NetworkPlan(try TrainedModel(contentsOf: path).description)
      }
      return RunFolder.isFile(path) ? NetworkPlan(try open(path)) : try NetworkPlan(inRun: path)
    }
    let model = try model.map { name throws(InputError) in try ModelSpecification.load(name) } ?? .lenet
    if data.dataset != nil {
      let source = try data.source(or: "mnist")
      do throws(InputError) {
        return NetworkPlan(model, for: try source.loadTestImage(0))
      } catch {
        // Every known set has such images; what is on the disk may differ.
        guard error.kind == .missing, data.data == nil, !source.isOwn else { throw error }
        return NetworkPlan(model, input: Self.usualInput, classNames: source.classNames)
      }
    }
    let mostClasses = LabeledImages.mostClasses
    guard (1...mostClasses).contains(classes ?? 10) else {
      throw InputError(
        .usage, "--classes is out of range", expected: "1 to \(mostClasses)", found: "\(classes ?? 10)")
    }
    let names = (0..<(classes ?? 10)).map(String.init)
    return NetworkPlan(model, input: input?.dimensions ?? Self.usualInput, classNames: names)
  }

  /// The network of a model's file.
  private func open(_ path: String) throws(InputError) -> ModelDescription {
    var layers = try model.map { name throws(InputError) in try ModelSpecification.load(name) }
    if let architecture { layers = try ForeignModelOptions.layers(named: architecture) }
    let options = ImportOptions(
      layers: layers, acceptsProposal: architecture == ForeignModelOptions.proposed, input: input?.dimensions, key: key)
    return try TrainedModel.open(path, options: options, instructionSet: try ComputeOptions.instructionSet())
      .model.description
  }

  private static let usualInput = [1, 28, 28]
}
