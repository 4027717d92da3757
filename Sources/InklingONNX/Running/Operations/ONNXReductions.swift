import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let reductions: [String: ONNXOperation] = [
    "ReduceMean": reduction(18) { row in row.reduce(0, +) / Double(row.count) },
    "ReduceSum": reduction(13, wholeNumbers: true) { row in row.reduce(0, +) },
    "ReduceMax": reduction(18, wholeNumbers: true) { row in row.reduce(-.infinity) { $0.isNaN || $0 > $1 ? $0 : $1 } },
    "ReduceMin": reduction(18, wholeNumbers: true) { row in row.reduce(.infinity) { $0.isNaN || $0 < $1 ? $0 : $1 } },
    "ReduceProd": reduction(18, wholeNumbers: true) { row in row.reduce(1, *) },
    "ReduceL1": reduction(18) { row in row.reduce(0) { $0 + $1.magnitude } },
    "ReduceL2": reduction(18) { row in row.reduce(0) { $0 + $1 * $1 }.squareRoot() },
    "ReduceSumSquare": reduction(18) { row in row.reduce(0) { $0 + $1 * $1 } },
    "ArgMax": argument { $0 > $1 },
    "ArgMin": argument { $0 < $1 },
    "Softmax": ONNXOperation(1...1, ["axis"]) { run throws(InputError) in [try softmax(run, isLogarithm: false)] },
    "LogSoftmax": ONNXOperation(1...1, ["axis"]) { run throws(InputError) in [try softmax(run, isLogarithm: true)] },
  ]

  /// A function of the numbers along some axes, computed in float64; `since` is when the axes became an input.
  private static func reduction(
    _ since: Int, wholeNumbers: Bool = false, _ function: @escaping @Sendable (ArraySlice<Double>) -> Double
  ) -> ONNXOperation {
    ONNXOperation(1...2, ["axes", "keepdims", "noop_with_empty_axes"]) { run throws(InputError) in
      let input = try run.input(0)
      guard input.type.isFloat ? input.type.byteCount > 1 : wholeNumbers && input.type != .uint64 else {
        throw run.fault("its input is of another type", found: input.type.rawValue)
      }
      var axes = try run.axes(input: 1, since: since, rank: input.rank) ?? []
      if axes.isEmpty {
        if try run.flag("noop_with_empty_axes") { return [input] }
        axes = Array(input.shape.indices)
      }
      let keeps = try run.flag("keepdims", true)
      let kept = input.shape.indices.filter { !axes.contains($0) }
      let shape =
        keeps
        ? input.shape.indices.map { axes.contains($0) ? 1 : input.shape[$0] } : kept.map { input.shape[$0] }
      let count = try run.take(shape, input.type)
      try run.take(input.shape, .float64)
      try run.take(input.shape, .float64)
      let numbers = input.transposed(kept + axes.sorted()).numbers
      let length = count == 0 ? 0 : numbers.count / count
      let results = (0..<count).map { function(numbers[$0 * length..<($0 + 1) * length]) }
      switch input.storage {
      case .floats: return [ONNXTensor(input.type, shape, rounding: results.map { Float($0) })]
      case .doubles: return [ONNXTensor(input.type, shape, .doubles(results))]
      case .integers:
        if input.type == .bool { return [ONNXTensor(.bool, shape, .integers(results.map { $0 > 0 ? 1 : 0 }))] }
        guard !(numbers + results).contains(where: { $0.magnitude > 0x1p53 && $0.isFinite }) else {
          throw run.fault("whole numbers beyond 2^53")
        }
        return [ONNXTensor(input.type, shape, wrapping: results.map(ONNXFunctions.integer))]
      }
    }
  }

  private static func argument(_ isBetter: @escaping @Sendable (Double, Double) -> Bool) -> ONNXOperation {
    ONNXOperation(1...1, ["axis", "keepdims", "select_last_index"]) { run throws(InputError) in
      let input = try run.input(0)
      let axis = try run.axis(try run.integer("axis", 0), rank: input.rank)
      let takesLast = try run.flag("select_last_index")
      let rest = input.shape.indices.filter { $0 != axis }
      let keeps = try run.flag("keepdims", true)
      let shape = keeps ? input.shape.indices.map { $0 == axis ? 1 : input.shape[$0] } : rest.map { input.shape[$0] }
      let count = try run.take(shape, .int64)
      try run.take(input.shape, .float64)
      try run.take(input.shape, .float64)
      let length = input.shape[axis]
      guard length > 0 || count == 0 else { throw run.fault("the axis is empty") }
      let numbers = input.transposed(rest + [axis]).numbers
      let places = (0..<count).map { row -> Int64 in
        var best = 0
        for index in 0..<length {
          let (number, other) = (numbers[row * length + index], numbers[row * length + best])
          if isBetter(number, other) || takesLast && number == other { best = index }
        }
        return Int64(best)
      }
      return [ONNXTensor(.int64, shape, .integers(places))]
    }
  }

  /// Along one axis; before the operator set 13 along it and all behind it together.
  private static func softmax(_ run: ONNXNodeRun, isLogarithm: Bool) throws(InputError) -> ONNXTensor {
    let (input, _) = try run.floats(0)
    let isOld = run.operatorSet < 13
    let axis = try run.axis(try run.integer("axis", isOld ? 1 : -1), rank: max(input.rank, 1))
    for _ in 0..<3 { try run.take(input.shape) }
    guard input.rank > 0 else { return ONNXTensor(input.type, [], .floats([isLogarithm ? 0 : 1])) }
    let order = isOld ? Array(input.shape.indices) : input.shape.indices.filter { $0 != axis } + [axis]
    let moved = input.transposed(order)
    let length = isOld ? input.shape[axis...].reduce(1, *) : input.shape[axis]
    var numbers = moved.floatList
    for start in stride(from: 0, to: numbers.count, by: max(length, 1)) {
      let row = start..<start + length
      let largest = numbers[row].reduce(-Float.infinity) { $0.isNaN || $0 > $1 ? $0 : $1 }
      var sum = 0.0
      for index in row { sum += ONNXFloatFunctions.exponential(Double(numbers[index]) - Double(largest)) }
      let logarithm = ONNXFunctions.logarithm(sum)
      for index in row {
        let shifted = Double(numbers[index]) - Double(largest)
        numbers[index] = Float(isLogarithm ? shifted - logarithm : ONNXFloatFunctions.exponential(shifted) / sum)
      }
    }
    var back = order
    for (index, axis) in order.enumerated() { back[axis] = index }
    return ONNXTensor(input.type, moved.shape, rounding: numbers).transposed(back)
  }
}
