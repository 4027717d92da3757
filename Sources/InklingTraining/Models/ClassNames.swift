package import InklingFiles
import InklingTargets

/// What the names of a model's classes must be.
package enum ClassNames {
  /// The most bytes of a name, a data set's and a person's among them.
  package static let longest = 1000

  /// Refuses names that a model cannot have: none at all, one that is empty or too long, and one that is given twice.
  ///
  /// - Parameters:
  ///   - names: in the order of the outputs.
  ///   - task: what the model has learned: quantities have no names, and a text's classes are an alphabet's.
  /// - Throws: `InputError` of kind `.malformed`.
  package static func check(_ names: [String], for task: TaskRecipe) throws(InputError) {
    if let place = names.firstIndex(where: { $0.utf8.count > longest }) {
      throw InputError(
        .malformed, "a class's name is too long", expected: "at most \(longest) bytes",
        found: "\(names[place].utf8.count) for class \(place)")
    }
    switch task.name {
    case .regress: return
    case .read: _ = try Alphabet(classNames: names)
    case .classify, .severalLabels:
      guard !names.isEmpty else { throw InputError(.malformed, "the model has no classes", expected: "one or more") }
      if let place = names.firstIndex(of: "") {
        throw InputError(
          .malformed, "a class has no name", expected: "a name for each class", found: "none for class \(place)")
      }
      var seen: Set<String> = []
      if let twice = names.first(where: { !seen.insert($0).inserted }) {
        throw InputError(
          .malformed, "two classes have one name", expected: "each name once", found: "'\(twice.prefix(100))' twice")
      }
    }
  }
}
