import InklingEngine
import InklingFiles

extension KerasGraphBuilder {
  func pooling(_ layer: KerasLayer, _ value: KerasValue, isMaximum: Bool) throws(InputError) -> KerasValue {
    let (channels, size, isFirst) = try image(layer, value)
    let kernel = try layer.pair("pool_size", default: 2)
    let form = ConvolutionForm(
      kernel: kernel, stride: try layer.pair("strides", default: kernel), dilation: 1,
      isSame: try layer.choice("padding", default: "valid", among: ["valid", "same"]) == "same")
    guard let (margin, output) = form.margin(of: size) else {
      throw layer.fault("has a window larger than its image", found: "\(kernel) on \(size)")
    }
    // PyTorch's padding is the same on both sides. One more at the end comes from a last window that hangs over; where
    // windows come one by one, from one more on both sides, whose first window is cut off.
    let (rows, columns) = (
      Self.overhang(margin.before.height, margin.after.height, form.stride.height),
      Self.overhang(margin.before.width, margin.after.width, form.stride.width)
    )
    let padding = Extent2d(rows.padding, columns.padding)
    let pooled = Extent2d(output.height + rows.cut, output.width + columns.cut)
    let ceil = !margin.isSymmetric
    let operation: Graph.Operation =
      isMaximum
      ? .maxPool2d(.init(kernelSize: kernel, stride: form.stride, padding: padding, ceilMode: ceil))
      : .avgPool2d(
        .init(kernelSize: kernel, stride: form.stride, padding: padding, ceilMode: ceil, countIncludePad: false))
    let result = try add(
      operation, on: value, for: layer, shape: kerasShape(channels, pooled, isFirst: isFirst))
    guard pooled != output else { return result }
    return try add(
      .constantPad2d(.init(left: -columns.cut, right: 0, top: -rows.cut, bottom: 0)), "cut", on: result, for: layer,
      shape: kerasShape(channels, output, isFirst: isFirst))
  }

  private static func overhang(_ before: Int, _ after: Int, _ stride: Int) -> (padding: Int, cut: Int) {
    before != after && stride == 1 ? (after, 1) : (before, 0)
  }

  func globalPooling(_ layer: KerasLayer, _ value: KerasValue, isMaximum: Bool) throws(InputError) -> KerasValue {
    let (channels, _, isFirst) = try image(layer, value)
    let attributes = Graph.Operation.AdaptivePool2d(height: 1, width: 1)
    let pooled = try add(
      isMaximum ? .adaptiveMaxPool2d(attributes) : .adaptiveAvgPool2d(attributes), on: value, for: layer,
      shape: kerasShape(channels, 1, isFirst: isFirst))
    if try layer.flag("keepdims", default: false) { return pooled }
    return try add(.flatten, "flatten", on: pooled, for: layer, shape: [channels], layout: .axes([0]))
  }

  /// `ZeroPadding2D` (sign 1) and `Cropping2D` (sign -1).
  func margins(_ layer: KerasLayer, _ value: KerasValue, sign: Int) throws(InputError) -> KerasValue {
    let (channels, size, isFirst) = try image(layer, value)
    let key = sign > 0 ? "padding" : "cropping"
    let (top, bottom, left, right): (Int, Int, Int, Int)
    if let lists = layer.node(key)?.elements, lists.count == 2, lists.allSatisfy({ $0.elements != nil }) {
      let numbers = lists.flatMap { $0.elements?.map(\.int) ?? [] }.compactMap(\.self)
      guard numbers.count == 4, numbers.allSatisfy((0...4096).contains) else {
        throw layer.fault("has a \(key) out of range", expected: "four numbers, 0 to 4096")
      }
      (top, bottom, left, right) = (numbers[0], numbers[1], numbers[2], numbers[3])
    } else {
      let both = try layer.pair(key, default: sign > 0 ? 1 : 0, in: 0...4096)
      (top, bottom, left, right) = (both.height, both.height, both.width, both.width)
    }
    let padded = Extent2d(size.height + sign * (top + bottom), size.width + sign * (left + right))
    guard padded.height > 0, padded.width > 0 else { throw layer.fault("cuts the whole image off") }
    return try add(
      .constantPad2d(.init(left: sign * left, right: sign * right, top: sign * top, bottom: sign * bottom)), on: value,
      for: layer, shape: kerasShape(channels, padded, isFirst: isFirst))
  }
}
