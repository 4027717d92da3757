import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let shapes: [String: ONNXOperation] = [
    "Shape": ONNXOperation(1...1, ["start", "end"]) { run throws(InputError) in
      let shape = try run.input(0).shape
      func clamped(_ number: Int) -> Int { min(max(number < 0 ? number + shape.count : number, 0), shape.count) }
      let (start, end) = (clamped(try run.integer("start", 0)), clamped(try run.integer("end", shape.count)))
      let part = shape[start..<max(start, end)].map { Int64($0) }
      return [ONNXTensor(.int64, [part.count], .integers(part))]
    },
    "Size": ONNXOperation(1...1) { run throws(InputError) in
      [ONNXTensor(.int64, [], .integers([Int64(try run.input(0).count)]))]
    },
    "Reshape": ONNXOperation(2...2, ["allowzero"]) { run throws(InputError) in
      let input = try run.input(0)
      return [input.reshaped(try reshape(run, input))]
    },
    "Flatten": ONNXOperation(1...1, ["axis"]) { run throws(InputError) in
      let input = try run.input(0)
      let number = try run.integer("axis", 1)
      let axis = number == input.rank ? number : try run.axis(number, rank: max(input.rank, 1))
      let shape = [input.shape.prefix(axis).reduce(1, *), input.shape.dropFirst(axis).reduce(1, *)]
      try run.take(shape, input.type)
      return [input.reshaped(shape)]
    },
    "Squeeze": ONNXOperation(1...2, ["axes"]) { run throws(InputError) in
      let input = try run.input(0)
      let axes =
        try run.axes(input: 1, since: 13, rank: input.rank) ?? input.shape.indices.filter { input.shape[$0] == 1 }
      guard axes.allSatisfy({ input.shape[$0] == 1 }) else {
        throw run.fault("a dimension that is taken away is not 1", found: "\(input.shape)")
      }
      return [input.reshaped(input.shape.indices.filter { !axes.contains($0) }.map { input.shape[$0] })]
    },
    "Unsqueeze": ONNXOperation(1...2, ["axes"]) { run throws(InputError) in
      let input = try run.input(0)
      let count = (run.operatorSet >= 13 ? try run.integers(1) : try run.list("axes"))?.count ?? 0
      let rank = input.rank + count
      guard rank <= ONNXLimits.rank, let axes = try run.axes(input: 1, since: 13, rank: rank) else {
        throw run.fault("its axes are missing or too many")
      }
      var rest = input.shape[...]
      return [input.reshaped((0..<rank).map { axes.contains($0) ? 1 : rest.removeFirst() })]
    },
  ]

  /// 0 keeps a dimension (unless `allowzero`), -1 is what is left.
  private static func reshape(_ run: ONNXNodeRun, _ input: ONNXTensor) throws(InputError) -> [Int] {
    let wanted = try run.integers(1) ?? []
    let keepsZero = try run.flag("allowzero")
    func fault() -> InputError {
      run.fault("a shape that the numbers do not fill", expected: "\(wanted)", found: "\(input.shape)")
    }
    var shape: [Int] = []
    for (axis, size) in wanted.enumerated() {
      guard size >= -1, size != 0 || keepsZero || axis < input.rank else { throw fault() }
      shape.append(size == 0 && !keepsZero ? input.shape[axis] : size)
    }
    if let free = shape.firstIndex(of: -1) {
      shape[free] = 1
      guard !shape.contains(-1), let rest = NamedArray.elementCount(of: shape), rest > 0,
        input.count.isMultiple(of: rest)
      else { throw fault() }
      shape[free] = input.count / rest
    }
    guard NamedArray.elementCount(of: shape) == input.count else { throw fault() }
    try run.take(shape, input.type)
    return shape
  }
}
