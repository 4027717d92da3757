import InklingFiles
import InklingFormats

// Attributes by name. A value of another type than the schema's is refused.
extension ONNXNodeRun {
  func has(_ name: String) -> Bool { node.attribute(name) != nil }

  func integer(_ name: String, _ standard: Int) throws(InputError) -> Int {
    guard let value = node.attribute(name) else { return standard }
    guard case .integer(let number) = value, number.magnitude < 1 << 31 else {
      throw fault("its attribute '\(name)' is no whole number of at most 31 bits")
    }
    return Int(number)
  }

  /// 0 or 1.
  func flag(_ name: String, _ standard: Bool = false) throws(InputError) -> Bool {
    let number = try integer(name, standard ? 1 : 0)
    guard number == 0 || number == 1 else {
      throw fault("its attribute '\(name)' is neither 0 nor 1", found: "\(number)")
    }
    return number == 1
  }

  func float(_ name: String, _ standard: Float) throws(InputError) -> Float {
    guard let value = node.attribute(name) else { return standard }
    guard case .float(let number) = value else { throw fault("its attribute '\(name)' is no float") }
    return number
  }

  func text(_ name: String, _ standard: String) throws(InputError) -> String {
    guard let value = node.attribute(name) else { return standard }
    guard case .text(let text) = value else { throw fault("its attribute '\(name)' is no text") }
    return text
  }

  func list(_ name: String) throws(InputError) -> [Int]? {
    guard let value = node.attribute(name) else { return nil }
    guard case .integers(let numbers) = value, numbers.count <= 2 * ONNXLimits.rank,
      numbers.allSatisfy({ $0.magnitude < 1 << 31 })
    else {
      throw fault("its attribute '\(name)' is no list of at most \(2 * ONNXLimits.rank) whole numbers of 31 bits")
    }
    return numbers.map { Int($0) }
  }

  /// An axis from its number, counted from the end when negative.
  func axis(_ number: Int, rank: Int) throws(InputError) -> Int {
    guard (-rank..<rank).contains(number) else {
      throw fault("an axis that is not there", expected: "\(-rank) to \(rank - 1)", found: "\(number)")
    }
    return number < 0 ? number + rank : number
  }

  /// Axes from the attribute `axes`, or since an operator set from an input; nil where neither is there.
  func axes(input index: Int, since: Int, rank: Int) throws(InputError) -> [Int]? {
    let isInput = operatorSet >= since
    guard !(isInput && has("axes")) else { throw fault("'axes' is an input since the operator set \(since)") }
    guard let numbers = isInput ? try integers(index) : try list("axes") else { return nil }
    let axes = try numbers.map { number throws(InputError) in try axis(number, rank: rank) }
    guard Set(axes).count == axes.count else { throw fault("an axis is named twice", found: "\(numbers)") }
    return axes
  }

  /// Refuses an attribute unless it has the one value that is followed.
  func require(_ name: String, _ value: ONNXAttribute.Value) throws(InputError) {
    if let found = node.attribute(name), found != value {
      throw fault("its attribute '\(name)' is followed with one value only", expected: "\(value)")
    }
  }
}
