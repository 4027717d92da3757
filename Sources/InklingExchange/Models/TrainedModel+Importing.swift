import InklingDatasets
public import InklingEngine
public import InklingFiles
import InklingFormats
import InklingHDF5
import InklingONNX
public import InklingTraining

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
  /// - Throws: `InputError`: `.missing` when there is nothing; `.malformed` for a file that is damaged, is no model, or cannot
  ///   be followed; `.usage` for weights without a network, or options that do not belong to the file.
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
    let importer = ModelImporter(path: path, options: options, instructionSet: instructionSet)
    switch try FileInspector.all.kind(of: path) {
    case .safetensors:
      let file = try SafetensorsFile(contentsOf: path)
      guard file.metadata["inkling"] == nil else { return try own() }
      return try importer.weightsAlone(try file.arrays(), notes: [])
    case .pytorch, .pytorchLegacy:
      let file = try PyTorchFile(contentsOf: path, key: options.key)
      let others = options.key == nil ? file.otherKeys : []
      return try importer.weightsAlone(
        file.arrays,
        notes: others.isEmpty
          ? []
          : [
            "The weights are those under '\((file.key ?? ".").prefix(60))'; the file also has "
              + "\(NameList.text(others.map { String($0.prefix(60)) })): --key chooses."
          ])
    case let kind:
      if let network = try ModelImporter.network(of: path) { return try importer.network(network) }
      throw InputError(
        .malformed, "the file is \(kind.title), and no model", path: path,
        expected: "Inkling's own file, ONNX, Keras, PyTorch or safetensors", found: kind.rawValue,
        remedy: "'inkling inspect' says what is in it")
    }
  }
}

extension TrainedModel {
  /// Whether there is a model at a path: a run's folder, or a file that is one by its bytes. Weights alone count, too.
  public static func isThere(at path: String) -> Bool {
    if RunFolder.holdsRun(path) { return true }
    guard RunFolder.isFile(path), !OpenFile.isPipe(path) else { return false }
    // What is no file of a known kind is no model; whoever reads it as something else says what is wrong.
    guard let kind = try? FileInspector.all.kind(of: path) else { return false }
    return [.safetensors, .pytorch, .pytorchLegacy, .onnx, .keras, .hdf5].contains(kind)
  }

  /// Whether a file is another program's, of which a person may have to say something: no run, and no file of Inkling's own.
  public static func isForeign(_ path: String) throws(InputError) -> Bool {
    guard RunFolder.isFile(path) else { return false }
    guard try FileInspector.all.kind(of: path) == .safetensors else { return true }
    return try SafetensorsFile(contentsOf: path).metadata["inkling"] == nil
  }
}

/// Makes a model of another program's file.
struct ModelImporter {
  let path: String
  let options: ImportOptions
  let instructionSet: InstructionSet

  /// The network of a file that has one; nil for a file of another kind.
  static func network(of path: String) throws(InputError) -> ImportedNetwork? {
    switch try FileInspector.all.kind(of: path) {
    case .onnx: try ImportedNetwork(ONNXModel(path: path), path: path)
    case .keras, .hdf5: try KerasFile.read(try FileBytes.read(path), path: path).network
    default: nil
    }
  }

  /// A file that has its network.
  func network(_ network: ImportedNetwork) throws(InputError) -> (TrainedModel, [String]) {
    try options.requireNoNetwork(for: path)
    let note = try normalization(of: network).note
    let card = network.card.map { ModelCard(text: $0) } ?? ModelCard()
    return (
      try make(try description(of: network), network.parameters).carrying(card),
      network.notes + [note].compactMap(\.self)
    )
  }

  /// What is known of such a network without its weights.
  func description(of network: ImportedNetwork) throws(InputError) -> ModelDescription {
    ModelDescription(
      name: name, graph: network.graph,
      classNames: try options.classNames(
        network.classNames,
        network.task.name == .read ? network.graph.outputShape.channels : network.graph.outputShape.count, path),
      normalization: try normalization(of: network).factors, task: network.task, picture: picture)
  }

  /// What turns bytes into the graph's inputs. What a file computes itself comes behind what a person says, and what an export
  /// noted beside it gives way to it.
  private func normalization(of network: ImportedNetwork) throws(InputError) -> (factors: Normalization, note: String?)
  {
    let channels = network.graph.inputShape.channels
    let unit = Normalization(mean: 0, deviation: 1, channels: channels)
    let own = network.isNormalizationNoted ? nil : network.normalization
    if let given = try options.pixels.normalization(channels: channels) {
      return (own.map { given.followed(by: $0) } ?? given, nil)
    }
    guard let own else {
      if let noted = network.normalization { return (noted, nil) }
      return (
        unit, "The file does not say how pixels become inputs: bytes are divided by 255 (--pixels, --mean, --std)."
      )
    }
    // A factor above a tenth is none for bytes: it would make inputs of tens and hundreds.
    guard own.scale.contains(where: { $0.magnitude > 0.1 }) else { return (own, nil) }
    return (
      unit.followed(by: own),
      "The file's own normalisation is of numbers from 0 to 1, it seems: bytes are divided by 255 first (--pixels)."
    )
  }

  private var picture: PictureDescription { PictureDescription(ink: options.pixels.ink ?? .any) }

  /// Weights, with the network that a person names or accepts.
  func weightsAlone(_ arrays: [NamedArray], notes: [String]) throws(InputError) -> (TrainedModel, [String]) {
    var notes = notes
    var plain = arrays
    let prefix = StateDictionary.commonPrefix(of: arrays.map(\.name))
    for index in plain.indices { plain[index].name.removeFirst(prefix.count) }
    let description: ModelDescription
    let tensors: [NamedTensor]
    if let layers = options.layers {
      tensors = try floats(plain)
      description = try self.description(layers, tensors)
    } else {
      let proposal = try self.proposal(for: plain)
      let network = try ImportedNetwork(proposal, plain, path: path)
      tensors = network.parameters
      notes += network.notes
      description = ModelDescription(
        name: name, graph: network.graph,
        classNames: try options.classNames(nil, network.graph.outputShape.count, path),
        normalization: try weightsNormalization(network.graph.inputShape.channels), picture: picture)
    }
    if options.pixels.range == nil, options.pixels.mean == nil, options.pixels.deviation == nil {
      notes.append(
        "The file does not say how pixels become inputs: they become -1 to 1, as a run's do unless told otherwise "
          + "(--pixels, --mean, --std).")
    }
    var model = try make(description, tensors)
    model.batchCounts = try plain.batchCounts
    return (model, notes)
  }

  private func weightsNormalization(_ channels: Int) throws(InputError) -> Normalization {
    try options.pixels.normalization(channels: channels) ?? NormalizationRecipe.standardFactors(channels: channels)
  }

  private func description(
    _ layers: ModelSpecification, _ tensors: [NamedTensor]
  ) throws(InputError) -> ModelDescription {
    guard let classes = options.classNames?.count ?? tensors.last?.shape.first,
      (1...LabeledImages.mostClasses).contains(classes)
    else {
      throw InputError(
        .malformed, "the weights end in no layer of classes", path: path,
        expected: "1 to \(LabeledImages.mostClasses) classes")
    }
    let input = options.input ?? [1, 28, 28]
    try layers.requireRange(input: input, classes: classes)
    return ModelDescription(
      name: layers.name, graph: try layers.graph(input: Shape(input), classes: classes),
      classNames: try options.classNames(nil, classes, path), normalization: try weightsNormalization(input[0]),
      specification: layers.isBuiltIn ? nil : layers, picture: picture)
  }

  private func floats(_ arrays: [NamedArray]) throws(InputError) -> [NamedTensor] {
    try arrays.filter { $0.elementType.isFloat }.map { array throws(InputError) in
      NamedTensor(name: array.name, shape: array.shape, values: try array.floats())
    }
  }

  /// The chain that the weights look like, for a person who accepts it.
  ///
  /// - Throws: `InputError` of kind `.usage` that shows it to one who has not.
  private func proposal(for arrays: [NamedArray]) throws(InputError) -> LayerProposal {
    if let input = options.input, input[1] != input[2] {
      throw InputError(
        .usage, "a chain of layers is proposed for square images alone", expected: "as many rows as columns",
        found: "\(input[1])x\(input[2])", remedy: "name the network with --model")
    }
    let found: LayerProposal
    do throws(InputError) {
      found = try StateDictionary.proposedLayers(of: arrays, inputSize: options.input?[1])
    } catch {
      throw refusal(details: [error.clause])
    }
    if options.acceptsProposal { return found }
    throw refusal(
      details: ["it may be this, which --as proposed accepts:"]
        + found.layers.prefix(40).map { "  \($0.name.prefix(60)): \($0.kind)\($0.isGuess ? " (a guess)" : "")" })
  }

  private func refusal(details: [String]) -> InputError {
    InputError(
      .usage, "the file has weights and no network", path: path,
      remedy: "name the network with --as, one of "
        + ModelSpecification.builtIns.map(\.name).joined(separator: ", ") + ", or with --model FILE",
      details: details)
  }

  private func make(
    _ description: ModelDescription, _ parameters: [NamedTensor]
  ) throws(InputError) -> TrainedModel {
    do {
      let count = description.graph.inputShape.count
      let images = (0..<8).map { number in
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 37 &+ number &* 101) &* ($0 >> 3)) }
      }
      var model = try TrainedModel(
        description, parameters: parameters, goldenImages: images, instructionSet: instructionSet)
      model.origin = TrainedModel.Origin(path: path)
      return model
    } catch {
      throw error.naming(path)
    }
  }

  /// The file's name without its ending.
  private var name: String {
    let file = path.split(separator: "/").last ?? "model"
    return String((file.lastIndex(of: ".").map { file[..<$0] } ?? file).prefix(100))
  }
}

extension Normalization {
  /// This, and then another on what it gives.
  fileprivate func followed(by other: Normalization) -> Normalization {
    Normalization(
      scale: zip(scale, other.scale).map { $0 * $1 },
      shift: zip(zip(shift, other.scale), other.shift).map { $0.0 * $0.1 + $1 })
  }
}

extension [NamedArray] {
  /// PyTorch's counts of batches by their layers' names.
  fileprivate var batchCounts: [String: Int] {
    get throws(InputError) {
      var counts: [String: Int] = [:]
      for array in self where array.name.hasSuffix(StateDictionary.batchCount) && array.count == 1 {
        guard !array.elementType.isFloat, let count = try array.integers().first else { continue }
        counts[String(array.name.dropLast(StateDictionary.batchCount.count))] = Int(clamping: count)
      }
      return counts
    }
  }
}
