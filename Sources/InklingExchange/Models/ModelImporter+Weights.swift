import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFormats
import InklingTraining

extension ModelImporter {
  /// Weights, with the network that a person names or accepts.
  ///
  /// - Parameters:
  ///   - arrays: the weights.
  ///   - said: what an export of Inkling's put beside them.
  ///   - card: the model card beside them.
  ///   - notes: what a person should know already.
  func weightsAlone(
    _ arrays: [NamedArray], saying said: InputDescription?, card: String? = nil, notes: [String] = []
  ) throws(InputError) -> (TrainedModel, [String]) {
    var input = try options.checkedInput(path)
    // Rows of features have one side; no layers are made for them here.
    if input == nil, let image = said?.image, image.count == 3 { input = image }
    var notes = notes
    var plain = arrays
    let prefix = StateDictionary.commonPrefix(of: arrays.map(\.name))
    for index in plain.indices { plain[index].name.removeFirst(prefix.count) }
    let description: ModelDescription
    let tensors: [NamedTensor]
    if let layers = options.layers {
      description = try self.description(layers, plain, input ?? [1, 28, 28], said)
      tensors = try floats(plain, for: description.graph)
    } else {
      let proposal = try self.proposal(for: plain, input)
      let network = try ImportedNetwork(proposal, plain, path: path)
      tensors = network.parameters
      notes += network.notes
      try requireInput(input, network.graph.inputShape)
      description = try self.description(name, network.graph, nil, said)
    }
    if said?.normalization == nil,
      try options.pixels.normalization(channels: description.graph.inputShape.channels) == nil
    {
      notes.append(
        "The file does not say how pixels become inputs: they become -1 to 1, as a run's do unless told otherwise "
          + "(--pixels, --mean, --std).")
    }
    if let note = framingNote(description, said) { notes.append(note) }
    var model = try make(description, tensors)
    model.batchCounts = try plain.batchCounts
    let standard = NormalizationRecipe.standardFactors(channels: description.graph.inputShape.channels)
    let (refusal, note) = self.refusal(said, said?.normalization ?? standard, for: description)
    model.refusal = refusal
    if let note { notes.append(note) }
    if let card { model.card = ModelCard(text: card) }
    return (model, notes)
  }

  private func description(
    _ name: String, _ graph: Graph, _ layers: ModelSpecification?, _ said: InputDescription?
  ) throws(InputError) -> ModelDescription {
    // What a person says comes over it.
    if options.input == nil { try said?.requireFit(graph, path: path) }
    let channels = graph.inputShape.channels
    let given = try options.pixels.normalization(channels: channels)
    return ModelDescription(
      name: name, graph: graph, classNames: try classNames(said?.classNames, of: graph, said?.task ?? .classify),
      normalization: given ?? said?.normalization ?? NormalizationRecipe.standardFactors(channels: channels),
      specification: layers, task: said?.task ?? .classify, picture: options.pixels.picture(said?.picture))
  }

  private func description(
    _ layers: ModelSpecification, _ arrays: [NamedArray], _ input: [Int], _ said: InputDescription?
  ) throws(InputError) -> ModelDescription {
    var classes = options.classNames?.count ?? 0
    if options.classNames == nil { classes = try self.classes(of: layers, arrays, input) }
    try layers.requireRange(input: input, classes: classes)
    return try description(
      layers.name, try layers.graph(input: Shape(checking: input), classes: classes),
      layers.isBuiltIn ? nil : layers, said)
  }

  /// How many classes the weights are for: the first side of the first tensor whose shape depends on it.
  private func classes(
    of layers: ModelSpecification, _ arrays: [NamedArray], _ input: [Int]
  ) throws(InputError) -> Int {
    try layers.requireRange(input: input, classes: 2)
    let shape = try Shape(checking: input)
    let (two, three) = (try layers.graph(input: shape, classes: 2), try layers.graph(input: shape, classes: 3))
    let last = zip(two.parameters, three.parameters).filter { $0.shape.first != $1.shape.first }.map(\.0)
    for parameter in last {
      guard let array = arrays.first(where: { $0.name == parameter.name }) else { continue }
      guard array.shape.count == parameter.shape.count, let count = array.shape.first,
        (1...LabeledImages.mostClasses).contains(count)
      else {
        throw InputError(
          .malformed, "'\(parameter.name.prefix(60))' is the weight of no layer of classes", path: path,
          expected: "\(parameter.shape.count) dimensions, with 1 to \(LabeledImages.mostClasses) classes first",
          found: "\(array.shape.prefix(8))", remedy: "use the weights of the same model, or name another network")
      }
      return count
    }
    // The tensors that are missing are named where the network is made.
    return 10
  }

  /// Refuses images of another form than a proposed chain's.
  private func requireInput(_ input: [Int]?, _ shape: Shape) throws(InputError) {
    guard let input, options.input != nil, input != shape.dimensions else { return }
    throw InputError(
      .usage, "the weights are not for such images", path: path, expected: "\(shape)",
      found: input.map(String.init).joined(separator: "x"),
      remedy: "give --input as the weights need it, or leave it out")
  }

  /// The tensors of floats; counts of batches are none of a network's.
  private func floats(_ arrays: [NamedArray], for graph: Graph) throws(InputError) -> [NamedTensor] {
    let needed = Set(graph.parameters.map(\.name))
    return try arrays.filter { $0.elementType.isFloat || needed.contains($0.name) }.map { array throws(InputError) in
      guard array.elementType.isFloat else {
        throw InputError(
          .malformed, "the tensor '\(array.name.prefix(60))' is no weight: its numbers are whole", path: path,
          expected: "floats", found: array.elementType.rawValue, remedy: "use the weights of the same model")
      }
      return NamedTensor(name: array.name, shape: array.shape, values: try array.floats())
    }
  }

  /// The chain that the weights look like, for a person who accepts it.
  ///
  /// - Throws: `InputError` of kind `.usage` that shows it to one who has not.
  private func proposal(for arrays: [NamedArray], _ input: [Int]?) throws(InputError) -> LayerProposal {
    if let input, input[1] != input[2] {
      throw InputError(
        .usage, "a chain of layers is proposed for square images alone", expected: "as many rows as columns",
        found: "\(input[1])x\(input[2])",
        remedy: "name the network with --model, such as a recipe that reads texts: "
          + ModelSpecification.readers.joined(separator: ", "))
    }
    let found: LayerProposal
    do throws(InputError) {
      found = try StateDictionary.proposedLayers(of: arrays, inputSize: input?[1])
    } catch {
      throw refusal(details: [error.clause])
    }
    if options.acceptsProposal { return found }
    throw refusal(
      details: ["it may be this, which --as proposed accepts:"]
        + found.layers.prefix(40).map { "  \($0.name.prefix(60)): \($0.kind)\($0.isGuess ? " (a guess)" : "")" })
  }

  private func refusal(details: [String]) -> InputError {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let folder = DurableFile.folder(of: path)
    // What a run's folder says of its weights nobody has to say again.
    if let file = RunFolder.File(rawValue: name), RunFolder.holdsRun(folder) {
      let choice = [RunFolder.File.lastWeights: WeightsChoice.last, .bestWeights: .best][file]
      return InputError(
        .usage, "the file is a run's weights, and its folder says which network they are for", path: path,
        remedy: "give the run, \(folder)" + (choice.map { ", with --weights \($0.rawValue)" } ?? ""))
    }
    return InputError(
      .usage, "the file has weights and no network", path: path,
      remedy: "name the network with --as, one of "
        + ModelSpecification.builtIns.map(\.name).joined(separator: ", ") + ", or with --model FILE",
      details: details)
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
