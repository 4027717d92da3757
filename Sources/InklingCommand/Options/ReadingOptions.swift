import ArgumentParser
import InklingEngine
import InklingExchange
import InklingFiles
import InklingFormats
import InklingRecognition
import InklingTraining

/// A command that reads pictures.
protocol PictureReading {
  var reading: ReadingOptions { get }
}

/// The model and the pictures that it reads, as a person names them.
struct ReadingOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The model (a run's name or folder, or a file) if it is not the built-in one, and pictures: files, folders, or - for "
        + "standard input.", valueName: "model or picture"),
    completion: .file())
  var names: [String] = []
  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder
  @Option(help: ArgumentHelp("A picture, as if it were an argument.", valueName: "file"), completion: .file())
  var image: [String] = []
  @OptionGroup(title: "Another program's file") var foreign: ForeignModelOptions
  @Option(help: WeightsChoice.help)
  var weights: WeightsChoice?

  /// What may be a picture, whose name may be any bytes.
  var all: [String] { names + image }

  func validate() throws {
    for name in names { try requirePaths(("an argument", name)) }
    for name in image { try requirePaths(("--image", name)) }
    try requirePaths(("--runs", runs))
  }

  /// The model's path, nil for the built-in one, and the paths of pictures.
  ///
  /// - Parameter needsModel: whether the first argument can be nothing but a model.
  /// - Throws: `InputError` of kind `.missing` for a first argument that is neither; `ValidationError` for `--runs` where no
  ///   run is named, and for a picture beside an image of a test set.
  func split(needsModel: Bool) throws -> (model: String?, pictures: [BytePath]) {
    let parts = try named(needsModel: needsModel)
    // A path that was taken as it stands was looked for nowhere.
    let taken = parts.model == nil || [foreign.model, names.first].contains(parts.model)
    if runs != RunOptions.defaultFolder, taken, parts.model.map(TrainedModel.isThere) ?? true {
      throw ValidationError("--runs says where a run of some name is, and none is named by its name: leave it out.")
    }
    if needsModel, let picture = parts.pictures.first {
      throw ValidationError(
        "--index takes an image of a test set, and \(PrintableText.escaped(picture.description)) is a picture: give one of them."
      )
    }
    return parts
  }

  private func named(needsModel: Bool) throws(InputError) -> (model: String?, pictures: [BytePath]) {
    let arguments = ArgumentBytes()
    let pictures = arguments.paths(all)
    if let settled = settledModel() { return (settled, pictures) }
    guard let first = names.first else { return (nil, pictures) }
    let isPicture = PictureSources.looksLikePicture(pictures[0])
    if !pictures[0].isText, needsModel && !isPicture || Self.isModel(pictures[0]) {
      throw InputError(
        .usage, "the name of a model is no UTF-8", path: pictures[0].description,
        expected: "text; only pictures that are read may have any name", found: "other bytes",
        remedy: "give the model another name")
    }
    let path = RunFolder.locate(first, in: runs)
    let isModel = TrainedModel.isThere(at: path)
    // What only can be a picture is none of a model, however it is missed.
    if isModel || needsModel && !isPicture {
      return (path, arguments.paths(names.dropFirst() + image))
    }
    if needsModel { return (nil, pictures) }
    let isThere = first == "-" || PathStatus(of: pictures[0]) != nil
    // A picture that is not there is said to be so beside the answers to others, but not before what is said of a model.
    let isForModels = foreign.isGiven || weights != nil
    guard isThere || isPicture && !isForModels else {
      throw InputError(
        .missing, "there is no such run, model or picture", path: pictures[0].description,
        remedy: "check the name; --model settles which model it is")
    }
    return (nil, pictures)
  }

  /// Whether a name that is no text leads to a model, which nothing opens by such a name.
  private static func isModel(_ path: BytePath) -> Bool {
    let configuration = path.appending(Array(RunFolder.File.configuration.rawValue.utf8))
    return PathStatus(of: configuration) != nil || FileInspector.supposesModel(path)
  }

  /// The model that `--model` names, unless it names the network of a file of weights.
  private func settledModel() -> String? {
    guard let model = foreign.model else { return nil }
    let path = RunFolder.locate(model, in: runs)
    // A file that is called as models are and is not there is missed, when it is opened.
    return TrainedModel.isThere(at: path) || FileKind(named: model)?.isModel == true ? path : nil
  }

  /// Opens the model.
  func open(_ path: String?) throws(InputError) -> TrainedModel {
    if let path {
      var foreign = foreign
      if settledModel() != nil { foreign.model = nil }
      return try foreign.open([path], weights: weights)[0]
    }
    if let model = foreign.model {
      let isNamed = ModelSpecification.named(model) != nil || ModelSpecification.readers.contains(model)
      guard isNamed || FileStatus.isThere(model) else {
        throw InputError(
          .missing, "--model names no run, model or network that is there", path: model, remedy: "check the name")
      }
      throw InputError(
        .usage, "--model names no model, and there is no file of weights for a network of that name",
        found: model, remedy: "name the model's run, folder or file")
    }
    if let option = foreign.given {
      throw InputError(
        .usage, "\(option) is for another program's file, and the built-in model says everything itself",
        found: foreign.architecture.map { "--as \($0)" } ?? option,
        remedy: "name the model's file before the picture, or leave it out")
    }
    if let weights {
      throw InputError(
        .usage, "the built-in model has one set of weights, and nothing to choose", found: weights.rawValue,
        remedy: "leave --weights out, or name a run")
    }
    return try EmbeddedModel.load(instructionSet: try ComputeOptions.instructionSet())
  }
}
