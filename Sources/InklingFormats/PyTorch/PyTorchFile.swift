public import InklingFiles

/// The tensors of a file that `torch.save` wrote: a state dict, or a checkpoint that holds one.
///
/// Nothing in the file is ever run: the pickle in it is read as `torch.load(weights_only=True)` does.
public struct PyTorchFile: Sendable {
  /// How a file is built.
  public enum Form: String, Sendable {
    /// A ZIP archive (PyTorch 1.6 and later).
    case zip
    /// Pickles, then the storages (before; `_use_new_zipfile_serialization=False`).
    case legacy
  }

  /// How the file is built.
  public let form: Form
  /// The tensors in the file's order, as dense arrays.
  public let arrays: [NamedArray]
  /// The plain values of the file as text, by their keys from the top: "epoch": "3".
  public let metadata: [String: String]
  /// The key of the dictionary that holds the tensors, "model_state_dict"; nil when it is the whole file.
  public let key: String?
  /// The keys of other dictionaries that hold tensors, such as an average of the weights.
  public let otherKeys: [String]
  /// The text that `encode(_:note:)` put beside the tensors; nil where there is none.
  public let note: String?
  /// What all names began with and was taken off: "module.", "_orig_mod.", "model.", or several of them.
  public let prefix: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - key: the dictionary that holds the tensors, its keys from the top joined by "."; "." for all tensors
  ///     of the file. When it is nil there must be exactly one, or one with a usual name: `model`, `state_dict`, `net`.
  /// - Throws: `InputError`: `.missing` for no such file; `.malformed` for one that is damaged, asks for something to
  ///   be run, or has tensors of a kind that is not read (sparse, quantized, complex); `.usage` when the key has to
  ///   be given or is not there.
  public init(contentsOf path: String, key: String? = nil) throws(InputError) {
    try self.init(of: ZipSource(contentsOf: path), key: key, limit: Self.sizeLimit)
  }

  /// Reads a file in memory; `path` is for errors only.
  ///
  /// - Throws: as `init(contentsOf:key:)`.
  public init(bytes: [UInt8], path: String? = nil, key: String? = nil) throws(InputError) {
    try self.init(of: ZipSource(bytes: bytes, path: path), key: key, limit: Self.sizeLimit)
  }

  /// The most bytes of all tensors together.
  static let sizeLimit = 1 << 32

  /// With a limit of one's own for all tensors together.
  init(of source: ZipSource, key: String?, limit: Int) throws(InputError) {
    let container = try PyTorchContainer(of: source)
    let tree = CheckpointTree(pickle: container.pickle, path: container.path)
    let (place, value) = try Self.choose(key, in: tree)
    var contents = try tree.contents(of: value)
    guard !contents.tensors.isEmpty else {
      throw tree.fault("there are no tensors in the file", remedy: "save a state dict with torch.save")
    }
    let prefix = StateDictionary.commonPrefix(of: contents.tensors.map(\.name))
    for index in contents.tensors.indices { contents.tensors[index].name.removeFirst(prefix.count) }
    form = container.form
    note = container.note
    self.key = place == "." ? nil : place
    otherKeys = place == "." ? [] : try tree.candidates().map(\.path).filter { $0 != place && $0 != "." }
    self.prefix = prefix
    metadata = try tree.metadata(except: value).merging(contents.metadata) { first, _ in first }
    arrays = try TensorLoader(storages: container.storages, path: container.path, limit: limit).arrays(
      of: contents.tensors)
  }

  /// Where the tensors are.
  private static func choose(
    _ key: String?, in tree: CheckpointTree
  ) throws(InputError) -> (String, PickleValue) {
    if let key {
      if let value = tree.value(at: key) { return (key, value) }
      throw InputError(
        .usage, "the checkpoint has no such key", path: tree.path, expected: list(try tree.candidates()),
        found: "'\(key)'")
    }
    let candidates = try tree.candidates()
    if candidates.count == 1 { return (candidates[0].path, candidates[0].value) }
    if let usual = usual(among: candidates) { return (usual.path, usual.value) }
    if candidates.isEmpty { return (".", tree.pickle.root) }
    throw InputError(
      .usage, "the checkpoint has several sets of tensors", path: tree.path, expected: "one",
      found: list(candidates), remedy: "choose one with --key NAME")
  }

  /// What a checkpoint's weights are usually called, the usual names first. An average of the weights (`ema`) is none: it is
  /// asked for.
  private static let usualKeys = [
    "model", "state_dict", "net", "model_state_dict", "net_state_dict", "network", "network_state_dict",
  ]

  /// The one at the top of the file that has the first of the usual names; nil when none has one.
  private static func usual(among candidates: [CheckpointTree.Candidate]) -> CheckpointTree.Candidate? {
    usualKeys.lazy.compactMap { key in candidates.first { $0.path == key } }.first
  }

  private static func list(_ candidates: [CheckpointTree.Candidate]) -> String {
    NameList.text(candidates.map { "\($0.path) (\($0.tensorCount) tensors)" })
  }
}
