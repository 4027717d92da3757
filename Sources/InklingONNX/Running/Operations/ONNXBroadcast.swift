import InklingFiles
import InklingFormats

extension ONNXNodeRun {
  /// The shape that all inputs are broadcast to, by NumPy's rules.
  func broadcastShape(_ shapes: [[Int]]) throws(InputError) -> [Int] {
    var result: [Int] = []
    for shape in shapes {
      if shape.count > result.count { result = [Int](repeating: 1, count: shape.count - result.count) + result }
      let missing = result.count - shape.count
      for (axis, size) in shape.enumerated() where size != 1 {
        guard result[axis + missing] == 1 || result[axis + missing] == size else {
          throw fault(
            "shapes that do not go together", found: shapes.prefix(4).map { "\($0)" }.joined(separator: " and "))
        }
        result[axis + missing] = size
      }
    }
    return result
  }

  /// An operation on two numbers of one type, broadcast; each kind of number has its own.
  func binary(
    _ first: ONNXTensor, _ second: ONNXTensor, _ floats: (Float, Float) -> Float, _ doubles: (Double, Double) -> Double,
    _ integers: (Int64, Int64) -> Int64
  ) throws(InputError) -> ONNXTensor {
    guard first.type == second.type, first.type.byteCount > 1 || !first.type.isFloat else {
      throw fault("its inputs are of other types", found: "\(first.type.rawValue) and \(second.type.rawValue)")
    }
    let shape = try broadcastShape([first.shape, second.shape])
    try take(shape, first.type)
    let type = first.type
    switch (first.storage, second.storage) {
    case (.floats(let a), .floats(let b)):
      return ONNXTensor(type, shape, rounding: Self.pairs(shape, a, first.shape, b, second.shape, floats))
    case (.doubles(let a), .doubles(let b)):
      return ONNXTensor(type, shape, .doubles(Self.pairs(shape, a, first.shape, b, second.shape, doubles)))
    default:
      let (a, b) = (first.integerList, second.integerList)
      return ONNXTensor(type, shape, wrapping: Self.pairs(shape, a, first.shape, b, second.shape, integers))
    }
  }

  /// `operation` on each pair of broadcast numbers.
  static func pairs<A, B, Result>(
    _ shape: [Int], _ a: [A], _ aShape: [Int], _ b: [B], _ bShape: [Int], _ operation: (A, B) -> Result
  ) -> [Result] {
    let count = shape.reduce(1, *)
    guard count > 0 else { return [] }
    let length = shape.last ?? 1
    let steps = [aShape, bShape].map { ONNXTensor.broadcastSteps($0, to: shape) }
    let (aStep, bStep) = (steps[0].last ?? 0, steps[1].last ?? 0)
    return [Result](unsafeUninitializedCapacity: count) { buffer, filled in
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          if aShape == shape && bShape == shape {
            for index in 0..<count { buffer.initializeElement(at: index, to: operation(a[index], b[index])) }
            filled = count
            return
          }
          var walk = ONNXIndexWalk(shape.dropLast(), steps.map { Array($0.dropLast()) })
          while filled < count {
            let (aStart, bStart) = (walk.offsets[0], walk.offsets[1])
            for index in 0..<length {
              buffer.initializeElement(
                at: filled + index, to: operation(a[aStart + index * aStep], b[bStart + index * bStep]))
            }
            filled += length
            walk.advance()
          }
        }
      }
    }
  }

  /// A function of each number of the first input, whatever its kind.
  func unary(
    _ floats: (Float) -> Float, _ doubles: (Double) -> Double, _ integers: ((Int64) -> Int64)? = nil
  ) throws(InputError) -> ONNXTensor {
    let input = try input(0)
    try take(input.shape, input.type)
    switch input.storage {
    case .floats(let numbers) where input.type.byteCount > 1:
      return ONNXTensor(input.type, input.shape, rounding: numbers.map(floats))
    case .doubles(let numbers):
      return ONNXTensor(input.type, input.shape, .doubles(numbers.map(doubles)))
    case .integers(let numbers):
      guard let integers, input.type != .bool else { break }
      return ONNXTensor(input.type, input.shape, wrapping: numbers.map(integers))
    default: break
    }
    throw fault("its input is of another type", found: input.type.rawValue)
  }

  /// A function of each number of the first input, on all processors: one for float32, computed in float64, and one for
  /// float64.
  func function(
    _ floats: @escaping @Sendable (Double) -> Double, _ doubles: (Double) -> Double
  ) throws(InputError) -> ONNXTensor {
    let input = try input(0)
    guard case .floats(let numbers) = input.storage, input.type.byteCount > 1 else {
      return try unary({ $0 }, doubles)
    }
    let count = try take(input.shape, input.type)
    let piece = 1 << 14
    let out = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = count
      numbers.withUnsafeBufferPointer { numbers in
        guard let source = numbers.baseAddress, let target = buffer.baseAddress, count > 0 else { return }
        nonisolated(unsafe) let (from, to) = (source, target)
        ONNXThreads.perform((count + piece - 1) / piece, work: 8 * count) { part in
          for index in part * piece..<min((part + 1) * piece, count) {
            (to + index).initialize(to: Float(floats(Double(from[index]))))
          }
        }
      }
    }
    return ONNXTensor(input.type, input.shape, rounding: out)
  }

  /// The same function for both.
  func function(_ function: @escaping @Sendable (Double) -> Double) throws(InputError) -> ONNXTensor {
    try self.function(function, function)
  }
}
