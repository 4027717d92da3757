extension ONNXValueInfo {
  /// Whether an array of this shape fits; `named` holds the sizes of dimensions with a name, as far as they are known.
  func matches(_ array: [Int], _ named: inout [String: Int]) -> Bool {
    guard let shape else { return true }
    guard shape.count == array.count else { return false }
    for (dimension, size) in zip(shape, array) {
      switch dimension {
      case .fixed(let expected): guard size == expected else { return false }
      case .named(let name): guard named.updateValue(size, forKey: name) ?? size == size else { return false }
      case .unknown: continue
      }
    }
    return true
  }

  /// "[batch, 1, 28, ?]".
  package var shapeText: String {
    let parts = (shape ?? []).map { dimension in
      switch dimension {
      case .fixed(let size): "\(size)"
      case .named(let name): String(name.prefix(20))
      case .unknown: "?"
      }
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }
}
