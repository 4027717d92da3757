import InklingFiles
import InklingFormats

/// One node as it is run: its inputs, its attributes and what is left of the limits.
final class ONNXNodeRun {
  let node: ONNXNode
  let operatorSet: Int
  let inputs: [ONNXTensor?]
  private let path: String?
  private let ledger: ONNXLedger

  init(_ node: ONNXNode, operatorSet: Int, inputs: [ONNXTensor?], path: String?, ledger: ONNXLedger) {
    (self.node, self.operatorSet, self.inputs, self.path, self.ledger) = (node, operatorSet, inputs, path, ledger)
  }

  func fault(_ what: String, expected: String? = nil, found: String? = nil) -> InputError {
    InputError(.malformed, "the \(node.label) cannot be run: \(what)", path: path, expected: expected, found: found)
  }

  /// An input that may be left out.
  func optional(_ index: Int) -> ONNXTensor? { index < inputs.count ? inputs[index] : nil }

  /// An input that must be there.
  func input(_ index: Int) throws(InputError) -> ONNXTensor {
    guard let input = optional(index) else { throw fault("its input \(index) is missing") }
    return input
  }

  /// A float input (float32, or a half-precision one as float32) of these ranks.
  func floats(_ index: Int, rank: ClosedRange<Int> = 0...ONNXLimits.rank) throws(InputError) -> (ONNXTensor, [Float]) {
    let tensor = try input(index)
    guard case .floats(let numbers) = tensor.storage, tensor.type.byteCount > 1 else {
      throw fault("its input \(index) is of another type", expected: "F32, F16 or BF16", found: tensor.type.rawValue)
    }
    guard rank.contains(tensor.rank) else {
      throw fault(
        "its input \(index) has another number of dimensions",
        expected: rank.count == 1 ? "\(rank.lowerBound)" : "\(rank)",
        found: "\(tensor.shape)")
    }
    return (tensor, numbers)
  }

  /// A float input of a length, or nil where it is left out.
  func vector(_ index: Int, length: Int) throws(InputError) -> [Float]? {
    guard let tensor = optional(index) else { return nil }
    let (_, numbers) = try floats(index)
    guard tensor.shape == [length] else {
      throw fault("its input \(index) has another shape", expected: "[\(length)]", found: "\(tensor.shape)")
    }
    return numbers
  }

  /// An integer input's numbers, at most as many as a shape may have; nil where it is left out.
  func integers(_ index: Int) throws(InputError) -> [Int]? {
    guard let tensor = optional(index) else { return nil }
    guard case .integers(let numbers) = tensor.storage, tensor.rank <= 1, numbers.count <= 2 * ONNXLimits.rank else {
      throw fault(
        "its input \(index) is no list of whole numbers", expected: "at most \(2 * ONNXLimits.rank)",
        found: "\(tensor.type.rawValue) \(tensor.shape)")
    }
    return numbers.map { Int($0) }
  }

  /// The count of a shape's numbers, after its memory and work have been granted.
  @discardableResult
  func take(_ shape: [Int], _ type: ElementType = .float32) throws(InputError) -> Int {
    guard let count = ONNXLimits.count(of: shape) else {
      throw fault("a shape is no size", expected: ONNXLimits.shapes, found: "\(shape.prefix(16))")
    }
    // Lists of an axis' entries are made even where another axis is empty.
    let entries = shape.reduce(0, +)
    try take(bytes: count * ONNXTensor.size(of: type) + 8 * entries)
    try spend(count + entries)
    return count
  }

  /// Grants memory that the node uses besides its outputs.
  func take(bytes: Int) throws(InputError) {
    guard ledger.take(bytes) else {
      throw fault("it needs too much memory", expected: "at most \(ledger.limits.memory) bytes in all values")
    }
  }

  /// Grants a product of factors of work.
  func spend(_ factors: Int...) throws(InputError) {
    guard let work = NamedArray.elementCount(of: factors), ledger.spend(work) else {
      throw fault("the model computes too much", expected: "at most \(ledger.limits.work) numbers")
    }
  }
}
