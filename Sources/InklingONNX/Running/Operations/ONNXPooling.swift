import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let pooling: [String: ONNXOperation] = [
    "MaxPool": ONNXOperation(
      1...1, ["auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides"]
    ) { run throws(InputError) in try maximumPool(run) },
    "AveragePool": ONNXOperation(
      1...1, ["auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides"]
    ) { run throws(InputError) in [try averagePool(run)] },
    "GlobalAveragePool": ONNXOperation(1...1) { run throws(InputError) in
      [try globalPool(run) { plane in Float(plane.reduce(0.0) { $0 + Double($1) } / Double(plane.count)) }]
    },
    "GlobalMaxPool": ONNXOperation(1...1) { run throws(InputError) in
      [try globalPool(run) { plane in plane.reduce(-.infinity, larger) }]
    },
  ]

  private static func larger(_ first: Float, _ second: Float) -> Float {
    first.isNaN || first > second ? first : second
  }

  private static func globalPool(
    _ run: ONNXNodeRun, _ pool: (ArraySlice<Float>) -> Float
  ) throws(InputError) -> ONNXTensor {
    let (x, input) = try run.floats(0, rank: 3...8)
    let plane = x.shape.dropFirst(2).reduce(1, *)
    let shape = Array(x.shape.prefix(2)) + [Int](repeating: 1, count: x.rank - 2)
    let count = try run.take(shape)
    guard plane > 0 else { throw run.fault("its planes are empty", found: "\(x.shape)") }
    let pooled = (0..<count).map { pool(input[$0 * plane..<($0 + 1) * plane]) }
    return ONNXTensor(x.type, shape, rounding: pooled)
  }

  private static func maximumPool(_ run: ONNXNodeRun) throws(InputError) -> [ONNXTensor] {
    var x = try run.input(0)
    let type = x.type
    if type == .uint8 || type == .int8 { x = try run.cast(x, to: .float32) }
    guard case .floats(let input) = x.storage, x.type.byteCount > 1, (3...8).contains(x.rank) else {
      throw run.fault("its input is of another type or shape", found: "\(type.rawValue) \(x.shape)")
    }
    let window = try ONNXWindow(run, input: Array(x.shape.dropFirst(2)))
    let table = try window.table(run)
    let shape = Array(x.shape.prefix(2)) + window.output
    let count = try run.take(shape)
    try run.spend(count, window.taps)
    try run.take(shape, .int64)
    let (plane, positions) = (window.plane, window.positions)
    var (largest, places) = ([Float](repeating: -.infinity, count: count), [Int64](repeating: -1, count: count))
    for image in 0..<count / max(positions, 1) {
      for tap in 0..<window.taps {
        for position in 0..<positions {
          let place = Int(table[tap * positions + position])
          guard place >= 0 else { continue }
          let (number, index) = (input[image * plane + place], image * positions + position)
          if places[index] < 0 || number > largest[index] || number.isNaN && !largest[index].isNaN {
            (largest[index], places[index]) = (number, Int64(image * plane + place))
          }
        }
      }
    }
    if try run.flag("storage_order") { places = places.map { $0 < 0 ? $0 : columnMajor($0, window.input) } }
    let indices = ONNXTensor(.int64, shape, .integers(places))
    let pooled = ONNXTensor(x.type, shape, .floats(largest))
    return [type == x.type ? pooled : try run.cast(pooled, to: type), indices]
  }

  /// A place in planes whose first dimension runs fastest.
  private static func columnMajor(_ place: Int64, _ shape: [Int]) -> Int64 {
    let plane = shape.reduce(1, *)
    var (rest, index, step) = (Int(place) % plane, 0, plane)
    for size in shape.reversed() {
      step /= size
      index += rest % size * step
      rest /= size
    }
    return Int64(Int(place) / plane * plane + index)
  }

  private static func averagePool(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let (x, input) = try run.floats(0, rank: 3...8)
    guard run.operatorSet >= 19 || !run.has("dilations") else {
      throw run.fault("its attribute is of a later operator set", found: "dilations")
    }
    let window = try ONNXWindow(run, input: Array(x.shape.dropFirst(2)))
    let countsMargin = try run.flag("count_include_pad")
    let table = try window.table(run)
    let shape = Array(x.shape.prefix(2)) + window.output
    let count = try run.take(shape)
    try run.spend(count, window.taps)
    let (plane, positions) = (window.plane, window.positions)
    let least = countsMargin ? -1 : 0
    let counts = (0..<positions).map { position in
      (0..<window.taps).reduce(0) { $0 + (table[$1 * positions + position] >= least ? 1 : 0) }
    }
    var sums = [Float](repeating: 0, count: count)
    for image in 0..<count / max(positions, 1) {
      for position in 0..<positions {
        var sum = 0.0
        for tap in 0..<window.taps {
          let place = Int(table[tap * positions + position])
          if place >= 0 { sum += Double(input[image * plane + place]) }
        }
        sums[image * positions + position] = Float(sum / Double(counts[position]))
      }
    }
    return ONNXTensor(x.type, shape, rounding: sums)
  }
}
