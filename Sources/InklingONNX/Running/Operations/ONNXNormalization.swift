import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let normalization: [String: ONNXOperation] = [
    "BatchNormalization": ONNXOperation(5...5, ["epsilon", "momentum", "training_mode"]) { run throws(InputError) in
      try batchNormalization(run)
    },
    "InstanceNormalization": ONNXOperation(3...3, ["epsilon"]) { run throws(InputError) in
      let (x, _) = try run.floats(0, rank: 3...8)
      return [try groupNormalization(run, x, groups: x.shape[1], perGroup: false)]
    },
    "GroupNormalization": ONNXOperation(3...3, ["epsilon", "num_groups", "stash_type"], since: 18) {
      run throws(InputError) in
      try run.require("stash_type", .integer(1))
      let (x, _) = try run.floats(0, rank: 2...8)
      return [
        try groupNormalization(run, x, groups: try run.integer("num_groups", 0), perGroup: run.operatorSet < 21)
      ]
    },
    "LayerNormalization": ONNXOperation(2...3, ["axis", "epsilon", "stash_type"], since: 17) {
      run throws(InputError) in
      try run.require("stash_type", .integer(1))
      return try layerNormalization(run)
    },
    "LpNormalization": ONNXOperation(1...1, ["axis", "p"]) { run throws(InputError) in
      [try lengthNormalization(run)]
    },
  ]

  /// Divides by the sum of the magnitudes, or the root of the squares' sum, along an axis.
  private static func lengthNormalization(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let (x, _) = try run.floats(0)
    let power = try run.integer("p", 2)
    guard power == 1 || power == 2 else { throw run.fault("a norm that is not known", found: "\(power)") }
    let axis = try run.axis(try run.integer("axis", -1), rank: x.rank)
    let shape = x.shape.indices.map { $0 == axis ? 1 : x.shape[$0] }
    try run.take(shape)
    try run.take(x.shape)
    let others = x.shape.indices.filter { $0 != axis }
    let moved = x.transposed(others + [axis]).floatList
    let length = max(x.shape[axis], 1)
    let norms = stride(from: 0, to: moved.count, by: length).map { start in
      let row = moved[start..<start + length]
      return power == 1
        ? Float(row.reduce(0.0) { $0 + Double($1.magnitude) })
        : Float(row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
    }
    return try run.binary(
      x, ONNXTensor(x.type, x.count == 0 ? x.shape : shape, .floats(norms)), { $1 == 0 ? 0 : $0 / $1 },
      { first, _ in first }, { first, _ in first })
  }

  /// The mean and the variance (divided by the count) of some numbers.
  private static func moments(_ numbers: ArraySlice<Float>) -> (mean: Double, variance: Double) {
    let mean = numbers.reduce(0.0) { $0 + Double($1) } / Double(numbers.count)
    let variance = numbers.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(numbers.count)
    return (mean, variance)
  }

  /// X [N, C, ...], with a factor, a summand, a mean and a variance for each channel.
  private static func batchNormalization(_ run: ONNXNodeRun) throws(InputError) -> [ONNXTensor] {
    let (x, input) = try run.floats(0, rank: 2...8)
    let channels = x.shape[1]
    guard let factors = try run.vector(1, length: channels), let summands = try run.vector(2, length: channels),
      var means = try run.vector(3, length: channels), var variances = try run.vector(4, length: channels)
    else { throw run.fault("an input is missing") }
    let count = try run.take(x.shape)
    let isTraining = try run.flag("training_mode")
    guard isTraining || run.node.outputs.dropFirst().allSatisfy(\.isEmpty) else {
      throw run.fault("outputs that only training makes", found: "\(run.node.outputs.count) outputs")
    }
    let plane = x.shape.dropFirst(2).reduce(1, *)
    var running: [ONNXTensor] = []
    if isTraining {
      try run.take(x.shape)
      guard count > 0 else { throw run.fault("its batch is empty") }
      let kept = try run.float("momentum", 0.9)
      let moved = x.transposed([1, 0] + Array(2..<max(x.rank, 2))).floatList
      let length = count / channels
      let found = (0..<channels).map { moments(moved[$0 * length..<($0 + 1) * length]) }
      let (newMeans, newVariances) = (found.map { Float($0.mean) }, found.map { Float($0.variance) })
      for (old, new) in [(means, newMeans), (variances, newVariances)] {
        running.append(ONNXTensor(x.type, [channels], rounding: zip(old, new).map { kept * $0 + (1 - kept) * $1 }))
      }
      (means, variances) = (newMeans, newVariances)
    }
    let epsilon = Double(try run.float("epsilon", 1e-5))
    let scales = zip(factors, variances).map { Double($0) / (Double($1) + epsilon).squareRoot() }
    var out = input
    for row in 0..<(plane == 0 ? 0 : count / plane) {
      let channel = row % channels
      let (scale, mean, summand) = (scales[channel], Double(means[channel]), Double(summands[channel]))
      for index in row * plane..<(row + 1) * plane {
        out[index] = Float((Double(input[index]) - mean) * scale + summand)
      }
    }
    return [ONNXTensor(x.type, x.shape, rounding: out)] + running
  }

  /// Over the channels of a group and all positions; factors and summands a channel, or a group before the operator set 21.
  private static func groupNormalization(
    _ run: ONNXNodeRun, _ x: ONNXTensor, groups: Int, perGroup: Bool
  ) throws(InputError) -> ONNXTensor {
    let channels = x.shape[1]
    guard groups > 0, channels.isMultiple(of: groups) else {
      throw run.fault("groups that do not divide its channels", found: "\(groups) of \(channels)")
    }
    let length = perGroup ? groups : channels
    guard let factors = try run.vector(1, length: length), let summands = try run.vector(2, length: length) else {
      throw run.fault("an input is missing")
    }
    guard try run.take(x.shape) > 0 else { return x }
    let epsilon = Double(try run.float("epsilon", 1e-5))
    let (plane, size) = (x.shape.dropFirst(2).reduce(1, *), channels / groups)
    var out = x.floatList
    for group in 0..<x.shape[0] * groups {
      let range = group * size * plane..<(group + 1) * size * plane
      let (mean, variance) = moments(out[range])
      let scale = 1 / (variance + epsilon).squareRoot()
      for index in range {
        let channel = index / plane % channels
        let entry = perGroup ? channel / size : channel
        out[index] = Float((Double(out[index]) - mean) * scale * Double(factors[entry]) + Double(summands[entry]))
      }
    }
    return ONNXTensor(x.type, x.shape, rounding: out)
  }

  /// Over the last dimensions, from `axis` on.
  private static func layerNormalization(_ run: ONNXNodeRun) throws(InputError) -> [ONNXTensor] {
    let (x, input) = try run.floats(0, rank: 1...ONNXLimits.rank)
    let axis = try run.axis(try run.integer("axis", -1), rank: x.rank)
    let inner = Array(x.shape[axis...])
    let length = inner.reduce(1, *)
    func weights(_ index: Int) throws(InputError) -> [Float]? {
      guard run.optional(index) != nil else { return nil }
      let (tensor, _) = try run.floats(index)
      guard try run.broadcastShape([tensor.shape, inner]) == inner else {
        throw run.fault("its input \(index) does not fit", expected: "\(inner)", found: "\(tensor.shape)")
      }
      try run.take(inner)
      return tensor.expanded(to: inner).floatList
    }
    guard let factors = try weights(1) else { throw run.fault("an input is missing") }
    let summands = try weights(2)
    let count = try run.take(x.shape)
    let epsilon = Double(try run.float("epsilon", 1e-5))
    let rows = length == 0 ? 0 : count / length
    let small = Array(x.shape[..<axis]) + [Int](repeating: 1, count: x.rank - axis)
    try run.take(small)
    try run.take(small)
    guard rows == small.reduce(1, *) else { throw run.fault("it normalises nothing", found: "\(x.shape)") }
    var (out, means, scales) = (input, [Float](), [Float]())
    for row in 0..<rows {
      let range = row * length..<(row + 1) * length
      let (mean, variance) = moments(input[range])
      let scale = 1 / (variance + epsilon).squareRoot()
      means.append(Float(mean))
      scales.append(Float(scale))
      for index in range {
        let entry = index - range.lowerBound
        out[index] = Float(
          (Double(input[index]) - mean) * scale * Double(factors[entry]) + Double(summands?[entry] ?? 0))
      }
    }
    return [ONNXTensor(x.type, x.shape, rounding: out), ONNXTensor(small, means), ONNXTensor(small, scales)]
  }
}
