import InklingEngine
import InklingFiles
import InklingFormats
import InklingMathematics

extension KerasGraphBuilder {
  /// Keras's momentum is the share of the old statistics, PyTorch's that of the batch's. Keras takes the biased
  /// variance into them, PyTorch the unbiased one, which is what training here does.
  func batchNormalization(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    guard try !layer.flag("renorm", default: false) else { throw layer.fault("renormalises, which is not followed") }
    let features = try channels(layer, value, axes: layer.ints("axis") ?? [-1])
    let (hasScale, hasCenter) = (try layer.flag("scale", default: true), try layer.flag("center", default: true))
    let arrays = try weights(of: layer, (hasScale ? 1 : 0) + (hasCenter ? 1 : 0) + 2)
    let order = value.isFeatures ? value : KerasValue(node: 0, shape: [features], layout: .axes([0]))
    var names = try affine(layer, arrays, [features], [features], order, hasScale, hasCenter)
    for (name, array, first) in [
      ("running_mean", arrays[arrays.count - 2], Float(0)), ("running_var", arrays[arrays.count - 1], 1),
    ] {
      let values = order.inGraphOrder(try floats(array, [features], layer))
      names.append(parameter(name, [features], values, role: .statistic, first: first, layer))
    }
    let momentum = try layer.number("momentum", default: 0.99)
    let attributes = Graph.Operation.BatchNorm(
      numFeatures: features, eps: Float(try layer.number("epsilon", default: 1e-3)), momentum: Float(1 - momentum),
      affine: hasScale || hasCenter)
    return try add(
      value.isImage ? .batchNorm2d(attributes) : .batchNorm1d(attributes), on: value, for: layer, parameters: names)
  }

  func groupNormalization(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    let features = try channels(layer, value, axes: layer.ints("axis") ?? [-1])
    if case .order = value.layout { throw layer.fault("takes flattened features in groups, which is not followed") }
    var groups = try layer.int("groups", default: 32, in: -1...(1 << 25))
    if groups == -1 { groups = features }
    guard groups > 0, features % groups == 0 else {
      throw layer.fault("has groups that do not divide its channels", found: "\(groups) of \(features)")
    }
    let (hasScale, hasCenter) = (try layer.flag("scale", default: true), try layer.flag("center", default: true))
    let arrays = try weights(of: layer, (hasScale ? 1 : 0) + (hasCenter ? 1 : 0))
    let order = KerasValue(node: 0, shape: [features], layout: .axes([0]))
    let names = try affine(layer, arrays, [features], [features], order, hasScale, hasCenter)
    return try add(
      .groupNorm(
        .init(
          numGroups: groups, numChannels: features, eps: Float(try layer.number("epsilon", default: 1e-3)),
          affine: hasScale || hasCenter)), on: value, for: layer, parameters: names)
  }

  /// `LayerNormalization` over all dimensions but the batch.
  func layerNormalization(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    guard try !layer.flag("rms_scaling", default: false) else {
      throw layer.fault("scales by the root mean square alone, which is not followed")
    }
    let rank = value.shape.count
    let axes = Set((try layer.ints("axis") ?? [-1]).map { $0 < 0 ? rank + $0 : $0 - 1 })
    guard axes == Set(0..<rank) else {
      throw layer.fault(
        "normalises some of the dimensions, which is not followed", expected: "all besides the batch",
        found: "\(axes.count) of \(rank)")
    }
    let (hasScale, hasCenter) = (try layer.flag("scale", default: true), try layer.flag("center", default: true))
    let arrays = try weights(of: layer, (hasScale ? 1 : 0) + (hasCenter ? 1 : 0))
    let shape = graphShape(value)
    let isWeightAlone = hasScale && !hasCenter
    let names = try affine(layer, arrays, value.shape, shape, value, hasScale, hasCenter, isWeightAlone: isWeightAlone)
    return try add(
      .layerNorm(
        .init(
          normalizedShape: Shape(shape), eps: Float(try layer.number("epsilon", default: 1e-3)),
          elementwiseAffine: hasScale || hasCenter, bias: !isWeightAlone)), on: value, for: layer, parameters: names)
  }

  /// The dimensions of a value in the graph.
  func graphShape(_ value: KerasValue) -> [Int] {
    switch value.layout {
    case .plane: return [1] + value.shape
    case .order: return value.shape
    case .axes(let axes):
      var shape = value.shape
      for (dimension, axis) in axes.enumerated() { shape[axis] = value.shape[dimension] }
      return shape
    }
  }

  /// The number of channels or features, where the axis is theirs.
  private func channels(_ layer: KerasLayer, _ value: KerasValue, axes: [Int]) throws(InputError) -> Int {
    let rank = value.shape.count
    guard axes.count == 1, value.layout != .plane, case let axis = axes[0] < 0 ? rank + axes[0] : axes[0] - 1,
      (0..<rank).contains(axis), isChannels(axis, value.layout)
    else {
      throw layer.fault(
        "normalises along another dimension than the channels",
        found: "axis \(axes.prefix(8)) of \(value.shape.prefix(8))")
    }
    return value.shape[axis]
  }

  private func isChannels(_ axis: Int, _ layout: KerasLayout) -> Bool {
    if case .axes(let axes) = layout { axes[axis] == 0 } else { true }
  }

  /// The weight (gamma) and the bias (beta). Where Keras has one of them alone, the other is added as it would start.
  private func affine(
    _ layer: KerasLayer, _ arrays: [NamedArray], _ shape: [Int], _ graphShape: [Int], _ order: KerasValue,
    _ hasScale: Bool, _ hasCenter: Bool, isWeightAlone: Bool = false
  ) throws(InputError) -> [String] {
    guard hasScale || hasCenter else { return [] }
    let count = graphShape.reduce(1, *)
    var (weight, bias) = ([Float](repeating: 1, count: count), [Float](repeating: 0, count: count))
    if hasScale { weight = order.inGraphOrder(try floats(arrays[0], shape, layer)) }
    if isWeightAlone { return [parameter("weight", graphShape, weight, first: 1, layer)] }
    if hasCenter { bias = order.inGraphOrder(try floats(arrays[hasScale ? 1 : 0], shape, layer)) }
    if !hasScale || !hasCenter {
      note(
        "The layer '\(layer.label.prefix(100))' has no \(hasScale ? "beta" : "gamma") in Keras; here it has one of "
          + "\(hasScale ? 0 : 1), which training would change unless it is frozen."
      )
    }
    return [
      parameter("weight", graphShape, weight, first: 1, layer), parameter("bias", graphShape, bias, first: 0, layer),
    ]
  }
}

extension KerasGraphBuilder {
  /// `Rescaling` and `Normalization` in front of all other layers, where they belong to the input.
  func inputScaling(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    guard value.node == 0 else {
      throw layer.fault(
        "is behind other layers, where it is not followed", remedy: "put it directly behind the input")
    }
    let (scale, shift) =
      layer.kind == "Rescaling"
      ? (try layer.numbers("scale") ?? [1], try layer.numbers("offset") ?? [0]) : try normalization(layer, value)
    let channels = graphShape(value)[0]
    // Several numbers are those of the last dimension.
    let isPerChannel = value.layout != .plane && isChannels(value.shape.count - 1, value.layout)
    for list in [scale, shift] where list.count != 1 && !(isPerChannel && list.count == channels) {
      throw layer.fault(
        "has other numbers than one, or one a channel", expected: "1 or \(channels)", found: "\(list.count)")
    }
    guard (scale + shift).allSatisfy({ Float($0).isFinite }) else {
      throw layer.fault("scales by a number that float32 does not hold")
    }
    var result = value
    let count = max(scale.count, shift.count)
    func spread(_ list: [Double]) -> [Double] { list.count == 1 ? Array(repeating: list[0], count: count) : list }
    result.affine = value.affine.followed(by: spread(scale), spread(shift))
    return result
  }

  /// `(x - mean) / max(sqrt(variance), 1e-7)`.
  private func normalization(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> ([Double], [Double]) {
    guard try !layer.flag("invert", default: false) else { throw layer.fault("inverts, which is not followed") }
    let axes = try layer.ints("axis") ?? []
    let rank = value.shape.count
    guard axes.isEmpty || (axes.count == 1 && (axes[0] < 0 ? rank + axes[0] : axes[0] - 1) == rank - 1) else {
      throw layer.fault("normalises along other dimensions than the last", found: "axis \(axes.prefix(8))")
    }
    var (mean, variance) = (try layer.numbers("mean"), try layer.numbers("variance"))
    if mean == nil || variance == nil {
      // What it has learned by adapt(): the mean, the variance and a count.
      let arrays = try weights(of: layer, 3)
      (mean, variance) = (try arrays[0].numbers(), try arrays[1].numbers())
    }
    guard let mean, let variance, mean.count == variance.count, !mean.isEmpty, variance.allSatisfy({ $0 >= 0 }),
      (mean + variance).allSatisfy(\.isFinite)
    else { throw layer.fault("has no mean and variance that can be followed") }
    let scale = variance.map { 1 / max($0.squareRoot(), 1e-7) }
    return (scale, zip(mean, scale).map { -$0 * $1 })
  }
}
