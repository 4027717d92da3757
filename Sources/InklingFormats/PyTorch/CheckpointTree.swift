import InklingFiles

/// The dictionaries, lists and tensors of a checkpoint, by their names from the top: "model.conv1.weight".
struct CheckpointTree {
  /// A dictionary that holds tensors.
  struct Candidate: Equatable {
    /// Its keys from the top, joined by "."; "." for the top itself.
    let path: String
    let value: PickleValue
    let tensorCount: Int
    let isKnown: Bool
  }

  /// What stands at one place.
  struct Contents {
    var tensors: [(name: String, record: TensorRecord)] = []
    var metadata: [String: String] = [:]
    fileprivate var names: Set<String> = []
  }

  /// Names under which weights are saved.
  private static let knownNames: Set<String> = [
    "state_dict", "model_state_dict", "model_state", "model", "model_weights", "weights", "net", "net_state_dict",
    "network", "network_state_dict", "module", "params", "params_ema", "ema", "ema_state_dict", "model_ema",
    "state_dict_ema", "ema_model",
  ]
  /// The most values that are looked at: a value that is shared is looked at as often as it is named.
  private static let visitLimit = 1 << 18
  private static let depthLimit = 64
  private static let nameLimit = 1024
  private static let tensorLimit = 1 << 16
  private static let metadataLimit = 1000
  private static let metadataLength = 1000
  /// The longest list whose items are shown as metadata.
  private static let shownItems = 64

  let pickle: Pickle
  let path: String?
  private let reader: TensorReader

  init(pickle: Pickle, path: String?) {
    (self.pickle, self.path) = (pickle, path)
    reader = TensorReader(pickle: pickle, path: path)
  }

  // MARK: Where weights are

  /// The dictionaries with tensors of their own: those of known names when there are any.
  func candidates() throws(InputError) -> [Candidate] { try candidates(in: pickle.root) }

  /// The same inside a value.
  func candidates(in value: PickleValue) throws(InputError) -> [Candidate] {
    var all: [Candidate] = []
    var visits = 0
    try search(value, name: "", isKnown: false, depth: 0, &all, &visits)
    let known = all.filter(\.isKnown)
    return known.isEmpty ? all : known
  }

  private func search(
    _ value: PickleValue, name: String, isKnown: Bool, depth: Int, _ found: inout [Candidate], _ visits: inout Int
  ) throws(InputError) {
    try visit(&visits, depth: depth, name: name)
    guard let object = pickle.object(value), object.isDictionary else { return }
    let count = zip(object.keys, object.items).count { Self.isText($0) && reader.isTensor($1) }
    visits += object.items.count
    if count > 0 {
      found.append(Candidate(path: name.isEmpty ? "." : name, value: value, tensorCount: count, isKnown: isKnown))
    }
    for (key, item) in zip(object.keys, object.items) {
      guard case .text(let text) = key, case .object = item, !reader.isTensor(item) else { continue }
      try search(
        item, name: name.isEmpty ? text : name + "." + text, isKnown: Self.knownNames.contains(text.lowercased()),
        depth: depth + 1, &found, &visits)
    }
  }

  /// The value at a path such as "model.ema"; nil when there is none. Keys with "." in them are found too.
  func value(at path: String) -> PickleValue? {
    if path == "." { return pickle.root }
    var value = pickle.root
    var parts = path.split(separator: ".", omittingEmptySubsequences: false)[...]
    while !parts.isEmpty {
      guard let object = pickle.object(value), object.isDictionary,
        let length = (1...parts.count).reversed().first(where: {
          object.value(parts.prefix($0).joined(separator: ".")) != nil
        }), let next = object.value(parts.prefix(length).joined(separator: "."))
      else { return nil }
      value = next
      parts = parts.dropFirst(length)
    }
    return value
  }

  // MARK: What is there

  /// All tensors inside a value, in order, and its plain values as text.
  func contents(of value: PickleValue) throws(InputError) -> Contents {
    var contents = Contents()
    var visits = 0
    try collect(value, name: "", depth: 0, into: &contents, &visits)
    return contents
  }

  private func collect(
    _ value: PickleValue, name: String, depth: Int, into contents: inout Contents, _ visits: inout Int
  ) throws(InputError) {
    try visit(&visits, depth: depth, name: name)
    if reader.isTensor(value) {
      let name = name.isEmpty ? "tensor" : name
      guard contents.names.insert(name).inserted else { throw fault("two tensors have one name", found: "'\(name)'") }
      guard contents.tensors.count < Self.tensorLimit else {
        throw fault("there are too many tensors", expected: "at most \(Self.tensorLimit)")
      }
      contents.tensors.append((name, try reader.record(value, name: name)))
    } else if let children = try children(of: value) {
      for (key, child) in children {
        try collect(child, name: name.isEmpty ? key : name + "." + key, depth: depth + 1, into: &contents, &visits)
      }
    } else if let text = text(of: value), contents.metadata.count < Self.metadataLimit {
      contents.metadata[name] = text
    }
  }

  /// The plain values outside the value `except`, as text: "epoch" and the like.
  func metadata(except: PickleValue) throws(InputError) -> [String: String] {
    var metadata: [String: String] = [:]
    var visits = 0
    try describe(pickle.root, name: "", except: except, depth: 0, into: &metadata, &visits)
    return metadata
  }

  private func describe(
    _ value: PickleValue, name: String, except: PickleValue, depth: Int, into metadata: inout [String: String],
    _ visits: inout Int
  ) throws(InputError) {
    if value == except, case .object = value { return }
    try visit(&visits, depth: depth, name: name)
    if reader.isTensor(value) || metadata.count >= Self.metadataLimit { return }
    if let object = pickle.object(value), !object.isDictionary, object.items.count > Self.shownItems { return }
    if let children = try children(of: value, isStrict: false) {
      for (key, child) in children {
        try describe(
          child, name: name.isEmpty ? key : name + "." + key, except: except, depth: depth + 1, into: &metadata, &visits
        )
      }
    } else if let text = text(of: value), !name.isEmpty {
      metadata[name] = text
    }
  }

  /// The named values inside a container; nil for anything else.
  private func children(of value: PickleValue, isStrict: Bool = true) throws(InputError) -> [(String, PickleValue)]? {
    guard let object = pickle.object(value) else { return nil }
    switch object.kind {
    case .dictionary, .orderedDictionary:
      var children: [(String, PickleValue)] = []
      for (key, item) in zip(object.keys, object.items) {
        guard let name = Self.name(of: key) else {
          guard isStrict else { continue }
          throw fault("a dictionary has a key that is neither text nor a number")
        }
        children.append((name, item))
      }
      return children
    case .tuple, .list: return object.items.enumerated().map { ("\($0)", $1) }
    case .set, .call, .persistent: return nil
    }
  }

  private static func isText(_ value: PickleValue) -> Bool { if case .text = value { true } else { false } }

  private static func name(of key: PickleValue) -> String? {
    switch key {
    case .text(let text): text
    case .integer(let number): "\(number)"
    case .bool(let flag): flag ? "True" : "False"
    case .float(let number): "\(number)"
    case .none: "None"
    default: nil
    }
  }

  private func text(of value: PickleValue) -> String? {
    switch value {
    case .none: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .text(let text): String(text.prefix(Self.metadataLength))
    case .global(let name): name
    case .largeInteger, .bytes, .object: nil
    }
  }

  private func visit(_ visits: inout Int, depth: Int, name: String) throws(InputError) {
    visits += 1
    guard visits <= Self.visitLimit else {
      throw fault("the checkpoint shares its values too often", expected: "at most \(Self.visitLimit) in all")
    }
    guard depth <= Self.depthLimit, name.utf8.count <= Self.nameLimit else {
      throw fault(
        "the checkpoint is nested too deep", expected: "at most \(Self.depthLimit) dictionaries in one another")
    }
  }

  func fault(_ what: String, expected: String? = nil, found: String? = nil, remedy: String? = nil) -> InputError {
    InputError(.malformed, what, path: path, expected: expected, found: found, remedy: remedy)
  }
}
