import InklingDatasets
import InklingFiles

extension LoadedRecipe {
  /// Where the normalisation stands that came with the weights a run starts from: nobody gave it.
  static let adopted = DocumentPlace.option("the weights in fine_tuning.from")

  /// A document with settings put over it, in the one spelling that the readers know.
  ///
  /// - Parameter datasets: the names that `data.dataset` may have.
  static func document(
    _ document: DocumentNode, with settings: [RecipeSetting], _ datasets: [String]
  ) -> DocumentNode {
    let changed = settings.reduce(document) { document, setting in
      unnamed(document, beside: setting).setting(setting.path, to: setting.value)
    }
    return naming(changed.withoutNone(), among: datasets)
  }

  /// A document without the name of its model where a setting gives layers: they are another network than that of the name.
  private static func unnamed(_ document: DocumentNode, beside setting: RecipeSetting) -> DocumentNode {
    guard setting.path == "model.layers", document.node(at: "model")?.text != nil else { return document }
    return document.setting("model", to: DocumentNode(.mapping([]), place: setting.value.place))
  }

  /// `MNIST` is `mnist`, as for the option. A path, and a name of a program's own, stay what they are.
  private static func naming(_ document: DocumentNode, among datasets: [String]) -> DocumentNode {
    let key = "data.dataset"
    guard let node = document.node(at: key), let text = node.text, !datasets.contains(text) else { return document }
    let name = text.lowercased()
    guard datasets.contains(name), DatasetSource.path(text) == nil else { return document }
    return document.setting(key, to: DocumentNode.text(name).placed(at: node.place))
  }
}

extension RecipeKey {
  /// The keys that are nothing by default, and their sections: the word `none` takes them away.
  static let thatMayBeNone: Set<String> = {
    var paths: Set<String> = []
    var sections: Set<String> = []
    for key in all {
      let isNone = ["none", "`none`"].contains(key.standard)
      if isNone { paths.insert(key.path) }
      let parts = key.path.split(separator: ".")
      for count in 1..<max(parts.count, 1) {
        let section = parts[..<count].joined(separator: ".")
        // A section is nothing by default where its first key is.
        if sections.insert(section).inserted, isNone { paths.insert(section) }
      }
    }
    return paths
  }()
}

extension DocumentNode {
  /// The document without the keys that are `none` where that is their default.
  ///
  /// - Parameter path: of the node, numbers of list elements left out.
  fileprivate func withoutNone(path: String = "") -> DocumentNode {
    if let elements { return DocumentNode(.list(elements.map { $0.withoutNone(path: path) }), place: place) }
    guard let entries else { return self }
    let kept = entries.compactMap { entry -> Entry? in
      let own = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if entry.value.text == "none", RecipeKey.thatMayBeNone.contains(own) { return nil }
      let value = entry.value.withoutNone(path: own)
      // A section all of whose keys are nothing is as if it were not there.
      let isEmptied = value.entries?.isEmpty == true && entry.value.entries?.isEmpty == false
      return isEmptied ? nil : Entry(entry.key, value, place: entry.place)
    }
    return DocumentNode(.mapping(kept), place: place)
  }
}
