import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let arithmetic: [String: ONNXOperation] = [
    "Add": binary({ $0 + $1 }, { $0 + $1 }, { $0 &+ $1 }),
    "Sub": binary({ $0 - $1 }, { $0 - $1 }, { $0 &- $1 }),
    "Mul": binary({ $0 * $1 }, { $0 * $1 }, { $0 &* $1 }),
    "Div": ONNXOperation(2...2) { run throws(InputError) in
      let divisor = try run.input(1)
      if divisor.integerList.contains(0) { throw run.fault("a whole number is divided by zero") }
      let isUnsigned = divisor.type == .uint64
      return [
        try run.binary(
          run.input(0), divisor, { $0 / $1 }, { $0 / $1 },
          {
            isUnsigned
              ? Int64(bitPattern: UInt64(bitPattern: $0) / UInt64(bitPattern: $1))
              : $0.dividedReportingOverflow(by: $1).partialValue
          })
      ]
    },
    "Mod": ONNXOperation(2...2, ["fmod"]) { run throws(InputError) in [try remainder(run)] },
    "Min": fold({ $0.isNaN || $0 < $1 ? $0 : $1 }, { $0.isNaN || $0 < $1 ? $0 : $1 }, { $1 ? $0.0 : $0.1 }),
    "Max": fold({ $0.isNaN || $0 > $1 ? $0 : $1 }, { $0.isNaN || $0 > $1 ? $0 : $1 }, { $1 ? $0.1 : $0.0 }),
    "Sum": ONNXOperation(1...1024) { run throws(InputError) in
      var sum = try run.input(0)
      for index in run.inputs.indices.dropFirst() {
        sum = try run.binary(sum, run.input(index), { $0 + $1 }, { $0 + $1 }, { $0 &+ $1 })
      }
      return [sum]
    },
    "Pow": ONNXOperation(2...2) { run throws(InputError) in [try power(run)] },
  ]

  private static func binary(
    _ floats: @escaping @Sendable (Float, Float) -> Float, _ doubles: @escaping @Sendable (Double, Double) -> Double,
    _ integers: @escaping @Sendable (Int64, Int64) -> Int64
  ) -> ONNXOperation {
    ONNXOperation(2...2) { run throws(InputError) in
      [try run.binary(run.input(0), run.input(1), floats, doubles, integers)]
    }
  }

  /// The smaller or larger of any number of inputs; `choose` gets two whole numbers and whether the first is smaller.
  private static func fold(
    _ floats: @escaping @Sendable (Float, Float) -> Float, _ doubles: @escaping @Sendable (Double, Double) -> Double,
    _ choose: @escaping @Sendable ((Int64, Int64), Bool) -> Int64
  ) -> ONNXOperation {
    ONNXOperation(1...1024) { run throws(InputError) in
      var result = try run.input(0)
      let isUnsigned = result.type == .uint64
      for index in run.inputs.indices.dropFirst() {
        result = try run.binary(result, run.input(index), floats, doubles) { first, second in
          choose(
            (first, second),
            isUnsigned ? UInt64(bitPattern: first) < UInt64(bitPattern: second) : first < second)
        }
      }
      return [result]
    }
  }

  /// The remainder with the dividend's sign (`fmod`), or the divisor's.
  private static func remainder(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let (dividend, divisor) = (try run.input(0), try run.input(1))
    if divisor.integerList.contains(0) { throw run.fault("a whole number is divided by zero") }
    let (truncates, isUnsigned) = (try run.flag("fmod"), dividend.type == .uint64)
    func rest<Number: BinaryFloatingPoint>(_ dividend: Number, _ divisor: Number) -> Number {
      let rest = dividend.truncatingRemainder(dividingBy: divisor)
      if truncates || rest.isNaN { return rest }
      if rest == 0 { return Number(signOf: divisor, magnitudeOf: 0) }
      return (rest < 0) != (divisor < 0) ? rest + divisor : rest
    }
    return try run.binary(dividend, divisor, rest, rest) { dividend, divisor in
      if isUnsigned { return Int64(bitPattern: UInt64(bitPattern: dividend) % UInt64(bitPattern: divisor)) }
      let rest = dividend.remainderReportingOverflow(dividingBy: divisor).partialValue
      return !truncates && rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
    }
  }

  /// The base's type decides the result's; the exponent may be of any other.
  private static func power(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let (base, exponent) = (try run.input(0), try run.input(1))
    let shape = try run.broadcastShape([base.shape, exponent.shape])
    try run.take(shape, base.type)
    if case (.integers(let bases), .integers(let exponents)) = (base.storage, exponent.storage) {
      return ONNXTensor(
        base.type, shape,
        wrapping: ONNXNodeRun.pairs(shape, bases, base.shape, exponents, exponent.shape, ONNXFunctions.power))
    }
    try run.take(bytes: 8 * (base.count + exponent.count + shape.reduce(1, *)))
    let powers = ONNXNodeRun.pairs(
      shape, base.numbers, base.shape, exponent.numbers, exponent.shape,
      ONNXFunctions.power as (Double, Double) -> Double)
    switch base.storage {
    case .floats: return ONNXTensor(base.type, shape, rounding: powers.map { Float($0) })
    case .doubles: return ONNXTensor(base.type, shape, .doubles(powers))
    case .integers: return ONNXTensor(base.type, shape, wrapping: powers.map(ONNXFunctions.integer))
    }
  }
}

extension ONNXTensor {
  /// The numbers as float64.
  var numbers: [Double] {
    switch storage {
    case .floats(let numbers): numbers.map { Double($0) }
    case .doubles(let numbers): numbers
    case .integers(let numbers): numbers.map { type == .uint64 ? Double(UInt64(bitPattern: $0)) : Double($0) }
    }
  }
}
