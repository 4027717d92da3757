import InklingEngine
import InklingFiles

/// How the tensors of a file differ from those of a model, by name and shape.
struct TensorComparison: Equatable {
  private(set) var missing: [String] = []
  private(set) var unexpected: [String] = []
  private(set) var misshapen: [String] = []

  /// The names of those with another shape.
  private var misshapenNames: [String] = []

  init(model: [NamedTensor], file: [NamedTensor]) {
    self.init(model: model.map { ($0.name, $0.shape) }, file: file.map { ($0.name, $0.shape) })
  }

  init(model: [(name: String, shape: [Int])], file: [(name: String, shape: [Int])]) {
    let found = Dictionary(file.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    let names = Set(model.map(\.name))
    for tensor in model.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      guard let shape = found[tensor.name] else {
        missing.append(tensor.name)
        continue
      }
      if shape != tensor.shape {
        misshapen.append("\(tensor.name) \(shape) instead of \(tensor.shape)")
        misshapenNames.append(tensor.name)
      }
    }
    unexpected = file.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.filter { !names.contains($0) }
  }

  /// Whether nothing but the shapes of these tensors differs.
  func concerns(only names: Set<String>) -> Bool {
    missing.isEmpty && unexpected.isEmpty && names.isSuperset(of: misshapenNames)
  }

  var isSame: Bool { missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty }

  /// "missing fc4.bias; unexpected conv1.bias; misshapen conv1.weight [6, 1, 3, 3] instead of [6, 1, 5, 5]"
  var description: String {
    [("missing", missing), ("unexpected", unexpected), ("misshapen", misshapen)]
      .filter { !$0.1.isEmpty }
      .map { "\($0.0) \(Self.list($0.1))" }
      .joined(separator: "; ")
  }

  /// - Throws: `InputError` of kind `.malformed` that lists what differs.
  func requireSame(_ what: String, path: String) throws(InputError) {
    guard !isSame else { return }
    throw InputError(
      .malformed, "\(what) belong to another model", path: path, found: description,
      remedy: "resume it with the model that it was started with, or start a new run")
  }

  private static func list(_ names: [String]) -> String {
    NameList.text(names, most: 4)
  }
}
