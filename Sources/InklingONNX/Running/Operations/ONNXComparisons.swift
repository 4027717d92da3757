import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let comparisons: [String: ONNXOperation] = [
    "Equal": comparison({ $0 == $1 }, { $0 == $1 }, { first, second, _ in first == second }),
    "Less": comparison({ $0 < $1 }, { $0 < $1 }, less),
    "Greater": comparison({ $0 > $1 }, { $0 > $1 }, { less($1, $0, $2) }),
    "LessOrEqual": comparison({ $0 <= $1 }, { $0 <= $1 }, { !less($1, $0, $2) }),
    "GreaterOrEqual": comparison({ $0 >= $1 }, { $0 >= $1 }, { !less($0, $1, $2) }),
    "And": logical { $0 & $1 },
    "Or": logical { $0 | $1 },
    "Xor": logical { $0 ^ $1 },
    "Not": ONNXOperation(1...1) { run throws(InputError) in
      let input = try run.input(0)
      guard input.type == .bool else { throw run.fault("its input is of another type", found: input.type.rawValue) }
      try run.take(input.shape, .bool)
      return [ONNXTensor(.bool, input.shape, .integers(input.integerList.map { 1 - $0 }))]
    },
    "Where": ONNXOperation(3...3) { run throws(InputError) in [try choice(run)] },
  ]

  private static func less(_ first: Int64, _ second: Int64, _ isUnsigned: Bool) -> Bool {
    isUnsigned ? UInt64(bitPattern: first) < UInt64(bitPattern: second) : first < second
  }

  private static func comparison(
    _ floats: @escaping @Sendable (Float, Float) -> Bool, _ doubles: @escaping @Sendable (Double, Double) -> Bool,
    _ integers: @escaping @Sendable (Int64, Int64, Bool) -> Bool
  ) -> ONNXOperation {
    ONNXOperation(2...2) { run throws(InputError) in
      let (first, second) = (try run.input(0), try run.input(1))
      guard first.type == second.type else {
        throw run.fault("its inputs are of other types", found: "\(first.type.rawValue) and \(second.type.rawValue)")
      }
      let shape = try run.broadcastShape([first.shape, second.shape])
      try run.take(shape, .bool)
      let isUnsigned = first.type == .uint64
      let result: [Int64]
      switch (first.storage, second.storage) {
      case (.floats(let a), .floats(let b)):
        result = ONNXNodeRun.pairs(shape, a, first.shape, b, second.shape) { floats($0, $1) ? 1 : 0 }
      case (.doubles(let a), .doubles(let b)):
        result = ONNXNodeRun.pairs(shape, a, first.shape, b, second.shape) { doubles($0, $1) ? 1 : 0 }
      default:
        result = ONNXNodeRun.pairs(shape, first.integerList, first.shape, second.integerList, second.shape) {
          integers($0, $1, isUnsigned) ? 1 : 0
        }
      }
      return [ONNXTensor(.bool, shape, .integers(result))]
    }
  }

  private static func logical(_ operation: @escaping @Sendable (Int64, Int64) -> Int64) -> ONNXOperation {
    ONNXOperation(2...2) { run throws(InputError) in
      let (first, second) = (try run.input(0), try run.input(1))
      guard first.type == .bool, second.type == .bool else {
        throw run.fault("its inputs are of other types", expected: "BOOL")
      }
      return [try run.binary(first, second, { first, _ in first }, { first, _ in first }, operation)]
    }
  }

  private static func choice(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let (condition, first, second) = (try run.input(0), try run.input(1), try run.input(2))
    guard condition.type == .bool, first.type == second.type else {
      throw run.fault("its inputs are of other types", expected: "BOOL and two of one type")
    }
    let shape = try run.broadcastShape([condition.shape, first.shape, second.shape])
    for type in [first.type, first.type, first.type, .bool] { try run.take(shape, type) }
    let chosen = condition.expanded(to: shape).integerList
    let (a, b) = (first.expanded(to: shape), second.expanded(to: shape))
    func pick<Number>(_ a: [Number], _ b: [Number]) -> [Number] {
      chosen.indices.map { chosen[$0] != 0 ? a[$0] : b[$0] }
    }
    switch (a.storage, b.storage) {
    case (.floats(let a), .floats(let b)): return ONNXTensor(first.type, shape, .floats(pick(a, b)))
    case (.doubles(let a), .doubles(let b)): return ONNXTensor(first.type, shape, .doubles(pick(a, b)))
    default: return ONNXTensor(first.type, shape, .integers(pick(a.integerList, b.integerList)))
    }
  }
}
