public import InklingEngine
public import InklingFiles

/// Trained weights that a run starts from: of another run, or of a model's file.
public struct StartingWeights: Sendable, Equatable {
  /// The weights by their names; as many as the file has.
  public internal(set) var tensors: [NamedTensor]
  /// The file that they came from.
  public let path: String
  /// Whether the head starts from the seed instead: the last linear layer or convolution, and what works on its outputs.
  public let replacesHead: Bool
  /// What they were trained for, as far as it is known.
  package var origin = WeightsOrigin()
  /// The network that they belong to, where their file has it; nil for a run's, which is in its folder, and for weights alone.
  package var network: ModelDescription?
  /// Which is brighter in the images that they were trained on, as far as a person has said so, of them or of what
  /// their run started from; nil elsewhere.
  package var saidInk: PictureDescription.Ink?
  /// How they were trained, where that is known.
  package var training: Recipe?
  /// What a person should know of them, each in one sentence.
  package var notes: [String] = []

  /// Weights that were read already. `fitted(to:classNames:)` holds them against a model.
  public init(tensors: [NamedTensor], path: String, replacesHead: Bool) {
    self.tensors = tensors
    self.path = path
    self.replacesHead = replacesHead
  }

  /// The same weights as a model for these classes takes them: without what a wrapper put before every name, and with
  /// the outputs in the order of the classes.
  ///
  /// - Throws: `InputError` of kind `.malformed` that lists every missing, unexpected and misshapen tensor of another
  ///   model, or both models' classes.
  public func fitted(to graph: Graph, classNames: [String]) throws(InputError) -> StartingWeights {
    let parameters = graph.parameters.map { (name: $0.name, shape: $0.shape) }
    let plain = withoutPrefixes(for: parameters.map(\.name))
    if let fault = plain.otherAlphabet(than: classNames) { throw fault }
    try plain.requireFit(parameters, head: graph.headParameters)
    return try plain.ordered(as: classNames, outputs: graph.outputParameters)
  }

  /// What a person should know when a run starts from them.
  package func notes(for recipe: Recipe, channels: Int) -> [String] {
    let notes = notes + [heldOutNote(for: recipe)].compactMap(\.self)
    let used = recipe.data.normalization
    guard let own = origin.normalization else {
      return notes + [
        "\(path) does not say how its images were normalised: \(used) are assumed; where that is wrong, set data.normalization"
      ]
    }
    guard !own.agrees(with: used, channels: channels) else { return notes }
    return notes + ["the weights in \(path) were trained on images with \(own), and this run's have \(used)"]
  }

  /// The parameters that a run starts with, given those that its seed draws.
  package typealias Start = @Sendable ([NamedTensor]) throws(InputError) -> [NamedTensor]

  func start(of graph: Graph) -> Start {
    let head = graph.headParameters
    return { fresh throws(InputError) in try parameters(for: fresh, head: head) }
  }

  /// The parameters of the model when it starts: these, and what the seed drew where the head is replaced.
  ///
  /// - Parameter fresh: the model's parameters as the seed drew them.
  /// - Throws: as `requireFit`.
  func parameters(for fresh: [NamedTensor], head: Set<String>) throws(InputError) -> [NamedTensor] {
    try requireFit(fresh.map { ($0.name, $0.shape) }, head: head)
    let known = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return fresh.map { tensor in
      replacesHead && head.contains(tensor.name) ? tensor : known[tensor.name] ?? tensor
    }
  }

  private func requireFit(_ model: [(name: String, shape: [Int])], head: Set<String>) throws(InputError) {
    let isReplaced = { (name: String) in replacesHead && head.contains(name) }
    let comparison = TensorComparison(
      model: model.filter { !isReplaced($0.name) },
      file: tensors.filter { !isReplaced($0.name) && !$0.name.hasSuffix(Self.ignoredSuffix) })
    guard !comparison.isSame else { return }
    let headAlone = comparison.concerns(only: head)
    throw InputError(
      .malformed, "the weights to start from belong to another model", path: path, found: comparison.description,
      remedy: headAlone
        ? "give --replace-head to start the last layer anew" : "start from weights of the model that is trained")
  }

  /// PyTorch counts batches in a tensor that nothing reads.
  private static let ignoredSuffix = ".num_batches_tracked"
}

extension Graph {
  /// The names of the parameters of the head: the last linear layer or convolution, and whatever works on its outputs, such
  /// as a normalisation or a PReLU. Without such a layer those of the last one that has some.
  package var headParameters: Set<String> {
    let layer = live.last {
      switch nodes[$0].operation {
      case .linear, .conv2d: true
      default: false
      }
    }
    guard let first = layer ?? live.last(where: { !nodes[$0].parameters.isEmpty }) else { return [] }
    var head: Set = [first]
    for node in live where nodes[node].inputs.contains(where: head.contains) { head.insert(node) }
    return Set(head.flatMap { nodes[$0].parameters })
  }
}
