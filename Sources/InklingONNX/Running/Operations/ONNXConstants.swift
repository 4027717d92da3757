import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let constants: [String: ONNXOperation] = [
    "Identity": ONNXOperation(1...1) { run throws(InputError) in [try run.input(0)] },
    "Constant": ONNXOperation(0...0, ["value", "value_float", "value_floats", "value_int", "value_ints"]) {
      run throws(InputError) in [try constant(run)]
    },
    "ConstantOfShape": ONNXOperation(1...1, ["value"]) { run throws(InputError) in
      var value = ONNXTensor([1], [0])
      if let attribute = run.node.attribute("value") {
        guard case .tensor(let array) = attribute, array.count == 1 else {
          throw run.fault("its attribute 'value' is no tensor of one number")
        }
        value = try ONNXTensor(array)
      }
      let shape = try run.integers(0) ?? []
      try run.take(shape, value.type)
      return [value.reshaped([]).expanded(to: shape)]
    },
    "Range": ONNXOperation(3...3, ["stash_type"]) { run throws(InputError) in [try range(run)] },
    "Cast": ONNXOperation(1...1, ["to", "saturate", "round_mode"]) { run throws(InputError) in
      let code = try run.integer("to", 0)
      guard let type = ONNXDataType.type(of: Int64(code)), type.byteCount > 1 || !type.isFloat else {
        throw run.fault("numbers are not cast to \(ONNXDataType.name(of: Int64(code)))")
      }
      return [try run.cast(run.input(0), to: type)]
    },
    "CastLike": ONNXOperation(2...2, ["saturate", "round_mode"], since: 15) { run throws(InputError) in
      let type = try run.input(1).type
      guard type.byteCount > 1 || !type.isFloat else { throw run.fault("numbers are not cast to \(type.rawValue)") }
      return [try run.cast(run.input(0), to: type)]
    },
  ]

  private static func constant(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    guard run.node.attributes.count == 1, let attribute = run.node.attributes.first else {
      throw run.fault("a constant has one value", found: "\(run.node.attributes.count)")
    }
    switch (attribute.name, attribute.value) {
    case ("value", .tensor(let array)):
      try run.take(array.shape, array.elementType)
      return try ONNXTensor(array)
    case ("value_float", .float(let number)): return ONNXTensor([], [number])
    case ("value_floats", .floats(let numbers)): return ONNXTensor([numbers.count], numbers)
    case ("value_int", .integer(let number)): return ONNXTensor(.int64, [], .integers([number]))
    case ("value_ints", .integers(let numbers)): return ONNXTensor(.int64, [numbers.count], .integers(numbers))
    default: throw run.fault("a constant of a kind that is not followed", found: attribute.name)
    }
  }

  private static func range(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let parts = [try run.input(0), try run.input(1), try run.input(2)]
    guard parts.allSatisfy({ $0.count == 1 && $0.type == parts[0].type && $0.type != .bool }) else {
      throw run.fault("its inputs are no three numbers of one type")
    }
    let numbers = parts.map { $0.numbers[0] }
    let steps = ((numbers[1] - numbers[0]) / numbers[2]).rounded(.up)
    guard steps.isFinite, steps < 0x1p31, numbers[2] != 0 else { throw run.fault("a range without end") }
    let count = max(Int(steps), 0)
    try run.take([count], parts[0].type)
    switch parts[0].storage {
    case .floats(let start):
      let delta = parts[2].floatList[0]
      return ONNXTensor(parts[0].type, [count], rounding: (0..<count).map { start[0] + Float($0) * delta })
    case .doubles:
      return ONNXTensor(.float64, [count], .doubles((0..<count).map { numbers[0] + Double($0) * numbers[2] }))
    case .integers(let start):
      let delta = parts[2].integerList[0]
      return ONNXTensor(parts[0].type, [count], wrapping: (0..<count).map { start[0] &+ Int64($0) &* delta })
    }
  }
}

extension ONNXNodeRun {
  /// Fractions become whole numbers towards zero, and bools by whether they are zero.
  func cast(_ tensor: ONNXTensor, to type: ElementType) throws(InputError) -> ONNXTensor {
    if type == tensor.type { return tensor }
    try take(tensor.shape, type)
    if type == .bool {
      let flags = tensor.numbers.map { Int64($0 != 0 ? 1 : 0) }
      return ONNXTensor(.bool, tensor.shape, .integers(flags))
    }
    switch (tensor.storage, type.isFloat, type == .float64) {
    case (.integers(let numbers), false, _): return ONNXTensor(type, tensor.shape, wrapping: numbers)
    case (.floats(let numbers), true, false): return ONNXTensor(type, tensor.shape, rounding: numbers)
    case (_, _, true): return ONNXTensor(type, tensor.shape, .doubles(tensor.numbers))
    case (_, true, false): return ONNXTensor(type, tensor.shape, rounding: tensor.numbers.map { Float($0) })
    case (_, false, _): return ONNXTensor(type, tensor.shape, wrapping: tensor.numbers.map(ONNXFunctions.integer))
    }
  }
}
