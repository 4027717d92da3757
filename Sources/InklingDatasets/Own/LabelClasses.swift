import InklingFiles

/// Which class each label of a data set is.
struct LabelClasses: Sendable, Equatable {
  /// The classes' names in the order of their numbers.
  let names: [String]
  private let places: [Int64: Int32]

  /// Classes of the labels that occur in the training part, by rising value: 3, 7 and 8 become the classes 0, 1 and 2,
  /// called "3", "7" and "8". With names, label i is the name i, whether or not it occurs.
  ///
  /// - Throws: `InputError` of kind `.malformed` for fewer than two classes or too many.
  init(of training: [Int64], names: [String]?, path: String) throws(InputError) {
    var values: [Int64] = []
    if let names {
      values = names.indices.map { Int64($0) }
    } else {
      var seen: Set<Int64> = []
      for label in training where seen.insert(label).inserted {
        guard seen.count <= LabeledImages.mostClasses else {
          throw Self.fault("too many classes", path: path, found: "more than \(LabeledImages.mostClasses)")
        }
      }
      values = seen.sorted()
    }
    guard values.count >= 2 else {
      throw Self.fault("one class alone, and nothing to tell it from", path: path, found: "\(values.count)")
    }
    self.names = names ?? values.map { "\($0)" }
    places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
  }

  /// The class of each label.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a label that is none of the classes.
  func classes(of labels: [Int64], path: String) throws(InputError) -> [Int32] {
    var classes = [Int32](repeating: 0, count: labels.count)
    for (index, label) in labels.enumerated() {
      guard let place = places[label] else {
        throw InputError(
          .malformed, "a label outside the classes", path: path,
          expected: "one of \(NameList.text(places.keys.sorted().map(String.init)))",
          found: "\(label), the label of image \(index)")
      }
      classes[index] = place
    }
    return classes
  }

  /// - Throws: as `init`.
  static func requireCount(_ count: Int, path: String) throws(InputError) {
    if count == 1 { throw fault("one class alone, and nothing to tell it from", path: path, found: "1") }
    guard (2...LabeledImages.mostClasses).contains(count) else {
      throw fault(count == 0 ? "no classes" : "too many classes", path: path, found: "\(count)")
    }
  }

  private static func fault(_ what: String, path: String, found: String) -> InputError {
    InputError(
      .malformed, "the data set has \(what)", path: path, expected: "2 to \(LabeledImages.mostClasses) classes",
      found: found)
  }
}
