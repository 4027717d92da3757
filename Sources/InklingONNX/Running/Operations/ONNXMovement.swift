import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let movement: [String: ONNXOperation] = [
    "Transpose": ONNXOperation(1...1, ["perm"]) { run throws(InputError) in
      let input = try run.input(0)
      let order = try run.list("perm") ?? Array(input.shape.indices.reversed())
      guard order.sorted() == Array(input.shape.indices) else {
        throw run.fault("its order is no permutation", expected: "\(input.rank) dimensions", found: "\(order)")
      }
      try run.take(input.shape, input.type)
      return [input.transposed(order)]
    },
    "Expand": ONNXOperation(2...2) { run throws(InputError) in
      let input = try run.input(0)
      let wanted = try run.integers(1) ?? []
      try run.take(wanted, .bool)
      let shape = try run.broadcastShape([input.shape, wanted])
      try run.take(shape, input.type)
      return [input.expanded(to: shape)]
    },
    "Concat": ONNXOperation(1...4096, ["axis"]) { run throws(InputError) in [try concatenation(run)] },
    "Slice": ONNXOperation(3...5) { run throws(InputError) in [try slice(run)] },
    "Split": ONNXOperation(1...2, ["axis", "split", "num_outputs"]) { run throws(InputError) in try split(run) },
    "Gather": ONNXOperation(2...2, ["axis"]) { run throws(InputError) in [try gather(run)] },
    "Tile": ONNXOperation(2...2) { run throws(InputError) in
      let input = try run.input(0)
      let repeats = try run.integers(1) ?? []
      guard repeats.count == input.rank, repeats.allSatisfy({ (0..<1 << 31).contains($0) }) else {
        throw run.fault("its repeats do not fit", expected: "\(input.rank) numbers", found: "\(repeats)")
      }
      try run.take(zip(input.shape, repeats).map(*), input.type)
      return [input.selected(zip(input.shape, repeats).map { size, count in (0..<size * count).map { $0 % size } })]
    },
    "Pad": ONNXOperation(2...4, ["mode"]) { run throws(InputError) in [try pad(run)] },
  ]

  private static func concatenation(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let first = try run.input(0)
    guard run.has("axis"), first.rank > 0 else { throw run.fault("its axis is missing") }
    let axis = try run.axis(try run.integer("axis", 0), rank: first.rank)
    var (tensors, shape) = ([first], first.shape)
    for index in run.inputs.indices.dropFirst() {
      let next = try run.input(index)
      guard next.type == first.type, next.rank == first.rank,
        next.shape.indices.allSatisfy({ $0 == axis || next.shape[$0] == shape[$0] })
      else { throw run.fault("inputs that do not go together", expected: "\(first.shape)", found: "\(next.shape)") }
      shape[axis] += next.shape[axis]
      tensors.append(next)
    }
    guard try run.take(shape, first.type) > 0 else { return ONNXTensor(first.type, shape, first.emptyStorage) }
    return ONNXTensor.concatenated(tensors, axis: axis, shape: shape)
  }

  private static func slice(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let input = try run.input(0)
    guard let starts = try run.integers(1), let ends = try run.integers(2) else { throw run.fault("it has no bounds") }
    let axes = try run.axes(input: 3, since: 0, rank: input.rank) ?? Array(0..<starts.count)
    let strides = try run.integers(4) ?? [Int](repeating: 1, count: starts.count)
    guard starts.count == ends.count, axes.count == starts.count, strides.count == starts.count,
      axes.allSatisfy({ $0 < input.rank }), !strides.contains(0)
    else { throw run.fault("its bounds do not go together") }
    var shape = input.shape
    var steps = ONNXTensor.steps(input.shape)
    var offset = 0
    for index in axes.indices {
      let (axis, size) = (axes[index], input.shape[axes[index]])
      let stride = min(max(strides[index], -1 << 32), 1 << 32)
      let (start, end) = bounds(starts[index], ends[index], size: size, isForward: stride > 0)
      let length = stride > 0 ? end - start + stride - 1 : start - end - stride - 1
      shape[axis] = size == 0 ? 0 : max(length / abs(stride), 0)
      offset += shape[axis] > 0 ? start * steps[axis] : 0
      steps[axis] *= shape[axis] > 1 ? stride : 0
    }
    guard try run.take(shape, input.type) > 0 else { return ONNXTensor(input.type, shape, input.emptyStorage) }
    return input.strided(shape, offset: offset, steps: steps)
  }

  /// Where a slice begins and ends on an axis, the end not included: negative numbers count from the axis' end, a start lies on
  /// the axis, and the largest numbers of 32 and 64 bits are "to the end" in either direction, as onnxruntime has it.
  private static func bounds(_ start: Int, _ end: Int, size: Int, isForward: Bool) -> (start: Int, end: Int) {
    func counted(_ number: Int) -> Int { number < 0 ? number + size : number }
    let first = min(max(counted(start), 0), isForward ? size : max(size - 1, 0))
    if end == Int(Int32.max) || end == Int.max { return (first, isForward ? size : -1) }
    return (first, min(max(counted(end), isForward ? 0 : -1), size))
  }

  private static func split(_ run: ONNXNodeRun) throws(InputError) -> [ONNXTensor] {
    let input = try run.input(0)
    let axis = try run.axis(try run.integer("axis", 0), rank: input.rank)
    let size = input.shape[axis]
    let count = run.node.outputs.count
    guard try run.integer("num_outputs", count) == count else {
      throw run.fault("its number of outputs", expected: "\(count)")
    }
    let each = (size + count - 1) / max(count, 1)
    let named = run.operatorSet >= 13 ? try run.integers(1) : try run.list("split")
    let sizes =
      named
      ?? (0..<count).map { max(min(each, size - $0 * each), 0) }
    guard sizes.count == count, sizes.allSatisfy({ (0...size).contains($0) }), sizes.reduce(0, +) == size else {
      throw run.fault("its parts do not fill the axis", expected: "\(size)", found: "\(sizes)")
    }
    var (start, parts) = (0, [ONNXTensor]())
    for length in sizes {
      let shape = input.shape.indices.map { $0 == axis ? length : input.shape[$0] }
      let steps = ONNXTensor.steps(input.shape)
      let isEmpty = try run.take(shape, input.type) == 0
      parts.append(
        isEmpty
          ? ONNXTensor(input.type, shape, input.emptyStorage)
          : input.strided(shape, offset: start * steps[axis], steps: steps))
      start += length
    }
    return parts
  }

  private static func gather(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let (input, indices) = (try run.input(0), try run.input(1))
    let axis = try run.axis(try run.integer("axis", 0), rank: input.rank)
    guard indices.type == .int64 || indices.type == .int32 else {
      throw run.fault("its indices are of another type", expected: "I64 or I32", found: indices.type.rawValue)
    }
    let size = input.shape[axis]
    let entries = try indices.integerList.map { index throws(InputError) in
      guard (Int64(-size)..<Int64(size)).contains(index) else {
        throw run.fault("an index that is not there", expected: "\(-size) to \(size - 1)", found: "\(index)")
      }
      return Int(index) < 0 ? Int(index) + size : Int(index)
    }
    let shape = input.shape[..<axis] + indices.shape + input.shape[(axis + 1)...]
    try run.take(Array(shape), input.type)
    let axes = input.shape.indices.map { $0 == axis ? entries : Array(0..<input.shape[$0]) }
    return input.selected(axes).reshaped(Array(shape))
  }
}

extension ONNXTensor {
  /// No numbers, held as these are.
  var emptyStorage: Storage {
    switch storage {
    case .floats: .floats([])
    case .doubles: .doubles([])
    case .integers: .integers([])
    }
  }
}
