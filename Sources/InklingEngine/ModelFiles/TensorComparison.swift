package import InklingFiles

/// How some tensors differ from those that a model, or its optimiser, has, by name and shape.
package struct TensorComparison: Equatable {
  private enum Difference: Equatable {
    /// In file order, before all others.
    case twice(String)
    /// In the model's order.
    case missing(String)
    case misshapen(String, found: [Int], expected: [Int])
    /// In the order of the names.
    case unexpected(String)
  }

  private var differences: [Difference] = []

  package init(model: [NamedTensor], file: [NamedTensor]) {
    self.init(model: model.map { ($0.name, $0.shape) }, file: file)
  }

  package init(model: [(name: String, shape: [Int])], file: [NamedTensor]) {
    var found: [String: NamedTensor] = [:]
    for tensor in file where found.updateValue(tensor, forKey: tensor.name) != nil {
      differences.append(.twice(tensor.name))
    }
    for (name, shape) in model {
      guard let tensor = found.removeValue(forKey: name) else {
        differences.append(.missing(name))
        continue
      }
      if tensor.shape != shape || tensor.values.count != shape.reduce(1, *) {
        differences.append(.misshapen(name, found: tensor.shape, expected: shape))
      }
    }
    differences += found.keys.sorted(by: Self.precedes).map { .unexpected($0) }
  }

  package var isSame: Bool { differences.isEmpty }

  /// Whether nothing but the shapes of these tensors differs.
  package func concerns(only names: Set<String>) -> Bool {
    differences.allSatisfy { if case .misshapen(let name, _, _) = $0 { names.contains(name) } else { false } }
  }

  /// Each difference by itself: "conv1.weight is [6, 1, 3, 3] and should be [6, 1, 5, 5], missing fc4.bias".
  var list: String {
    NameList.text(
      differences.map { difference in
        switch difference {
        case .twice(let name): "\(name) twice"
        case .missing(let name): "missing \(name)"
        case .misshapen(let name, let found, let expected): "\(name) is \(found) and should be \(expected)"
        case .unexpected(let name): "unexpected \(name)"
        }
      })
  }

  /// By kinds: "missing fc4.bias; unexpected conv1.bias; misshapen conv1.weight [6, 1, 3, 3] instead of [6, 1, 5, 5]".
  package var description: String {
    var kinds: [(word: String, names: [String])] = [
      ("twice", []), ("missing", []), ("unexpected", []), ("misshapen", []),
    ]
    for difference in differences {
      switch difference {
      case .twice(let name): kinds[0].names.append(name)
      case .missing(let name): kinds[1].names.append(name)
      case .unexpected(let name): kinds[2].names.append(name)
      case .misshapen(let name, let found, let expected):
        kinds[3].names.append("\(name) \(found) instead of \(expected)")
      }
    }
    return kinds.filter { !$0.names.isEmpty }
      .map { "\($0.word) \(NameList.text($0.names.sorted(by: Self.precedes), most: 4))" }
      .joined(separator: "; ")
  }

  /// - Throws: `InputError` of kind `.malformed` that lists what differs.
  package func requireSame(_ what: String, path: String) throws(InputError) {
    guard !isSame else { return }
    throw InputError(
      .malformed, "\(what) belong to another model", path: path, found: description,
      remedy: "resume it with the model that it was started with, or start a new run")
  }

  private static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }
}
