import InklingFiles

extension LayerSpecification {
  /// Reads a list of layers; what is wrong is added to `faults`.
  static func list(_ node: DocumentNode, path: String, faults: DocumentFaults) -> [LayerSpecification] {
    guard let elements = node.elements else {
      faults.add(path, at: node.place, "should be a list of layers, but is \(node.found)")
      return []
    }
    guard elements.count <= largestCount else {
      faults.add(path, at: node.place, "has \(elements.count) layers: more than \(largestCount)")
      return []
    }
    let layers = elements.enumerated().map { index, element in
      (layer: LayerSpecification(reading: element, path: "\(path).\(index)", faults: faults), place: element.place)
    }
    var names: Set<String> = []
    for (index, (layer, place)) in layers.enumerated() {
      if let name = layer?.name, !names.insert(name).inserted {
        faults.add("\(path).\(index).name", at: place, "is given to two layers: \(name)")
      }
    }
    return layers.compactMap(\.layer)
  }

  static let largestCount = 1000
  static let sizes = 1...4096

  /// A word ("relu"), or one word with its options (`conv: {out: 8, kernel: 5}`, `max_pool: 2`); nil with a fault.
  init?(reading node: DocumentNode, path: String, faults: DocumentFaults) {
    let word: String
    let options: DocumentNode
    if let text = node.text {
      (word, options) = (text, DocumentNode(.null, place: node.place))
    } else if let entries = node.entries, entries.count == 1 {
      (word, options) = (entries[0].key, entries[0].value)
    } else {
      faults.add(path, at: node.place, "should be one layer, such as 'conv: {out: 8, kernel: 5}', but is \(node.found)")
      return nil
    }
    guard let entry = LayerWord.all.first(where: { $0.word == word }) else {
      let words = LayerWord.all.map(\.word)
      faults.add(path, at: node.place, "is no layer: \(word); \(NearestName.hint(word, among: words))")
      return nil
    }
    let before = faults.all.count
    let kind: Kind?
    var name: String?
    if word == LayerWord.residual.word, options.elements != nil {
      kind = .residual(Self.list(options, path: "\(path).residual", faults: faults))
    } else if word == LayerWord.concatenate.word, options.elements != nil {
      kind = .concatenate(Self.branches(options, path: "\(path).concatenate", faults: faults))
    } else {
      let reader = MappingReader(Self.expanded(options, entry.mainOption), path: "\(path).\(word)", faults: faults)
      name = reader.layerName()
      kind = entry.read(reader).map { Kind($0) }
      reader.finish()
    }
    guard let kind, faults.all.count == before else { return nil }
    self.init(kind, name: name)
  }

  static func branches(_ node: DocumentNode, path: String, faults: DocumentFaults) -> [[LayerSpecification]] {
    let branches = node.elements ?? []
    if branches.count < 2 { faults.add(path, at: node.place, "needs two branches or more, each a list of layers") }
    return branches.enumerated().map { list($1, path: "\(path).\($0)", faults: faults) }
  }

  /// A single value is the layer's main option.
  private static func expanded(_ options: DocumentNode, _ key: String?) -> DocumentNode {
    guard options.text != nil || options.elements != nil, let key else { return options }
    return DocumentNode(.mapping([.init(key, options)]), place: options.place)
  }
}

extension MappingReader {
  fileprivate func layerName() -> String? {
    guard let name = string("name") else { return nil }
    let isName = { (byte: UInt8) in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    guard !name.isEmpty, name.utf8.count <= 60, name.utf8.allSatisfy(isName) else {
      fault(
        "name", "is no name for a layer: expected 1 to 60 letters, digits and underscores, found \(name.prefix(60))")
      return nil
    }
    return name
  }

  /// A number of features, or "classes".
  func width() -> LayerSpecification.Width? {
    require("out")
    if node("out")?.text == "classes" { return .classes }
    return int("out", in: LayerSpecification.sizes).map { .features($0) }
  }

  /// A number, or a list of a height and a width.
  func extent(_ key: String, in range: ClosedRange<Int>) -> Extent2d? {
    guard node(key)?.elements != nil else {
      return int(key, in: range).map { Extent2d($0, $0) }
    }
    guard let sides = ints(key, in: range) else { return nil }
    guard sides.count == 2 else {
      fault(key, "should be one number, or a height and a width, but has \(sides.count) numbers")
      return nil
    }
    return Extent2d(sides[0], sides[1])
  }
}
