public import InklingEngine
public import InklingFiles
import InklingFormats
import InklingQuantization

/// The file is safetensors: the weights as tensors, and all else as JSON under the metadata's key "inkling".
extension TrainedModel {
  private static let metadataKey = "inkling"
  /// What says that a file's weights are bytes, in words: its readers need not know this library.
  static let quantizationKey = "quantization"
  private static let formatVersion = 1
  /// Of files whose weights are bytes: releases that know only the first would take them for numbers.
  private static let quantizedVersion = 2
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
    var quantization: QuantizationRecord?
    // Older files have none, and older releases skip it.
    var refusal: RefusalThreshold?

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case version, model, training, card, quantization, refusal
      case batchCounts = "batch_counts"
      case golden = "golden_inputs"
      case weights = "weights_sha256"
    }

    /// Refuses keys that nobody reads: what they ask for would not be done.
    static func check(_ decoder: any Decoder) throws {
      try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    }
  }

  /// The same, whose keys are all known.
  private struct KnownContents: Decodable {
    let contents: Contents

    init(from decoder: any Decoder) throws {
      contents = try Contents(from: decoder)
      // A later version has others.
      if contents.version == TrainedModel.formatVersion || contents.version == TrainedModel.quantizedVersion {
        try Contents.check(decoder)
      }
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
    guard metadata[quantizationKey] == nil else {
      return self.digest(try SafetensorsFile(contentsOf: path).arrays()) == digest
    }
    return InklingEngine.weightsSHA256(of: try Safetensors(contentsOf: path).tensors) == digest
  }

  /// The file's bytes. The same model gives the same bytes.
  ///
  /// - Throws: `InputError` of kind `.failed` for a number that JSON cannot hold.
  public func encoded() throws(InputError) -> [UInt8] {
    var metadata = try metadata()
    guard let arrays = try quantized?.arrays else {
      return Safetensors(tensors: namedParameters(), metadata: metadata).encoded()
    }
    metadata[Self.quantizationKey] = quantization?.text
    return try SafetensorsFile.encode(arrays, metadata: metadata)
  }

  /// What the file says beside the weights.
  package func metadata() throws(InputError) -> [String: String] {
    // What could not be opened again is not written.
    do throws(InputError) {
      try description.check()
    } catch {
      throw origin.path.map(error.naming) ?? error
    }
    let arrays = try quantized?.arrays
    let contents = Contents(
      version: arrays == nil ? Self.formatVersion : Self.quantizedVersion, model: description, training: training,
      card: card, batchCounts: batchCounts.isEmpty ? nil : batchCounts, golden: try golden(),
      weights: arrays.map(Self.digest) ?? InklingEngine.weightsSHA256(of: namedParameters()),
      quantization: quantization, refusal: refusal)
    // What older readers know weights by stands beside it.
    var metadata = try WeightsOrigin(
      classNames: classNames,
      normalization: training?.recipe.data.normalization ?? NormalizationRecipe(description.normalization),
      epoch: training?.epoch ?? origin.epoch
    ).metadata()
    metadata["model"] = description.name
    metadata[Self.metadataKey] = try JSONText.encode(contents, pretty: false)
    return metadata
  }

  /// SHA-256 over the arrays' bytes in the order of their names.
  private static func digest(_ arrays: [NamedArray]) -> String {
    var digest = SHA256Digest()
    for array in arrays.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      array.bytes.withUnsafeBytes { digest.update($0) }
    }
    return digest.hex()
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
    let file = try SafetensorsFile(decoding: bytes, path: path)
    if file.metadata[Self.quantizationKey] != nil, file.metadata[Self.metadataKey] != nil {
      try self.init(quantized: file, path, instructionSet)
    } else {
      try self.init(try Safetensors(decoding: bytes, path: path), path, instructionSet)
    }
  }

  /// Opens a model from bytes that were checked before and cannot have changed since, such as those that are part of the
  /// program: neither the weights' digest nor the golden inputs are looked at again.
  ///
  /// - Throws: as `init(decoding:path:instructionSet:)`.
  package init(trusting bytes: [UInt8], instructionSet: InstructionSet = .best) throws(InputError) {
    try self.init(try Safetensors(decoding: bytes), nil, instructionSet, isTrusted: true)
  }

  init(file path: String, instructionSet: InstructionSet) throws(InputError) {
    try self.init(
      decoding: FileBytes.read(path, limit: Self.largestFile), path: path, instructionSet: instructionSet)
  }

  private init(
    _ file: Safetensors, _ path: String?, _ instructionSet: InstructionSet, isTrusted: Bool = false
  ) throws(InputError) {
    guard let text = file.metadata[Self.metadataKey] else {
      throw InputError(
        .malformed, "the file has weights and no model: nothing says which network they are for", path: path,
        expected: "the key \"\(Self.metadataKey)\" in its metadata", found: "none",
        remedy: "name a run's folder or its model.safetensors, or import the file")
    }
    let contents = try Self.contents(text, Self.formatVersion, path) {
      isTrusted ? nil : InklingEngine.weightsSHA256(of: file.tensors)
    }
    do {
      let compiled = try CompiledModel(
        contents.model.graph, parameters: file.tensors, normalization: contents.model.normalization,
        instructionSet: instructionSet)
      self.init(
        contents.model, compiled, training: contents.training, card: contents.card, golden: contents.golden)
      refusal = contents.refusal
      if !isTrusted { try replay() }
    } catch {
      throw path.map(error.naming) ?? error
    }
    batchCounts = contents.batchCounts ?? [:]
    origin = Origin(path: path, epoch: contents.training?.epoch)
  }

  private init(quantized file: SafetensorsFile, _ path: String?, _ instructionSet: InstructionSet) throws(InputError) {
    let arrays = try file.arrays()
    let contents = try Self.contents(file.metadata[Self.metadataKey] ?? "", Self.quantizedVersion, path) {
      Self.digest(arrays)
    }
    do throws(InputError) {
      guard let record = contents.quantization else {
        throw InputError(.malformed, "the quantised model does not say how it was made", expected: "\"quantization\"")
      }
      let quantized = try QuantizedModel(
        graph: contents.model.graph, normalization: contents.model.normalization, arrays: arrays)
      try self.init(
        contents.model, quantized, record, contents.training, contents.card, contents.golden, instructionSet)
      refusal = contents.refusal
      try replay()
    } catch {
      throw path.map(error.naming) ?? error
    }
    origin = Origin(path: path, epoch: contents.training?.epoch)
  }

  /// The metadata, of a version that is known and of these weights, unless nobody asks for their digest.
  private static func contents(
    _ text: String, _ version: Int, _ path: String?, _ digest: () -> String?
  ) throws(InputError) -> Contents {
    let contents = try JSONText.decode(
      KnownContents.self, from: Array(text.utf8), path: path ?? "the model"
    ).contents
    guard contents.version == version else {
      throw InputError(
        .malformed, "the model is of a version that this release does not read", path: path,
        expected: "\(version)", found: "\(contents.version)",
        remedy: "use the release that wrote it, or a newer one")
    }
    try check(contents, path)
    if let found = digest(), found != contents.weights {
      throw InputError(
        .malformed, "the weights are not those that were written", path: path,
        expected: "SHA-256 \(contents.weights.prefix(64))", found: found, remedy: "get the file again")
    }
    return contents
  }

  /// Refuses what the format does not allow, as far as it can be seen without the weights.
  private static func check(_ contents: Contents, _ path: String?) throws(InputError) {
    guard contents.golden.count >= GoldenInput.fewest else {
      throw InputError(
        .malformed, "the model has too few golden inputs", path: path, expected: "\(GoldenInput.fewest) or more",
        found: "\(contents.golden.count)", remedy: "export the run again")
    }
    if contents.version == quantizedVersion { try contents.model.task.requireBytes(.malformed, path: path) }
    if let epoch = contents.training?.epoch, epoch < 1 {
      throw InputError(
        .malformed, "the model's epoch is none", path: path, expected: "1 or more", found: "\(epoch)",
        remedy: "get the file again")
    }
    if let wrong = contents.batchCounts?.values.first(where: { $0 < 0 }) {
      throw InputError(
        .malformed, "a count of batches is none", path: path, expected: "0 or more", found: "\(wrong)",
        remedy: "get the file again")
    }
  }

  /// What is wrong with a file's metadata, if they are a model's: what would keep the model from being opened, as far as it
  /// can be seen without its weights.
  package static func fault(in metadata: [String: String]) -> InputError? {
    guard let text = metadata[metadataKey] else { return nil }
    do throws(InputError) {
      _ = try contents(text, metadata[quantizationKey] == nil ? formatVersion : quantizedVersion, nil) { nil }
      return nil
    } catch {
      return error
    }
  }

  /// Asks the model its golden inputs again.
  ///
  /// - Throws: `InputError` of kind `.malformed` when an answer has moved.
  private func replay() throws(InputError) {
    let session = try session(threads: 1)
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
