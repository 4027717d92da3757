import Files
import Inkling

/// Trained weights that a run starts from: of another run, or of a safetensors file.
public struct StartingWeights: Sendable, Equatable {
  public let tensors: [NamedTensor]
  /// The file that they came from.
  public let path: String
  /// Whether the last layer with parameters starts from the seed instead.
  public let replacesHead: Bool

  public init(tensors: [NamedTensor], path: String, replacesHead: Bool) {
    self.tensors = tensors
    self.path = path
    self.replacesHead = replacesHead
  }

  /// Reads them.
  ///
  /// - Parameters:
  ///   - source: a run's name, the path of its folder, or a safetensors file.
  ///   - runs: the folder that holds the runs.
  /// - Throws: `InputError`: `.missing` when there is no such run or file, `.malformed` when it is damaged.
  public init(_ source: String, runs: String, replacesHead: Bool) throws(InputError) {
    let run = RunFolder.locate(source, in: runs)
    if RunPath.content(of: run) != .folder, RunPath.content(of: source) == .other {
      self.init(tensors: try Safetensors.weights(source).tensors, path: source, replacesHead: replacesHead)
    } else {
      self.init(
        tensors: try RunFolder.weights(at: run), path: RunFolder.path(of: .lastWeights, in: run),
        replacesHead: replacesHead)
    }
  }

  /// Refuses weights of another model.
  ///
  /// - Throws: `InputError` of kind `.malformed` that lists every missing, unexpected and misshapen tensor.
  public func requireFit(_ graph: Graph) throws(InputError) {
    let parameters = graph.parameters.map { ($0.name, $0.parameter.shape) }
    try requireFit(parameters, head: graph.headParameters)
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
      file: tensors.filter { !isReplaced($0.name) && !$0.name.hasSuffix(Self.ignoredSuffix) }
        .map { ($0.name, $0.shape) })
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
  /// The names of the parameters of the last layer that has some.
  package var headParameters: Set<String> {
    guard let last = live.last(where: { !nodes[$0].operation.parameters.isEmpty }) else { return [] }
    let used = nodes[last].operation.parameters
    return Set(parameters.filter { named in used.contains { $0 === named.parameter } }.map(\.name))
  }
}
