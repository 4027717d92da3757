import InklingEngine
public import InklingFiles
import InklingFormats

extension StartingWeights {
  /// Reads them.
  ///
  /// - Parameters:
  ///   - source: a run's name, the path of its folder, or a file: Inkling's own, safetensors or PyTorch's.
  ///   - runs: the folder that holds the runs.
  ///   - choice: which of a run's weights; nil takes those that it ended with and reported.
  ///   - key: which of a checkpoint's dictionaries has the weights; nil where there is one, or one of a usual name.
  ///   - replacesHead: whether the last layer with parameters starts from the seed instead.
  /// - Throws: `InputError`: `.missing` when there is no such run or file, `.malformed` when it is damaged.
  public init(
    _ source: String, runs: String, choice: WeightsChoice? = nil, key: String? = nil, replacesHead: Bool
  ) throws(InputError) {
    let run = RunFolder.locate(source, in: runs)
    guard RunPath.content(of: run) != .folder, RunPath.content(of: source) == .other else {
      // Of what is not there, that is said.
      if RunPath.content(of: run) != .nothing { try Self.requireNoKey(key, source) }
      try self.init(ofRun: run, choice, replacesHead)
      return
    }
    if let choice {
      throw InputError(
        .usage, "fine_tuning.weights chooses among a run's weights, and this is one file", path: source,
        found: choice.rawValue, remedy: "leave it out, or name the run")
    }
    switch try Self.kind(of: source) {
    case .pytorch, .pytorchLegacy: try self.init(pytorch: source, key, replacesHead)
    case .onnx, .keras, .hdf5:
      throw InputError(
        .usage, "a run does not start from such a file as it is", path: source,
        expected: "a run, Inkling's own file, safetensors or PyTorch's", found: "ONNX or Keras",
        remedy: "import it first: '\(ShellCommand(["import", ShellCommand.path(source), "-o", "model.safetensors"]))'")
    case .npz, .npy, .csv, .idx, .png, .tfrecord:
      throw InputError(
        .usage, "a run does not start from numbers alone", path: source,
        expected: "a run, Inkling's own file, safetensors, PyTorch's, ONNX or Keras", found: "a file of another kind",
        remedy: "export the model as safetensors or to PyTorch, and start from that")
    default:
      try Self.requireNoKey(key, source)
      try self.init(safetensors: source, replacesHead)
    }
    notes.insert("starting from \(source)" + (origin.epoch.map { ", of epoch \($0)" } ?? ""), at: 0)
  }

  /// What a file is; safetensors where nobody knows, whose reader says what is wrong.
  private static func kind(of path: String) throws(InputError) -> FileKind {
    var inspector = FileInspector()
    inspector.memberNames = { path throws(InputError) in try ZipFile(contentsOf: path).members.map(\.name) }
    do throws(InputError) {
      return try inspector.kind(of: path)
    } catch {
      guard error.kind == .malformed else { throw error }
      return .safetensors
    }
  }

  private static func requireNoKey(_ key: String?, _ source: String) throws(InputError) {
    guard let key else { return }
    throw InputError(
      .usage, "fine_tuning.key chooses among a PyTorch checkpoint's dictionaries, and this is none", path: source,
      found: key, remedy: "leave it out")
  }

  private init(safetensors path: String, _ replacesHead: Bool) throws(InputError) {
    let file = try Safetensors.weights(path)
    self.init(tensors: file.tensors, path: path, replacesHead: replacesHead)
    origin = try WeightsOrigin(file.metadata, path: path)
    if TrainedModel.isModel(file.metadata) {
      let model = try TrainedModel(contentsOf: path)
      (network, training) = (model.description, model.training?.recipe)
      saidInk = model.saidInk
      // Files of older releases say it of runs alone.
      origin.follow(model.description.normalization)
    } else if let said = try InputDescription(in: file.metadata, path) {
      follow(said)
    }
  }

  private init(pytorch path: String, _ key: String?, _ replacesHead: Bool) throws(InputError) {
    let file = try PyTorchFile(contentsOf: path, key: key)
    let tensors = try file.arrays.filter { $0.elementType.isFloat }.map { array throws(InputError) in
      NamedTensor(name: array.name, shape: array.shape, values: try array.floats())
    }
    self.init(tensors: tensors, path: path, replacesHead: replacesHead)
    if let note = file.note { follow(try InputDescription(json: note, path: path)) }
    if let own = file.key { notes.append("the weights are those under '\(own.prefix(60))' in \(path)") }
  }

  /// What a recipe says that its run starts from; nil for its seed.
  ///
  /// - Throws: as above.
  public init?(_ recipe: FineTuningRecipe?, runs: String) throws(InputError) {
    guard let recipe, let source = recipe.from else { return nil }
    try self.init(source, runs: runs, choice: recipe.weights, key: recipe.key, replacesHead: recipe.replacesHead)
  }

  private init(ofRun run: String, _ choice: WeightsChoice?, _ replacesHead: Bool) throws(InputError) {
    let saved = try RunFolder.savedWeights(choice, at: run)
    self.init(tensors: saved.tensors, path: saved.path, replacesHead: replacesHead)
    origin = saved.origin
    let recipe = try RunFolder.configuration(at: run).recipe
    (origin.normalization, training) = (recipe.data.normalization, recipe)
    if let described = try RunFolder.described(at: run) {
      origin.classNames = described.classNames
      if described.picture?.isInherited == true { saidInk = described.picture?.saidInk }
    }
    let which = choice == nil ? "the weights that the run ended with" : "as fine_tuning.weights says"
    notes.append("starting from \(saved.description): \(which)")
  }
}

extension RunFolder {
  /// The names of a run's classes in the order of its outputs, and how its images are drawn.
  fileprivate struct Described: Decodable {
    let classNames: [String]
    let picture: PictureDescription?
    private enum CodingKeys: String, CodingKey {
      case picture
      case classNames = "class_names"
    }
  }

  /// The same of the run at `path`; nil for a run without a description of its model.
  fileprivate static func described(at path: String) throws(InputError) -> Described? {
    let file = Self.path(of: .model, in: path)
    guard RunPath.content(of: file) != .nothing else { return nil }
    return try JSONText.decode(Described.self, from: try FileBytes.read(file, limit: 1 << 20), path: file)
  }
}

extension StartingWeights {
  /// Takes what an export of Inkling's says beside weights alone.
  private mutating func follow(_ said: InputDescription) {
    origin = WeightsOrigin(classNames: said.task.name == .regress ? nil : said.classNames)
    if let normalization = said.normalization { origin.follow(normalization) }
    saidInk = said.picture.saidInk
  }
}
