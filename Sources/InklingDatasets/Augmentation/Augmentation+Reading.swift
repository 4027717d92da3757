public import InklingFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Augmentation {
  /// What a person gave on the command line: a preset's name, JSON itself, or the path of a JSON file.
  ///
  /// - Throws: `InputError`: `.usage` for neither of them, `.malformed` for what is wrong in it, with the file's path.
  public static func read(_ text: String) throws(InputError) -> Augmentation {
    if let preset = preset(text) { return preset }
    if text.hasPrefix("[") || text.hasPrefix("{") { return try decode(Array(text.utf8), path: nil) }
    guard FileManager.default.fileExists(atPath: text) else {
      let near = NearestName.of(text, among: presets.map(\.name))
      throw InputError(
        .usage, "unknown augmentation",
        expected: "one of \(presets.map(\.name).joined(separator: ", ")), a JSON file, or a list in JSON",
        found: text, remedy: near.map { "did you mean \($0)?" })
    }
    return try decode(FileBytes.read(text, limit: 1 << 20), path: text)
  }

  private static func decode(_ bytes: [UInt8], path: String?) throws(InputError) -> Augmentation {
    try Augmentation(try JSONDocument.parse(bytes, path: path), path: path)
  }

  /// - Parameter path: the file's, for errors.
  /// - Throws: `InputError` of kind `.malformed` that names every fault by key and line.
  init(_ node: DocumentNode, path: String?) throws(InputError) {
    let faults = DocumentFaults()
    guard let read = Augmentation(reading: node, path: "augmentation", faults: faults) else {
      throw faults.error(in: "the augmentation", path: path)
    }
    self = read
  }

  /// A preset's name, or a list of transforms; nil where something is wrong with it, which is added to `faults`.
  ///
  /// - Parameter path: the key's path in the document.
  package init?(reading node: DocumentNode, path: String, faults: DocumentFaults) {
    let before = faults.all.count
    var transforms: [any ImageTransform] = []
    if let name = node.text {
      let names = Self.presets.map(\.name)
      if let preset = Self.preset(name) {
        self = preset
        return
      }
      let hint = NearestName.hint(name, among: names)
      faults.add(path, at: node.place, "is no preset: found \(name); \(hint) A list of transforms is valid too")
    } else if let elements = node.elements {
      transforms = elements.enumerated().compactMap { Self.transform($1, "\(path).\($0)", faults) }
    } else {
      faults.add(path, at: node.place, "should be a preset's name or a list of transforms, but is \(node.found)")
    }
    guard faults.all.count == before else { return nil }
    if let (late, mixing) = Self.misplaced(in: transforms) {
      faults.add(
        "\(path).\(late)", at: node.elements?[late].place ?? node.place,
        "stands behind \(transforms[mixing].name): \(transforms[late].name) must come before it")
      return nil
    }
    self.init(known: transforms)
  }

  /// One transform: its name alone, or a mapping whose one key is its name.
  private static func transform(
    _ node: DocumentNode, _ path: String, _ faults: DocumentFaults
  ) -> (any ImageTransform)? {
    guard let name = node.text ?? node.entries.flatMap({ $0.count == 1 ? $0[0].key : nil }) else {
      faults.add(
        path, at: node.place, "should be one transform, such as 'random_crop: {padding: 2}', but is \(node.found)")
      return nil
    }
    guard let standard = standards.first(where: { $0.name == name }) else {
      let hint = NearestName.hint(name, among: standards.map(\.name))
      faults.add(path, at: node.place, "is no transform: found \(name); \(hint)")
      return nil
    }
    guard let options = node[name] else { return standard }
    return standard.reading(MappingReader(options, path: "\(path).\(name)", faults: faults))
  }
}

extension ImageTransform {
  /// This with what the mapping has in place of its values.
  fileprivate func reading(_ reader: MappingReader) -> any ImageTransform {
    var transform = self
    for parameter in Self.parameters {
      guard let node = reader.node(parameter.name) else { continue }
      guard let given = node.double.map({ [$0] }) ?? node.doubles else {
        reader.fault(parameter.name, "is of the wrong type: expected \(parameter.expected), found \(node.found)")
        continue
      }
      guard let values = parameter.completed(given) else {
        reader.fault(parameter.name, "is out of range: expected \(parameter.expected), found \(node.listing)")
        continue
      }
      parameter.set(&transform, values)
    }
    reader.finish()
    return transform
  }
}
