import InklingFiles

extension KerasLayer {
  /// - Parameters:
  ///   - before: the layer before it in a sequential model.
  ///   - counts: how often each class has come so far, by which a `.keras` file names its groups.
  init(
    _ entry: DocumentNode, _ before: KerasLayer?, _ isSequential: Bool, _ counts: inout [String: Int],
    _ outer: KerasPlace, _ path: String?
  ) throws(InputError) {
    guard let kind = entry["class_name"]?.text, let config = entry["config"],
      config.entries != nil || config.elements != nil,
      let name = (entry["name"] ?? config["name"])?.text ?? (KerasModel.kinds[kind] == nil ? nil : kind), !name.isEmpty
    else {
      throw InputError(
        .malformed, "the Keras model has a layer without a class, a name or a configuration", path: path,
        found: entry.found)
    }
    let group = Self.snakeCase(kind)
    let number = counts[group, default: 0]
    counts[group] = number + 1
    let place = KerasPlace(
      names: outer.names + [name], groups: outer.groups + [number == 0 ? group : "\(group)_\(number)"])
    let calls: [[KerasReference]]
    if isSequential {
      calls = before.map { [[KerasReference(layer: $0.name, call: 0)]] } ?? []
    } else {
      var all: [[KerasReference]] = []
      for node in entry["inbound_nodes"]?.elements ?? [] {
        guard let references = Self.references(ofCall: node) else {
          throw InputError(
            .malformed,
            "the Keras layer '\(name.prefix(200))' (\(kind.prefix(60))) is called in a way that is not followed",
            path: path, expected: "values of other layers alone",
            remedy: "leave out masks, training=True and other arguments")
        }
        all.append(references)
      }
      calls = all
    }
    // A model is described with all around it, so that it can be read like one of its own.
    self.init(
      name: name, kind: kind, config: KerasModel.kinds[kind] == nil ? config : entry, calls: calls, place: place,
      customClass: KerasModel.customClass(entry, kind), path: path)
  }

  /// The values that one call is given; nil for arguments that would change what the layer does.
  private static func references(ofCall node: DocumentNode) -> [KerasReference]? {
    if let parts = node.elements {
      // Keras 2: [["name", 0, 0, {}], ...].
      for part in parts {
        let arguments = part.elements?.dropFirst(3).first?.entries ?? []
        guard arguments.allSatisfy({ isHarmless($0) }) else { return nil }
      }
      return KerasModel.references(node)
    }
    guard (node["kwargs"]?.entries ?? []).allSatisfy({ isHarmless($0) }) else { return nil }
    var (references, rest) = ([KerasReference](), Array((node["args"]?.elements ?? []).reversed()))
    while let next = rest.popLast() {
      if let elements = next.elements {
        rest += elements.reversed()
      } else if next["class_name"]?.text == "__keras_tensor__",
        let reference = KerasModel.reference(next["config"]?["keras_history"]?.elements ?? [])
      {
        references.append(reference)
      } else {
        return nil
      }
    }
    return references
  }

  private static func isHarmless(_ argument: DocumentNode.Entry) -> Bool {
    argument.value.isNull || (argument.key == "training" && argument.value.bool == false)
  }

  /// Keras's own rule for the names of groups: "BatchNormalization" is batch_normalization, "PReLU" p_re_lu.
  static func snakeCase(_ name: String) -> String {
    let letters = Array(
      name.unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" })
    func isUpper(_ place: Int) -> Bool { letters.indices.contains(place) && ("A"..."Z").contains(letters[place]) }
    func isLower(_ place: Int) -> Bool { letters.indices.contains(place) && ("a"..."z").contains(letters[place]) }
    var breaks = Set<Int>()
    // "(.)([A-Z][a-z]+)", one match behind the other.
    var place = 0
    while place < letters.count {
      guard isUpper(place + 1), isLower(place + 2) else {
        place += 1
        continue
      }
      breaks.insert(place + 1)
      place += 3
      while isLower(place) { place += 1 }
    }
    // "([a-z])([A-Z])".
    for place in letters.indices where isLower(place) && isUpper(place + 1) { breaks.insert(place + 1) }
    var result = ""
    for (place, letter) in letters.enumerated() {
      if breaks.contains(place) { result += "_" }
      result += String(letter).lowercased()
    }
    return result
  }
}
