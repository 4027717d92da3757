import InklingEngine
import InklingFiles

extension KerasGraphBuilder {
  func flattening(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    var value = value
    // With "channels_first" Keras flattens in the order of "channels_last".
    if try layer.choice("data_format", default: "channels_last", among: ["channels_last", "channels_first"])
      == "channels_first", value.isImage, case .axes(let axes) = value.layout
    {
      value.shape = [value.shape[1], value.shape[2], value.shape[0]]
      value.layout = .axes([axes[1], axes[2], axes[0]])
    }
    return try flattened(value, layer)
  }

  private func flattened(_ value: KerasValue, _ layer: KerasLayer) throws(InputError) -> KerasValue {
    guard !value.isFeatures else { return value }
    let places = value.layout.places(of: value.shape)
    let isPlain = places.indices.allSatisfy { places[$0] == $0 }
    return try add(
      .flatten, on: value, for: layer, shape: [value.count], layout: isPlain ? .axes([0]) : .order(places))
  }

  /// `Reshape` to features, to the shape that is there, or of the input's pixels to an image of one channel.
  func reshaping(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    guard var shape = try layer.ints("target_shape"), !shape.isEmpty, shape.count(where: { $0 == -1 }) <= 1,
      shape.allSatisfy({ $0 == -1 || $0 > 0 })
    else { throw layer.fault("has no target_shape") }
    if let open = shape.firstIndex(of: -1) {
      let known = product(shape.filter { $0 != -1 }) ?? 0
      guard known > 0, value.count % known == 0 else { throw layer.fault("does not keep the number of elements") }
      shape[open] = value.count / known
    }
    guard product(shape) == value.count else {
      throw layer.fault(
        "does not keep the number of elements", expected: "\(value.count)", found: "\(shape.prefix(8))")
    }
    if shape == value.shape { return value }
    if shape.count == 1 { return try flattened(value, layer) }
    // Pixels of one channel lie in one order with the channel first and last.
    let isChannelLast = shape.count == 3 && shape[2] == 1
    if isChannelLast || (shape.count == 3 && shape[0] == 1) {
      let axes = KerasLayout.axes(isChannelLast ? [1, 2, 0] : [0, 1, 2])
      if value.layout == .plane, shape == (isChannelLast ? value.shape + [1] : [1] + value.shape) {
        return KerasValue(node: value.node, shape: shape, layout: axes, affine: value.affine)
      }
      if value.node == 0, value.layout == .axes([0]), isUntouched, value.affine.scale.count == 1 {
        setInput(Shape(isChannelLast ? [1, shape[0], shape[1]] : shape))
        return KerasValue(node: 0, shape: shape, layout: axes, affine: value.affine)
      }
    }
    throw layer.fault(
      "changes the shape in a way that is not followed", expected: "features, or the input as an image of one channel",
      found: "\(value.shape.prefix(8)) to \(shape.prefix(8))")
  }

  func permutation(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    guard let dims = try layer.ints("dims"), dims.sorted() == Array(1...value.shape.count),
      case .axes(let axes) = value.layout
    else { throw layer.fault("changes the order of dimensions in a way that is not followed") }
    var result = value
    result.shape = dims.map { value.shape[$0 - 1] }
    result.layout = .axes(dims.map { axes[$0 - 1] })
    return result
  }

  func addition(_ layer: KerasLayer, _ values: [KerasValue]) throws(InputError) -> KerasValue {
    guard values.count >= 2 else { throw layer.fault("adds fewer than two values") }
    var sum = values[0]
    for value in values.dropFirst() {
      guard value.shape == sum.shape, value.layout == sum.layout else {
        throw layer.fault(
          "adds values of different shapes or orders", expected: "\(sum.shape.prefix(8))",
          found: "\(value.shape.prefix(8))")
      }
      sum = try add(.add, on: [sum, value], for: layer, shape: sum.shape, layout: sum.layout)
    }
    return sum
  }

  func concatenation(_ layer: KerasLayer, _ values: [KerasValue]) throws(InputError) -> KerasValue {
    guard let first = values.first else { throw layer.fault("joins no values") }
    let rank = first.shape.count
    let given = try layer.int("axis", default: -1, in: -8...8)
    let axis = given < 0 ? rank + given : given - 1
    guard (0..<rank).contains(axis), values.allSatisfy({ $0.shape.count == rank && $0.layout != .plane }) else {
      throw layer.fault("joins values of different shapes", found: "axis \(given)")
    }
    var shape = first.shape
    shape[axis] = values.reduce(0) { $0 + $1.shape[axis] }
    guard rank > 1 else {
      var (order, isPlain) = ([Int](), true)
      for value in values {
        isPlain = isPlain && value.layout == .axes([0])
        let offset = order.count
        order += value.layout.places(of: value.shape).map { $0 + offset }
      }
      return try add(
        .concatenate, on: values, for: layer, shape: shape, layout: isPlain ? .axes([0]) : .order(order))
    }
    guard case .axes(let axes) = first.layout, axes[axis] == 0,
      values.allSatisfy({ value in
        value.layout == first.layout && value.shape.indices.allSatisfy { $0 == axis || value.shape[$0] == shape[$0] }
      })
    else {
      throw layer.fault("joins values along another dimension than the channels", found: "axis \(given)")
    }
    return try add(.concatenate, on: values, for: layer, shape: shape, layout: first.layout)
  }

  func dropout(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    guard layer.node("noise_shape") == nil else { throw layer.fault("has a noise_shape, which is not followed") }
    let p = Float(try layer.number("rate", default: 0.5))
    guard p >= 0, p <= 1 else { throw layer.fault("has a rate out of range", expected: "0 to 1", found: "\(p)") }
    guard layer.kind == "SpatialDropout2D" else { return try add(.dropout(.init(p: p)), on: value, for: layer) }
    _ = try image(layer, value)
    return try add(.dropout2d(.init(p: p)), on: value, for: layer)
  }
}
