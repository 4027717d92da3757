import InklingEngine
import InklingFiles

extension Checkpoint {
  private static let format = "inkling-checkpoint"
  private static let parameterPrefix = "parameters/"
  private static let optimizerPrefix = "optimizer/"

  /// The file's bytes: safetensors, whose metadata has the format's name and version, the state as JSON, and a SHA-256
  /// over that state and over every tensor's name, shape and values.
  ///
  /// - Throws: `InputError` of kind `.failed` when the configuration holds a number that JSON cannot.
  func encoded() throws(InputError) -> [UInt8] {
    let state = try JSONText.encode(CheckpointState(self), pretty: false)
    let tensors =
      parameters.map { $0.renamed(Self.parameterPrefix + $0.name) }
      + optimizerState.map { $0.renamed(Self.optimizerPrefix + $0.name) }
    var metadata = [
      "format": Self.format, "version": version.rawValue, "state": state,
      "sha256": Self.digest(version: version, state: state, tensors: tensors),
    ]
    // Outside the checksum: only a note depends on it.
    metadata["rounding"] = rounding
    return Safetensors(tensors: tensors, metadata: metadata).encoded()
  }

  /// Reads a checkpoint back, trusting none of its bytes.
  ///
  /// - Throws: `InputError` of kind `.malformed` for bytes that are not a whole, unchanged checkpoint of this version.
  init(_ file: Safetensors, path: String) throws(InputError) {
    let version = try Self.version(file.metadata, path: path)
    guard let state = file.metadata["state"], let recorded = file.metadata["sha256"] else {
      throw InputError(.malformed, "the checkpoint has no state or no checksum", path: path)
    }
    let digest = Self.digest(version: version, state: state, tensors: file.tensors)
    guard digest == recorded else {
      throw InputError(
        .malformed, "the checkpoint is damaged: wrong SHA-256", path: path, expected: recorded, found: digest)
    }
    let stored = try JSONText.decode(CheckpointState.self, from: Array(state.utf8), path: path)
    if let impossibility = stored.impossibility {
      throw InputError(.malformed, "the checkpoint contradicts itself", path: path, found: impossibility)
    }
    let parameters = file.tensors.compactMap { $0.withoutPrefix(Self.parameterPrefix) }
    let optimizerState = file.tensors.compactMap { $0.withoutPrefix(Self.optimizerPrefix) }
    guard parameters.count + optimizerState.count == file.tensors.count else {
      throw InputError(
        .malformed, "the checkpoint holds a tensor that is neither parameter nor optimiser state", path: path)
    }
    self.init(
      configuration: stored.configuration, trainingCount: stored.trainingCount, state: stored.trainingState,
      parameters: parameters, optimizerState: optimizerState, version: version, rounding: file.metadata["rounding"])
  }

  private static func version(_ metadata: [String: String], path: String) throws(InputError) -> Version {
    guard metadata["format"] == format else {
      throw InputError(
        .malformed, "the file is not a checkpoint", path: path, expected: "format \(format)",
        found: metadata["format"] ?? "none")
    }
    guard let version = metadata["version"].flatMap(Version.init) else {
      throw InputError(
        .malformed, "the checkpoint is of another version", path: path, expected: Version.current.rawValue,
        found: metadata["version"] ?? "none", remedy: "resume it with the release that wrote it")
    }
    return version
  }

  /// Every variable part is preceded by its length, so that no two checkpoints give the same bytes to the hash.
  private static func digest(version: Version, state: String, tensors: [NamedTensor]) -> String {
    var digest = SHA256Digest()
    digest.take(prefixed: version.rawValue)
    digest.take(prefixed: state)
    for tensor in tensors.inNameOrder {
      digest.take(prefixed: tensor.name)
      digest.take(tensor.shape.count)
      for size in tensor.shape { digest.take(size) }
      // Little-endian, as the file is.
      tensor.values.withUnsafeBytes { digest.update($0) }
    }
    return digest.hex()
  }
}

extension SHA256Digest {
  fileprivate mutating func take(prefixed text: String) {
    take(text.utf8.count)
    Array(text.utf8).withUnsafeBytes { update($0) }
  }

  fileprivate mutating func take(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { update($0) }
  }
}

extension NamedTensor {
  fileprivate func renamed(_ name: String) -> NamedTensor { NamedTensor(name: name, shape: shape, values: values) }

  fileprivate func withoutPrefix(_ prefix: String) -> NamedTensor? {
    name.hasPrefix(prefix) ? renamed(String(name.dropFirst(prefix.count))) : nil
  }
}
