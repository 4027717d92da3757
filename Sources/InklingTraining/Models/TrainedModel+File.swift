public import InklingEngine
public import InklingFiles

/// The file is safetensors: the weights as tensors, and all else as JSON under the metadata's key "inkling".
extension TrainedModel {
  private static let metadataKey = "inkling"
  private static let formatVersion = 1
  /// Bytes of the largest file that is read.
  private static let largestFile = 1 << 31

  /// What the metadata says.
  private struct Contents: Codable {
    var version: Int
    var model: ModelDescription
    var training: TrainingRecord?
    var card: ModelCard
    /// Left out where there are none.
    var batchCounts: [String: Int]?
    var golden: [GoldenInput]
    var weights: String

    private enum CodingKeys: String, CodingKey {
      case version, model, training, card
      case batchCounts = "batch_counts"
      case golden = "golden_inputs"
      case weights = "weights_sha256"
    }
  }

  /// Whether a safetensors file's metadata is a trained model's.
  package static func isModel(_ metadata: [String: String]) -> Bool { metadata[metadataKey] != nil }

  /// Whether the weights in a model's file are those that were written, by their SHA-256; nil for a file that says nothing of
  /// it.
  ///
  /// - Throws: `InputError` of kind `.malformed` for metadata that are no model's.
  package static func hasIntactWeights(_ path: String, _ metadata: [String: String]) throws(InputError) -> Bool? {
    struct Digest: Decodable {
      let weights: String?
      private enum CodingKeys: String, CodingKey { case weights = "weights_sha256" }
    }
    guard let text = metadata[metadataKey],
      let digest = try JSONText.decode(Digest.self, from: Array(text.utf8), path: path).weights
    else { return nil }
    return InklingEngine.weightsSHA256(of: try Safetensors(contentsOf: path).tensors) == digest
  }

  /// The file's bytes. The same model gives the same bytes.
  ///
  /// - Throws: `InputError` of kind `.failed` for a number that JSON cannot hold.
  public func encoded() throws(InputError) -> [UInt8] {
    let parameters = namedParameters()
    let contents = Contents(
      version: Self.formatVersion, model: description, training: training, card: card,
      batchCounts: batchCounts.isEmpty ? nil : batchCounts, golden: goldenInputs,
      weights: InklingEngine.weightsSHA256(of: parameters))
    // What older readers know weights by stands beside it.
    var metadata = try WeightsOrigin(
      classNames: classNames, normalization: training?.recipe.data.normalization,
      epoch: training?.epoch ?? origin.epoch
    ).metadata()
    metadata["model"] = description.name
    metadata[Self.metadataKey] = try JSONText.encode(contents, pretty: false)
    return Safetensors(tensors: parameters, metadata: metadata).encoded()
  }

  /// Writes the model to a file, which is replaced as a whole.
  ///
  /// - Throws: `InputError`: `.unwritable` or `.broken` when the file cannot be written.
  public func save(to path: String) throws(InputError) { try DurableFile.write(try encoded(), to: path) }

  /// Opens a model from a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - path: for errors; nil for bytes that come from no file.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  /// - Throws: `InputError` of kind `.malformed` for bytes that are no model, a model of another version, weights that are
  ///   not those that were written, and answers to the golden inputs that moved.
  public init(
    decoding bytes: [UInt8], path: String? = nil, instructionSet: InstructionSet = .best
  ) throws(InputError) {
    try self.init(try Safetensors(decoding: bytes, path: path), path, instructionSet)
  }

  init(file path: String, instructionSet: InstructionSet) throws(InputError) {
    try self.init(
      try Safetensors(decoding: FileBytes.read(path, limit: Self.largestFile), path: path), path, instructionSet)
  }

  private init(_ file: Safetensors, _ path: String?, _ instructionSet: InstructionSet) throws(InputError) {
    guard let text = file.metadata[Self.metadataKey] else {
      throw InputError(
        .malformed, "the file has weights and no model: nothing says which network they are for", path: path,
        expected: "the key \"\(Self.metadataKey)\" in its metadata", found: "none",
        remedy: "name a run's folder or its model.safetensors, or import the file")
    }
    let contents = try JSONText.decode(Contents.self, from: Array(text.utf8), path: path ?? "the model")
    guard contents.version == Self.formatVersion else {
      throw InputError(
        .malformed, "the model is of a version that this release does not read", path: path,
        expected: "\(Self.formatVersion)", found: "\(contents.version)",
        remedy: "use the release that wrote it, or a newer one")
    }
    let digest = InklingEngine.weightsSHA256(of: file.tensors)
    guard digest == contents.weights else {
      throw InputError(
        .malformed, "the weights are not those that were written", path: path,
        expected: "SHA-256 \(contents.weights.prefix(64))", found: digest, remedy: "get the file again")
    }
    do {
      let compiled = try CompiledModel(
        contents.model.graph, parameters: file.tensors, normalization: contents.model.normalization,
        instructionSet: instructionSet)
      self.init(
        contents.model, compiled, training: contents.training, card: contents.card, golden: contents.golden)
      try replay()
    } catch {
      throw path.map(error.naming) ?? error
    }
    batchCounts = contents.batchCounts ?? [:]
    origin = Origin(path: path, epoch: contents.training?.epoch)
  }

  /// Asks the model its golden inputs again.
  ///
  /// - Throws: `InputError` of kind `.malformed` when an answer has moved.
  private func replay() throws(InputError) {
    guard !goldenInputs.isEmpty else { return }
    let session = try InferenceSession(compiled, threads: 1)
    for (place, golden) in goldenInputs.enumerated() {
      let answer = try session.checkedLogits(golden.pixels)
      guard answer.count == golden.logits.count else {
        throw InputError(
          .malformed, "golden input \(place) has another number of outputs", expected: "\(answer.count)",
          found: "\(golden.logits.count)", remedy: "get the file again")
      }
      let difference = zip(answer, golden.logits).reduce(Float(0)) { max($0, ($1.0 - $1.1).magnitude) }
      guard difference <= golden.allowed else {
        throw InputError(
          .malformed, "the model does not answer golden input \(place) as it did", expected: "within \(golden.allowed)",
          found: "a difference of \(difference)", remedy: "get the file again, or tell its maker")
      }
    }
  }
}
