import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let quantization: [String: ONNXOperation] = [
    "QuantizeLinear": ONNXOperation(2...3, ["axis", "saturate", "block_size", "output_dtype", "precision"]) {
      run throws(InputError) in [try quantize(run)]
    },
    "DequantizeLinear": ONNXOperation(2...3, ["axis", "block_size", "output_dtype"]) { run throws(InputError) in
      [try dequantize(run)]
    },
    "DynamicQuantizeLinear": ONNXOperation(1...1) { run throws(InputError) in try dynamicQuantize(run) },
  ]

  /// Which of the scales belongs to an entry of the input: one for all, one an entry of an axis, or one a block of them.
  private struct Scales {
    let inner: Int
    let size: Int
    let block: Int
    let blocks: Int

    func index(_ entry: Int) -> Int {
      if blocks == 0 { return 0 }
      let place = entry / inner % size / block
      // Blocked scales have the input's other dimensions; those of an axis have none.
      return block == 1 && blocks == size && !isBlocked
        ? place : entry / (inner * size) * blocks * inner + place * inner + entry % inner
    }

    let isBlocked: Bool

    init(_ run: ONNXNodeRun, _ x: ONNXTensor, _ scale: ONNXTensor) throws(InputError) {
      let block = try run.integer("block_size", 0)
      guard block > 0 || scale.rank <= 1 else { throw run.fault("its scales are no vector", found: "\(scale.shape)") }
      guard block > 0 || scale.count != 1 else {
        (inner, size, self.block, blocks, isBlocked) = (1, 1, 1, 0, false)
        return
      }
      let axis = try run.axis(try run.integer("axis", 1), rank: x.rank)
      let size = x.shape[axis]
      let blocks = block > 0 ? (size + block - 1) / block : size
      let expected = block > 0 ? x.shape.indices.map { $0 == axis ? blocks : x.shape[$0] } : [size]
      guard block >= 0, scale.shape == expected else {
        throw run.fault("its scales do not fit", expected: "\(expected)", found: "\(scale.shape)")
      }
      (inner, self.size, self.block) = (x.shape[(axis + 1)...].reduce(1, *), size, max(block, 1))
      (self.blocks, isBlocked) = (blocks, block > 0)
    }
  }

  /// The smallest and largest number of a type.
  private static func range(_ type: ElementType) -> ClosedRange<Float>? {
    switch type {
    case .uint8: 0...255
    case .int8: -128...127
    case .uint16: 0...65535
    case .int16: -32768...32767
    default: nil
    }
  }

  /// round(x / scale) + zero, ties to even, cut off at the type's ends.
  private static func quantize(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let ((x, input), (scale, scales)) = (try run.floats(0), try run.floats(1))
    try run.require("precision", .integer(0))
    let zero = run.optional(2)
    let code = try run.integer("output_dtype", 0)
    let type = zero?.type ?? (code == 0 ? .uint8 : ONNXDataType.type(of: Int64(code)))
    guard let type, let range = range(type), code == 0 || ONNXDataType.type(of: Int64(code)) == type else {
      throw run.fault(
        "numbers are not quantised to that type", expected: "U8, I8, U16 or I16",
        found: zero?.type.rawValue ?? ONNXDataType.name(of: Int64(code)))
    }
    guard zero == nil || zero?.count == scale.count else { throw run.fault("its zero points do not fit its scales") }
    let places = try Scales(run, x, scale)
    try run.take(x.shape, .int64)
    let zeros = zero?.integerList
    let numbers = input.indices.map { index -> Int64 in
      let place = places.index(index)
      let rounded = (input[index] / scales[place]).rounded(.toNearestOrEven) + Float(zeros?[place] ?? 0)
      return rounded.isNaN ? 0 : Int64(min(max(rounded, range.lowerBound), range.upperBound))
    }
    return ONNXTensor(type, x.shape, .integers(numbers))
  }

  /// (x - zero) * scale.
  private static func dequantize(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let (x, (scale, scales)) = (try run.input(0), try run.floats(1))
    let code = try run.integer("output_dtype", 0)
    guard code == 0 || ONNXDataType.type(of: Int64(code)) == scale.type else {
      throw run.fault("its output is of another type than its scales")
    }
    let zero = run.optional(2)
    guard x.type != .float64, x.type != .uint64, x.type != .bool, zero == nil || zero?.type == x.type,
      zero == nil || zero?.count == scale.count
    else { throw run.fault("its inputs do not go together", found: "\(x.type.rawValue)") }
    let places = try Scales(run, x, scale)
    try run.take(x.shape)
    try run.take(x.shape, .float64)
    let (numbers, zeros) = (x.numbers, zero?.numbers)
    return ONNXTensor(
      scale.type, x.shape,
      rounding: numbers.indices.map { index in
        let place = places.index(index)
        return Float(numbers[index] - (zeros?[place] ?? 0)) * scales[place]
      })
  }

  /// To bytes by the input's own range, with zero in it.
  private static func dynamicQuantize(_ run: ONNXNodeRun) throws(InputError) -> [ONNXTensor] {
    let (x, input) = try run.floats(0)
    try run.take(x.shape, .int64)
    let (least, largest) = (input.reduce(0, min), input.reduce(0, max))
    let scale = (largest - least) / 255
    let zero = scale > 0 ? min(max((-least / scale).rounded(.toNearestOrEven), 0), 255) : 0
    let numbers = input.map { number -> Int64 in
      let rounded = scale > 0 ? (number / scale).rounded(.toNearestOrEven) + zero : zero
      return rounded.isNaN ? 0 : Int64(min(max(rounded, 0), 255))
    }
    return [
      ONNXTensor(.uint8, x.shape, .integers(numbers)), ONNXTensor([], [scale]),
      ONNXTensor(.uint8, [], .integers([zero.isNaN ? 0 : Int64(zero)])),
    ]
  }
}
