import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let resizing: [String: ONNXOperation] = [
    "Resize": ONNXOperation(
      1...4,
      [
        "antialias", "axes", "coordinate_transformation_mode", "cubic_coeff_a", "exclude_outside",
        "extrapolation_value", "keep_aspect_ratio_policy", "mode", "nearest_mode",
      ]
    ) { run throws(InputError) in [try resize(run)] }
  ]

  /// Axis by axis, since every mode is a product of the axes' own.
  private static func resize(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let x = try run.input(0)
    let axes =
      try run.list("axes").map { axes throws(InputError) in
        try axes.map { axis throws(InputError) in try run.axis(axis, rank: x.rank) }
      } ?? Array(x.shape.indices)
    guard Set(axes).count == axes.count else { throw run.fault("an axis is named twice", found: "\(axes)") }
    let plans = try plans(run, x, axes)
    let mode = try ONNXResampling(run)
    let regions = try run.optional(1).flatMap { tensor throws(InputError) in
      tensor.count == 0 ? nil : try run.floats(1).1.map { Double($0) }
    }
    guard regions == nil || regions?.count == 2 * axes.count else { throw run.fault("its regions do not fit") }
    var result = x
    for (index, axis) in axes.enumerated() {
      let plan = plans[index]
      let region = regions.map { ($0[index], $0[index + axes.count]) }
      guard x.shape[axis] > 0 else { throw run.fault("there is nothing to resize", found: "\(x.shape)") }
      if plan.size == x.shape[axis], plan.scale == 1, region == nil || region! == (0, 1) { continue }
      let samples = try mode.samples(run, input: x.shape[axis], output: plan.size, scale: plan.scale, region: region)
      result = try resample(run, result, axis, plan.size, samples, mode.outside)
    }
    return result
  }

  /// The size and the factor of each axis, from the factors or the sizes.
  private static func plans(
    _ run: ONNXNodeRun, _ x: ONNXTensor, _ axes: [Int]
  ) throws(InputError) -> [(size: Int, scale: Double)] {
    let policy = try run.text("keep_aspect_ratio_policy", "stretch")
    guard ["stretch", "not_larger", "not_smaller"].contains(policy) else {
      throw run.fault("a policy that is not known", found: policy)
    }
    if let tensor = run.optional(2), tensor.count > 0 {
      let (_, scales) = try run.floats(2)
      guard scales.count == axes.count, scales.allSatisfy({ $0 > 0 && $0 < 1e6 }) else {
        throw run.fault(
          "its factors do not fit", expected: "\(axes.count) positive numbers", found: "\(scales.prefix(8))")
      }
      return zip(axes, scales).map { (Int(Double(x.shape[$0]) * Double($1)), Double($1)) }
    }
    guard let sizes = try run.integers(3), sizes.count == axes.count, sizes.allSatisfy({ (0..<1 << 31).contains($0) })
    else { throw run.fault("its sizes do not fit", expected: "\(axes.count) numbers") }
    let scales = zip(axes, sizes).map { Double($1) / Double(max(x.shape[$0], 1)) }
    guard policy != "stretch" else { return zip(sizes, scales).map { ($0, $1) } }
    let scale = (policy == "not_larger" ? scales.min() : scales.max()) ?? 1
    return axes.map { (Int(scale * Double(x.shape[$0]) + 0.5), scale) }
  }

  private static func resample(
    _ run: ONNXNodeRun, _ x: ONNXTensor, _ axis: Int, _ size: Int, _ samples: [ONNXResampling.Sample], _ outside: Float
  ) throws(InputError) -> ONNXTensor {
    let shape = x.shape.indices.map { $0 == axis ? size : x.shape[$0] }
    let count = try run.take(shape, x.type)
    guard count > 0 else { return ONNXTensor(x.type, shape, x.emptyStorage) }
    if samples.allSatisfy({ $0.weights.count == 1 && $0.weights[0] == 1 }) {
      return x.selected(x.shape.indices.map { $0 == axis ? samples.map { $0.places[0] } : Array(0..<x.shape[$0]) })
    }
    guard case .floats(let input) = x.storage else {
      throw run.fault("whole numbers are resized to the nearest only", found: x.type.rawValue)
    }
    try run.spend(count, samples.first?.places.count ?? 1)
    let (inner, length) = (x.shape[(axis + 1)...].reduce(1, *), x.shape[axis])
    var out: [Float] = []
    out.reserveCapacity(count)
    for outer in 0..<x.shape[..<axis].reduce(1, *) {
      for sample in samples {
        for column in 0..<inner {
          var sum = sample.places.isEmpty ? Double(outside) : 0
          for (place, weight) in zip(sample.places, sample.weights) {
            sum += weight * Double(input[(outer * length + place) * inner + column])
          }
          out.append(Float(sum))
        }
      }
    }
    return ONNXTensor(x.type, shape, rounding: out)
  }
}
