import InklingEngine
import InklingFiles
import InklingTargets

extension StartingWeights {
  /// What PyTorch's `DataParallel`, `DistributedDataParallel` and `AveragedModel`, and `torch.compile`, put before every
  /// name of a model's state.
  static let prefixes = ["module.", "_orig_mod."]
  /// `AveragedModel` counts in a tensor beside the model's.
  private static let averagedCount = "n_averaged"

  /// The same without wrappers' prefixes, as far as every tensor has them and the model's own names do not.
  func withoutPrefixes(for model: [String]) -> StartingWeights {
    var plain = self
    var found: [String] = []
    while let prefix = Self.prefix(of: plain.tensors), !model.allSatisfy({ $0.hasPrefix(prefix) }) {
      plain.tensors = plain.tensors.filter { $0.name != Self.averagedCount }.map { tensor in
        NamedTensor(name: String(tensor.name.dropFirst(prefix.count)), shape: tensor.shape, values: tensor.values)
      }
      found.append(prefix)
    }
    if !found.isEmpty { plain.notes.append("every name in \(path) begins with \(found.joined()), which is left out") }
    return plain
  }

  private static func prefix(of tensors: [NamedTensor]) -> String? {
    let names = tensors.map(\.name).filter { $0 != averagedCount }
    guard !names.isEmpty else { return nil }
    return prefixes.first { prefix in names.allSatisfy { $0.hasPrefix(prefix) } }
  }

  /// The same with the outputs in the order of the classes, which must be the same ones.
  ///
  /// - Parameter outputs: the parameters with a row for each class; nil when there are no such.
  /// - Throws: `InputError` of kind `.malformed` for other classes, and for an order that the model cannot follow.
  func ordered(as classNames: [String], outputs: Set<String>?) throws(InputError) -> StartingWeights {
    guard !replacesHead else { return self }
    var ordered = self
    ordered.origin.classNames = classNames
    guard let own = origin.classNames else {
      ordered.notes.append(
        "\(path) does not say which classes its outputs are: they are taken for \(classNames.listing), in this order")
      return ordered
    }
    guard own != classNames else { return self }
    let places = Dictionary(own.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = classNames.compactMap { places[$0] }
    let isSameSet = rows.count == own.count && Set(rows).count == own.count && own.count == classNames.count
    guard isSameSet, let outputs else { throw otherClasses(own, than: classNames, isSameSet) }
    ordered.tensors = tensors.map { outputs.contains($0.name) ? $0.selecting(rows: rows) : $0 }
    ordered.notes.append(
      "the outputs of \(path) are for the classes \(own.listing): they are put into the order of the data's, "
        + classNames.listing)
    return ordered
  }

  /// What is wrong with weights that read other characters than a data set has; nil where they have the same, or no texts.
  func otherAlphabet(than classNames: [String]) -> InputError? {
    guard !replacesHead, let own = origin.classNames, own.first == Alphabet.blankName,
      classNames.first == Alphabet.blankName, Set(own) != Set(classNames)
    else { return nil }
    return InputError(
      .malformed, "the weights to start from read another alphabet", path: path, expected: Self.alphabet(classNames),
      found: Self.alphabet(own),
      remedy: "leave data.alphabet out, or start from weights that read these characters")
  }

  private static func alphabet(_ classNames: [String]) -> String {
    "\"" + classNames.dropFirst().prefix(100).joined() + "\""
  }

  private func otherClasses(_ own: [String], than classNames: [String], _ isSameSet: Bool) -> InputError {
    if let fault = otherAlphabet(than: classNames) { return fault }
    if isSameSet, own.first == Alphabet.blankName {
      return InputError(
        .malformed, "the weights to start from read the same characters in another order", path: path,
        expected: Self.alphabet(classNames), found: Self.alphabet(own),
        remedy: "give data.alphabet in their order, or leave it out")
    }
    let problem = isSameSet ? "the classes apart in another order" : "other classes apart"
    return InputError(
      .malformed, "the weights to start from tell \(problem)", path: path, expected: classNames.listing,
      found: own.listing,
      remedy: "give --replace-head to start the last layer anew, or choose the same classes with data.classes")
  }
}

extension NamedTensor {
  /// The rows (of the first dimension) at `rows`, in this order.
  fileprivate func selecting(rows: [Int]) -> NamedTensor {
    let size = values.count / max(shape.first ?? 1, 1)
    return NamedTensor(name: name, shape: shape, values: rows.flatMap { values[$0 * size..<($0 + 1) * size] })
  }
}

extension [String] {
  /// At most ten of them, and how many more there are: "7, 1".
  package var listing: String {
    let shown = 10
    return prefix(shown).joined(separator: ", ") + (count > shown ? " and \(count - shown) more" : "")
  }
}

extension Graph {
  /// The parameters of the layer that makes the outputs, with a row for each of them; nil when several layers do, or one
  /// whose outputs cannot change places.
  package var outputParameters: Set<String>? {
    var node = output
    while nodes[node].parameters.isEmpty {
      guard nodes[node].inputs.count == 1 else { return nil }
      node = nodes[node].inputs[0]
    }
    switch nodes[node].operation {
    case .linear(let head) where head.outFeatures == outputShape.count: break
    case .conv2d(let head) where head.outChannels == outputShape.count: break
    default: return nil
    }
    return Set(nodes[node].parameters)
  }
}
