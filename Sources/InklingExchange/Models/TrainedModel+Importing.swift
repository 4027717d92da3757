import InklingDatasets
public import InklingEngine
public import InklingFiles
import InklingFormats
import InklingHDF5
import InklingONNX
public import InklingTraining

/// What an import cannot know from the file, and a person may say.
public struct ImportOptions: Sendable {
  /// The network, for a file of weights alone.
  public var layers: ModelSpecification?
  /// Channels, height and width, for a file of weights alone; 1 x 28 x 28 by default.
  public var input: [Int]?
  /// Which of a checkpoint's dictionaries has the weights.
  public var key: String?
  /// The names of the classes.
  public var classNames: [String]?

  /// By default everything is as the file says.
  public init(
    layers: ModelSpecification? = nil, input: [Int]? = nil, key: String? = nil, classNames: [String]? = nil
  ) {
    self.layers = layers
    self.input = input
    self.key = key
    self.classNames = classNames
  }

  /// Refuses what is said of a model that says everything itself.
  func requireNone(for path: String) throws(InputError) {
    guard layers == nil, input == nil, key == nil, classNames == nil else {
      throw InputError(
        .usage, "the model says itself which network, images and classes it has", path: path,
        remedy: "leave out --model, --input, --key and --classes")
    }
  }
}

extension TrainedModel {
  /// Opens a model of any kind: a run's folder, Inkling's own file, an ONNX model, a Keras model, or the weights of
  /// PyTorch or safetensors with the network that they are for.
  ///
  /// - Parameters:
  ///   - path: of the folder or the file. What the file is its content says, never its name.
  ///   - weights: which of a run's; nil takes those that it ended with.
  ///   - options: what the file does not say.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  /// - Returns: the model, and what a person should know, each in one sentence.
  /// - Throws: `InputError`: `.missing` when there is nothing; `.malformed` for a file that is damaged or cannot be
  ///   followed; `.usage` for weights without a network, or options that do not belong to the file.
  public static func open(
    _ path: String, weights: WeightsChoice? = nil, options: ImportOptions = ImportOptions(),
    instructionSet: InstructionSet = .best
  ) throws(InputError) -> (model: TrainedModel, notes: [String]) {
    func own() throws(InputError) -> (TrainedModel, [String]) {
      try options.requireNone(for: path)
      return (try TrainedModel(contentsOf: path, weights: weights, instructionSet: instructionSet), [])
    }
    guard RunFolder.isFile(path) else { return try own() }
    if let weights {
      throw InputError(
        .usage, "a model's file has one set of weights, and nothing to choose", path: path, found: weights.rawValue,
        remedy: "leave --weights out, or name the run")
    }
    switch try FileInspector.all.kind(of: path) {
    case .safetensors:
      let file = try SafetensorsFile(contentsOf: path)
      guard file.metadata["inkling"] == nil else { return try own() }
      return try weightsAlone(try file.arrays(), path, options, instructionSet)
    case .pytorch, .pytorchLegacy:
      return try weightsAlone(try PyTorchFile(contentsOf: path, key: options.key).arrays, path, options, instructionSet)
    case .onnx:
      return try network(try ImportedNetwork(ONNXModel(path: path), path: path), path, options, instructionSet)
    case .keras, .hdf5:
      let keras = try KerasFile.read(try FileBytes.read(path), path: path)
      return try network(keras.network, path, options, instructionSet)
    default: return try own()
    }
  }

  private static func network(
    _ network: ImportedNetwork, _ path: String, _ options: ImportOptions, _ instructionSet: InstructionSet
  ) throws(InputError) -> (TrainedModel, [String]) {
    if options.layers != nil || options.input != nil || options.key != nil {
      throw InputError(
        .usage, "the file has a network of its own", path: path, remedy: "leave out --model, --input and --key")
    }
    var notes = network.notes
    let (channels, classes) = (network.graph.inputShape.channels, network.graph.outputShape.count)
    if network.normalization == nil {
      notes.append("The file does not say how pixels become inputs: bytes are divided by 255.")
    }
    let description = ModelDescription(
      name: name(of: path), graph: network.graph,
      classNames: try classNames(options.classNames ?? network.classNames, classes, path),
      normalization: network.normalization ?? plain(channels))
    return (try make(description, network.parameters, path, instructionSet), notes)
  }

  private static func weightsAlone(
    _ arrays: [NamedArray], _ path: String, _ options: ImportOptions, _ instructionSet: InstructionSet
  ) throws(InputError) -> (TrainedModel, [String]) {
    guard let layers = options.layers else {
      throw InputError(
        .usage, "the file has weights and no network", path: path,
        remedy: "name the network with --model, one of "
          + ModelSpecification.builtIns.map(\.name).joined(separator: ", ") + " or a YAML file",
        details: proposal(for: arrays))
    }
    let tensors = try arrays.filter { $0.elementType.isFloat }.map { array throws(InputError) in
      NamedTensor(name: array.name, shape: array.shape, values: try array.floats())
    }
    guard let classes = options.classNames?.count ?? tensors.last?.shape.first,
      (1...LabeledImages.mostClasses).contains(classes)
    else {
      throw InputError(
        .malformed, "the weights end in no layer of classes", path: path,
        expected: "1 to \(LabeledImages.mostClasses) classes")
    }
    let input = options.input ?? [1, 28, 28]
    try layers.requireRange(input: input, classes: classes)
    let description = ModelDescription(
      name: layers.name, graph: try layers.graph(input: Shape(input), classes: classes),
      classNames: try classNames(options.classNames, classes, path),
      normalization: NormalizationRecipe.standardFactors(channels: input[0]),
      specification: layers.isBuiltIn ? nil : layers)
    let note =
      "The file does not say how pixels become inputs: they become -1 to 1, as a run's do unless told otherwise."
    return (try make(description, tensors, path, instructionSet), [note])
  }

  /// What the weights look like, a line a layer.
  private static func proposal(for arrays: [NamedArray]) -> [String] {
    guard let proposal = try? StateDictionary.proposedLayers(of: arrays) else { return [] }
    return ["it may be:"]
      + proposal.layers.prefix(40).map { "  \($0.name.prefix(60)): \($0.kind)\($0.isGuess ? " (a guess)" : "")" }
  }

  private static func make(
    _ description: ModelDescription, _ parameters: [NamedTensor], _ path: String, _ instructionSet: InstructionSet
  ) throws(InputError) -> TrainedModel {
    do {
      let count = description.graph.inputShape.count
      let images = (0..<8).map { number in
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 37 &+ number &* 101) &* ($0 >> 3)) }
      }
      var model = try TrainedModel(
        description, parameters: parameters, goldenImages: images, instructionSet: instructionSet)
      model.origin = Origin(path: path)
      return model
    } catch {
      throw error.naming(path)
    }
  }

  private static func classNames(_ names: [String]?, _ count: Int, _ path: String) throws(InputError) -> [String] {
    guard let names else { return (0..<count).map(String.init) }
    guard names.count == count else {
      throw InputError(
        .usage, "the class names are not the network's", path: path, expected: "\(count)", found: "\(names.count)")
    }
    return names
  }

  /// 0 to 1.
  private static func plain(_ channels: Int) -> Normalization {
    Normalization(
      scale: [Float](repeating: 1 / 255, count: channels), shift: [Float](repeating: 0, count: channels))
  }

  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last ?? "model"
    return String((file.lastIndex(of: ".").map { file[..<$0] } ?? file).prefix(100))
  }
}
