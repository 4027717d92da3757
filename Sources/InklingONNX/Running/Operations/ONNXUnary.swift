import InklingFiles
import InklingFormats
import InklingMathematics

extension ONNXOperation {
  static let functions: [String: ONNXOperation] = [
    "Relu": unary({ $0 < 0 ? 0 : $0 }, { $0 < 0 ? 0 : $0 }, { max($0, 0) }),
    "Neg": unary({ -$0 }, { -$0 }, { 0 &- $0 }),
    "Abs": unary({ $0.magnitude }, { $0.magnitude }, { $0 < 0 ? 0 &- $0 : $0 }),
    "Floor": unary({ $0.rounded(.down) }, { $0.rounded(.down) }),
    "Ceil": unary({ $0.rounded(.up) }, { $0.rounded(.up) }),
    "Round": unary({ $0.rounded(.toNearestOrEven) }, { $0.rounded(.toNearestOrEven) }),
    "Sqrt": unary({ $0.squareRoot() }, { $0.squareRoot() }),
    "Reciprocal": unary({ 1 / $0 }, { 1 / $0 }),
    "Exp": function(ONNXFloatFunctions.exponential, Elementary.exponential),
    "Log": function(ONNXFunctions.logarithm),
    "Erf": function(ONNXFloatFunctions.erf, ONNXFunctions.erf),
    "Sigmoid": function(ONNXFloatFunctions.sigmoid, ONNXFunctions.sigmoid),
    "Tanh": function(ONNXFloatFunctions.tanh, ONNXFunctions.tanh),
    "Softplus": function(ONNXFunctions.softplus),
    "Softsign": function { $0 / (1 + $0.magnitude) },
    "HardSwish": function(since: 14) { $0 * min(max($0 / 6 + 0.5, 0), 1) },
    "Mish": function(since: 18) { $0 * ONNXFunctions.tanh(ONNXFunctions.softplus($0)) },
    "LeakyRelu": ONNXOperation(1...1, ["alpha"]) { run throws(InputError) in
      let alpha = try run.float("alpha", 0.01)
      return [try run.unary({ $0 < 0 ? alpha * $0 : $0 }, { $0 < 0 ? Double(alpha) * $0 : $0 })]
    },
    "Elu": ONNXOperation(1...1, ["alpha"]) { run throws(InputError) in
      let alpha = Double(try run.float("alpha", 1))
      return [try run.function { $0 < 0 ? alpha * (Elementary.exponential($0) - 1) : $0 }]
    },
    "Selu": ONNXOperation(1...1, ["alpha", "gamma"]) { run throws(InputError) in
      let alpha = Double(try run.float("alpha", 1.673_263_2))
      let gamma = Double(try run.float("gamma", 1.050_700_9))
      return [try run.function { gamma * ($0 < 0 ? alpha * (Elementary.exponential($0) - 1) : $0) }]
    },
    "HardSigmoid": ONNXOperation(1...1, ["alpha", "beta"]) { run throws(InputError) in
      let (alpha, beta) = (Double(try run.float("alpha", 0.2)), Double(try run.float("beta", 0.5)))
      return [try run.function { min(max(alpha * $0 + beta, 0), 1) }]
    },
    "Gelu": ONNXOperation(1...1, ["approximate"], since: 20) { run throws(InputError) in
      switch try run.text("approximate", "none") {
      case "none": return [try run.function(ONNXFloatFunctions.gelu, ONNXFunctions.gelu)]
      case "tanh": return [try run.function(ONNXFloatFunctions.geluByTanh, ONNXFunctions.geluByTanh)]
      case let other: throw run.fault("an approximation that is not known", found: other)
      }
    },
    "PRelu": ONNXOperation(2...2) { run throws(InputError) in
      let (input, slope) = (try run.input(0), try run.input(1))
      guard try run.broadcastShape([input.shape, slope.shape]) == input.shape else {
        throw run.fault("its slopes do not fit", expected: "\(input.shape)", found: "\(slope.shape)")
      }
      return [
        try run.binary(
          input, slope, { $0 < 0 ? $0 * $1 : $0 }, { $0 < 0 ? $0 * $1 : $0 }, { $0 < 0 ? $0 &* $1 : $0 })
      ]
    },
    "Clip": ONNXOperation(1...3) { run throws(InputError) in [try clip(run)] },
    "Dropout": ONNXOperation(1...3, ["seed", "ratio"]) { run throws(InputError) in
      let input = try run.input(0)
      let ratio = try run.optional(1).map { ratio throws(InputError) in ratio.numbers.first ?? 0.5 } ?? 0.5
      if let training = run.optional(2), training.integerList != [0], ratio != 0 {
        throw run.fault("it is in training mode, where it draws at random")
      }
      try run.take(input.shape, .bool)
      return [input, ONNXTensor(.bool, input.shape, .integers([Int64](repeating: 1, count: input.count)))]
    },
  ]

  /// Bounds are scalars; the upper one wins where the lower is above it.
  private static func clip(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    var result = try run.input(0)
    for index in 1...2 {
      guard let bound = run.optional(index) else { continue }
      guard bound.count == 1, bound.type == result.type, bound.type != .uint64 else {
        throw run.fault("a bound that does not fit", expected: "one \(result.type.rawValue)", found: "\(bound.shape)")
      }
      let scalar = bound.reshaped([])
      result =
        index == 1
        ? try run.binary(result, scalar, { $0 < $1 ? $1 : $0 }, { $0 < $1 ? $1 : $0 }, max)
        : try run.binary(result, scalar, { $0 > $1 ? $1 : $0 }, { $0 > $1 ? $1 : $0 }, min)
    }
    return result
  }

  private static func unary(
    _ floats: @escaping @Sendable (Float) -> Float, _ doubles: @escaping @Sendable (Double) -> Double,
    _ integers: (@Sendable (Int64) -> Int64)? = nil
  ) -> ONNXOperation {
    ONNXOperation(1...1) { run throws(InputError) in [try run.unary(floats, doubles, integers)] }
  }

  private static func function(
    since: Int = 0, _ function: @escaping @Sendable (Double) -> Double
  ) -> ONNXOperation {
    ONNXOperation(1...1, since: since) { run throws(InputError) in [try run.function(function, function)] }
  }

  /// One for float32, one for float64.
  private static func function(
    _ floats: @escaping @Sendable (Double) -> Double, _ doubles: @escaping @Sendable (Double) -> Double
  ) -> ONNXOperation {
    ONNXOperation(1...1) { run throws(InputError) in [try run.function(floats, doubles)] }
  }
}
