import Files
import Inkling

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
    let metadata = [
      "format": Self.format, "version": version.rawValue, "state": state,
      "sha256": Self.digest(version: version, state: state, tensors: tensors),
    ]
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
      parameters: parameters, optimizerState: optimizerState, version: version)
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
    var bytes: [UInt8] = []
    bytes.reserveCapacity(state.utf8.count + tensors.reduce(0) { $0 + $1.values.count * 4 + 256 })
    bytes.append(prefixed: version.rawValue)
    bytes.append(prefixed: state)
    for tensor in tensors.inNameOrder {
      bytes.append(prefixed: tensor.name)
      bytes.append(littleEndian: tensor.shape.count)
      for size in tensor.shape { bytes.append(littleEndian: size) }
      bytes.append(littleEndian: tensor.values)
    }
    return sha256Hex(bytes)
  }
}

extension [UInt8] {
  fileprivate mutating func append(prefixed text: String) {
    append(littleEndian: text.utf8.count)
    append(contentsOf: text.utf8)
  }

  fileprivate mutating func append(littleEndian value: Int) {
    Swift.withUnsafeBytes(of: Int64(value).littleEndian) { append(contentsOf: $0) }
  }

  fileprivate mutating func append(littleEndian values: [Float]) {
    for value in values { Swift.withUnsafeBytes(of: value.bitPattern.littleEndian) { append(contentsOf: $0) } }
  }
}

extension NamedTensor {
  fileprivate func renamed(_ name: String) -> NamedTensor { NamedTensor(name: name, shape: shape, values: values) }

  fileprivate func withoutPrefix(_ prefix: String) -> NamedTensor? {
    name.hasPrefix(prefix) ? renamed(String(name.dropFirst(prefix.count))) : nil
  }
}
