/// One thing that is wrong in a document.
package struct DocumentFault: Sendable, Equatable {
  package let place: DocumentPlace
  /// "optimizer.learning_rate"; empty for the whole document.
  package let keyPath: String
  /// "is out of range: expected ..., found ...".
  package let sentence: String

  /// "line 7: optimizer.learning_rate is out of range: expected ..., found ...".
  package var description: String {
    let subject = keyPath.isEmpty ? "the document" : keyPath
    return (place.text.map { "\($0): " } ?? "") + "\(subject) \(sentence)"
  }
}

/// Collects what is wrong in a document, so that all of it can be said at once.
package final class DocumentFaults {
  private(set) package var all: [DocumentFault] = []

  package init() {}

  package var isEmpty: Bool { all.isEmpty }

  package func add(_ keyPath: String, at place: DocumentPlace, _ sentence: String) {
    all.append(DocumentFault(place: place, keyPath: keyPath, sentence: sentence))
  }

  /// In the order of the lines.
  package var sorted: [DocumentFault] {
    all.enumerated().sorted { ($0.element.place.order, $0.offset) < ($1.element.place.order, $1.offset) }
      .map(\.element)
  }

  /// - Parameters:
  ///   - what: "the recipe".
  ///   - path: the file, or the name of what came with the program.
  /// - Throws: `InputError` of kind `.malformed` that lists every fault, in the order of the lines.
  package func throwIfAny(in what: String, path: String) throws(InputError) {
    guard !isEmpty else { return }
    let sentences = sorted.map(\.description)
    guard sentences.count > 1 else { throw InputError(.malformed, "\(what) \(path) is wrong, \(sentences[0])") }
    throw InputError(
      .malformed, "\(what) \(path) has \(sentences.count) faults:\n  " + sentences.joined(separator: "\n  "))
  }
}
