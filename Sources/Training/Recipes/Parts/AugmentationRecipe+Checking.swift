import Datasets
import Files

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension AugmentationRecipe {
  /// The augmentation; nil for a document that is none, which reading refuses.
  public var augmentation: Augmentation? {
    if let name = node.text { return Augmentation.preset(name) }
    guard let json = try? JSONEncoder().encode(node) else { return nil }
    return try? JSONDecoder().decode(Augmentation.self, from: json)
  }

  /// One transform: its name alone, or a mapping whose one key is its name. Names and keys are checked here, for the
  /// lines; values by the augmentation itself.
  static func check(_ node: DocumentNode, path: String, faults: DocumentFaults) {
    let name = node.text ?? node.entries.flatMap { $0.count == 1 ? $0[0].key : nil }
    guard let name else {
      faults.add(
        path, at: node.place, "should be one transform, such as 'random_crop: {padding: 2}', but is \(node.found)")
      return
    }
    guard let word = Augmentation.vocabulary.first(where: { $0.name == name }) else {
      let hint = NearestName.hint(name, among: Augmentation.vocabulary.map(\.name))
      faults.add(path, at: node.place, "is no transform: found \(name); \(hint)")
      return
    }
    guard let options = node[name] else { return }
    let reader = MappingReader(options, path: "\(path).\(name)", faults: faults)
    for key in word.keys where reader.node(key.name) != nil { check(key, of: name, reader) }
    reader.finish()
  }

  private static func check(_ key: Augmentation.Word.Key, of name: String, _ reader: MappingReader) {
    guard let value = reader.node(key.name) else { return }
    let one = DocumentNode.list([.mapping([(name, .mapping([(key.name, value)]))])])
    do {
      _ = try JSONDecoder().decode(Augmentation.self, from: JSONEncoder().encode(one))
    } catch {
      reader.fault(key.name, "is out of range: expected \(key.expected), found \(value.found)")
    }
  }
}
