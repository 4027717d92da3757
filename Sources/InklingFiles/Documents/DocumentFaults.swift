/// One thing that is wrong in a document.
package struct DocumentFault: Sendable, Equatable {
  package let place: DocumentPlace
  /// "optimizer.learning_rate"; empty for the whole document.
  package let keyPath: String
  /// "is out of range: expected ..., found ...".
  package let sentence: String
  /// Whether the key is none that anybody reads.
  package var isUnknownKey = false
  /// What kind of error it is where it came from the command line; nil for a value that is no such.
  package var kind: InputError.Kind?

  /// The same fault, found elsewhere.
  package func at(_ place: DocumentPlace) -> DocumentFault {
    DocumentFault(place: place, keyPath: keyPath, sentence: sentence, isUnknownKey: isUnknownKey, kind: kind)
  }

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

  /// - Parameter kind: what kind of error it is where it came from the command line; nil for a value that is no such.
  package func add(
    _ keyPath: String, at place: DocumentPlace, _ sentence: String, kind: InputError.Kind? = nil
  ) {
    add(DocumentFault(place: place, keyPath: keyPath, sentence: sentence, kind: kind))
  }

  package func add(_ fault: DocumentFault) { all.append(fault) }

  /// In the order of the lines.
  package var sorted: [DocumentFault] {
    all.enumerated().sorted { ($0.element.place.order, $0.offset) < ($1.element.place.order, $1.offset) }
      .map(\.element)
  }

  /// - Throws: `error(in:path:)`, when there is a fault.
  package func throwIfAny(in what: String, path: String?) throws(InputError) {
    if !isEmpty { throw error(in: what, path: path) }
  }

  /// An error that lists every fault, in the order of the lines: of kind `.malformed`, but for a document that only options
  /// of the command line have spoilt. Then the request is wrong: `.usage`, or what the faults say of themselves.
  ///
  /// - Parameters:
  ///   - what: "the recipe".
  ///   - path: the file, or the name of what came with the program; nil for text without either.
  package func error(in what: String, path: String?) -> InputError {
    let what = path.map { "\(what) \($0)" } ?? what
    let sentences = sorted.map(\.description)
    guard sentences.count != 1 else { return InputError(kind, "\(what) is wrong, \(sentences[0])") }
    return InputError(kind, "\(what) has \(sentences.count) faults", details: sentences)
  }

  private var kind: InputError.Kind {
    guard !all.isEmpty, all.allSatisfy({ $0.place.isCommandLine }) else { return .malformed }
    let kinds = Set(all.map { $0.kind ?? .usage })
    return kinds.count == 1 ? kinds.first ?? .usage : .usage
  }
}
