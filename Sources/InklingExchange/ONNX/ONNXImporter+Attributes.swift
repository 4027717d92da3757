import InklingFiles
import InklingONNX

/// What a node's attributes must be, so that whoever reads them can take them as they are.
extension ONNXImporter {
  fileprivate enum Kind {
    case flag, integer, float, list
    /// One of these.
    case word(Set<String>)
  }

  /// The attributes of all operations that are imported: none has two meanings.
  private static let kinds: [String: Kind] = [
    "transA": .flag, "transB": .flag, "ceil_mode": .flag, "count_include_pad": .flag, "keepdims": .flag,
    "training_mode": .flag, "noop_with_empty_axes": .flag, "allowzero": .flag, "storage_order": .flag,
    "axis": .integer, "group": .integer, "num_groups": .integer, "to": .integer, "start": .integer, "end": .integer,
    "alpha": .float, "beta": .float, "epsilon": .float, "momentum": .float,
    "kernel_shape": .list, "strides": .list, "pads": .list, "dilations": .list, "perm": .list, "axes": .list,
    "auto_pad": .word(["", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"]), "approximate": .word(["none", "tanh"]),
    "mode": .word(["constant", "reflect", "edge", "wrap"]),
  ]

  /// Refuses an attribute that the operation does not have, of another type, or with a value that nobody knows.
  func checkAttributes(_ node: ONNXNode) throws(InputError) {
    guard let known = ONNXRunner.attributes(of: node.operation) else { return }
    for attribute in node.attributes {
      guard known.contains(attribute.name) else {
        throw fault("the \(node.label) has an attribute that is not known", found: "'\(attribute.name.prefix(60))'")
      }
      // Other operations have a mode too, of other words.
      guard let kind = Self.kinds[attribute.name], attribute.name != "mode" || node.operation == "Pad" else { continue }
      try check(attribute, kind, node)
    }
    if let type = node.attribute("stash_type"), type != .integer(1) {
      throw refusal(node, "it computes with another type than floats of 32 bits")
    }
  }

  private func check(_ attribute: ONNXAttribute, _ kind: Kind, _ node: ONNXNode) throws(InputError) {
    func wrong(_ expected: String, _ found: String) -> InputError {
      fault(
        "the \(node.label) has an attribute '\(attribute.name)' that cannot be followed", expected: expected,
        found: found)
    }
    switch (kind, attribute.value) {
    case (.flag, .integer(let number)):
      guard number == 0 || number == 1 else { throw wrong("0 or 1", "\(number)") }
    case (.integer, .integer), (.float, .float), (.list, .integers): break
    case (.word(let words), .text(let text)):
      guard words.contains(text) else {
        throw wrong(words.filter { !$0.isEmpty }.sorted().joined(separator: ", "), "'\(text.prefix(60))'")
      }
    case (let kind, let value): throw wrong(kind.title, value.title)
    }
  }
}

extension ONNXImporter.Kind {
  fileprivate var title: String {
    switch self {
    case .flag, .integer: "a whole number"
    case .float: "a float"
    case .list: "a list of whole numbers"
    case .word: "a text"
    }
  }
}

extension ONNXAttribute.Value {
  fileprivate var title: String {
    switch self {
    case .float: "a float"
    case .integer: "a whole number"
    case .text: "a text"
    case .tensor: "a tensor"
    case .floats: "a list of floats"
    case .integers: "a list of whole numbers"
    case .texts: "a list of texts"
    case .other(let name): String(name.prefix(60))
    }
  }
}
