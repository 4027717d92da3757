/// Key paths: "optimizer.learning_rate", with numbers for the elements of lists ("parameter_groups.0.match").
extension DocumentNode {
  /// The node at a path; nil where there is none.
  package func node(at path: String) -> DocumentNode? {
    path.split(separator: ".").reduce(self as DocumentNode?) { node, part in
      if let index = Int(part), let elements = node?.elements {
        return elements.indices.contains(index) ? elements[index] : nil
      }
      return node?[String(part)]
    }
  }

  /// Where the deepest node that is there on the way to `path` stands.
  package func place(of path: String) -> DocumentPlace {
    var node = self
    var place = place
    for part in path.split(separator: ".") {
      if let entry = node.entries?.first(where: { $0.key == part }) {
        (node, place) = (entry.value, entry.place)
      } else if let elements = node.elements, let index = Int(part), elements.indices.contains(index) {
        (node, place) = (elements[index], elements[index].place)
      } else {
        break
      }
    }
    return place
  }

  /// This document with the node at `path` replaced, or put there with the mappings that lead to it.
  ///
  /// A null takes the key away. A word on the way becomes a mapping with that `name`: "adam" is short for {name: adam}.
  ///
  /// - Parameter keepsNull: a null is put there like any other value.
  package func setting(_ path: String, to node: DocumentNode, keepsNull: Bool = false) -> DocumentNode {
    setting(path.split(separator: ".").map(String.init)[...], to: node, keepsNull)
  }

  private func setting(_ path: ArraySlice<String>, to node: DocumentNode, _ keepsNull: Bool) -> DocumentNode {
    guard let key = path.first else { return node }
    let rest = path.dropFirst()
    if let index = Int(key), var elements = elements, elements.indices.contains(index) {
      elements[index] = elements[index].setting(rest, to: node, keepsNull)
      return DocumentNode(.list(elements), place: place)
    }
    var entries = entries ?? (text == nil ? [] : [Entry("name", self)])
    let old = entries.firstIndex { $0.key == key }
    // What is not there cannot be taken away, and nothing is made on the way to it.
    if old == nil, node.isNull, !keepsNull { return self }
    if rest.isEmpty, node.isNull, !keepsNull {
      if let old { entries.remove(at: old) }
    } else {
      let value = (old.map { entries[$0].value } ?? DocumentNode(.null, place: node.place))
        .setting(rest, to: node, keepsNull)
      let entry = Entry(key, value, place: rest.isEmpty ? node.place : old.map { entries[$0].place } ?? node.place)
      if let old { entries[old] = entry } else { entries.append(entry) }
    }
    return DocumentNode(.mapping(entries), place: self.entries == nil ? node.place : place)
  }

  /// The same document, all of it from one place.
  package func placed(at place: DocumentPlace) -> DocumentNode {
    switch value {
    case .null, .scalar: return DocumentNode(value, place: place)
    case .list(let elements): return DocumentNode(.list(elements.map { $0.placed(at: place) }), place: place)
    case .mapping(let entries):
      let entries = entries.map { Entry($0.key, $0.value.placed(at: place), place: place) }
      return DocumentNode(.mapping(entries), place: place)
    }
  }

  /// The first path at which two documents differ, in the order of this one's keys; nil when they are equal.
  package func firstDifference(from other: DocumentNode, path: String = "") -> String? {
    func join(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    if let mine = entries, let theirs = other.entries {
      for entry in mine {
        guard let value = other[entry.key] else { return join(entry.key) }
        if let difference = entry.value.firstDifference(from: value, path: join(entry.key)) { return difference }
      }
      return theirs.first { self[$0.key] == nil }.map { join($0.key) }
    }
    // A list of numbers is one value, one of layers is many.
    if let mine = elements, let theirs = other.elements, mine.count == theirs.count {
      for (place, (value, otherValue)) in zip(mine, theirs).enumerated()
      where value.entries != nil && otherValue.entries != nil {
        if let difference = value.firstDifference(from: otherValue, path: join("\(place)")) { return difference }
      }
    }
    return self == other ? nil : path
  }
}
