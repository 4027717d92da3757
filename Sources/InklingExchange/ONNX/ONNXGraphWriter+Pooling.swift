import InklingEngine
import InklingONNX

extension ONNXGraphWriter {
  /// The padding that gives so many windows: runtimes do not agree on the last window of `ceil_mode`, so it is written as
  /// padding behind the end.
  private func end(
    _ size: Int, _ outputs: Int, kernel: Int, stride: Int, padding: Int, dilation: Int = 1
  ) -> Int {
    max(0, (outputs - 1) * stride + dilation * (kernel - 1) + 1 - size - padding)
  }

  mutating func maxPool(
    _ pool: Graph.Operation.MaxPool2d, _ input: Shape, _ output: Shape, _ name: String, _ x: String
  ) -> String {
    let (kernel, stride, padding, dilation) = (pool.kernelSize, pool.stride, pool.padding, pool.dilation)
    let bottom = end(
      input.height, output.height, kernel: kernel.height, stride: stride.height, padding: padding.height,
      dilation: dilation.height)
    let right = end(
      input.width, output.width, kernel: kernel.width, stride: stride.width, padding: padding.width,
      dilation: dilation.width)
    return add(
      "MaxPool", [x],
      [
        ONNXAttribute("dilations", integers: [dilation.height, dilation.width]),
        ONNXAttribute("kernel_shape", integers: [kernel.height, kernel.width]),
        ONNXAttribute("pads", integers: [padding.height, padding.width, bottom, right]),
        ONNXAttribute("strides", integers: [stride.height, stride.width]),
      ], name: name)
  }

  /// PyTorch divides by the elements of the window that are image, or image and padding, but never by what `ceil_mode`
  /// reaches beyond both: so padding that counts is made image first.
  mutating func averagePool(
    _ pool: Graph.Operation.AvgPool2d, _ input: Shape, _ output: Shape, _ name: String, _ x: String
  ) -> String {
    let (kernel, stride) = (pool.kernelSize, pool.stride)
    if pool.countIncludePad, pool.divisorOverride == nil, !reachesBeyondPadding(pool, input, output) {
      return countedAverage(pool, name, x)
    }
    let counts = (pool.countIncludePad || pool.divisorOverride != nil) && pool.padding != 0
    var (x, padding, height, width) = (x, pool.padding, input.height, input.width)
    if counts {
      let (rows, columns) = (padding.height, padding.width)
      let pads = integers("\(name).pads", [0, 0, rows, columns, 0, 0, rows, columns])
      x = add("Pad", [x, pads, scalar(0)], [ONNXAttribute("mode", text: "constant")], name: "\(name).padded")
      (height, width, padding) = (height + 2 * rows, width + 2 * columns, 0)
    }
    let bottom = end(height, output.height, kernel: kernel.height, stride: stride.height, padding: padding.height)
    let right = end(width, output.width, kernel: kernel.width, stride: stride.width, padding: padding.width)
    let isOverridden = pool.divisorOverride != nil
    if isOverridden, bottom + right > 0 {
      // Zeros behind the end add nothing to a sum with a fixed divisor.
      let pads = integers("\(name).end", [0, 0, 0, 0, 0, 0, bottom, right])
      x = add("Pad", [x, pads, scalar(0)], [ONNXAttribute("mode", text: "constant")], name: "\(name).extended")
    }
    let value = add(
      "AveragePool", [x],
      [
        ONNXAttribute("count_include_pad", integer: 0),
        ONNXAttribute("kernel_shape", integers: [kernel.height, kernel.width]),
        ONNXAttribute(
          "pads", integers: [padding.height, padding.width, isOverridden ? 0 : bottom, isOverridden ? 0 : right]),
        ONNXAttribute("strides", integers: [stride.height, stride.width]),
      ], name: isOverridden ? "\(name).mean" : name)
    guard let divisor = pool.divisorOverride else { return value }
    return add("Mul", [value, scalar(Float(kernel.height * kernel.width) / Float(divisor))], name: name)
  }

  /// The image and its padding alike.
  private mutating func countedAverage(_ pool: Graph.Operation.AvgPool2d, _ name: String, _ x: String) -> String {
    let (rows, columns) = (pool.padding.height, pool.padding.width)
    return add(
      "AveragePool", [x],
      [
        ONNXAttribute("count_include_pad", integer: 1),
        ONNXAttribute("kernel_shape", integers: [pool.kernelSize.height, pool.kernelSize.width]),
        ONNXAttribute("pads", integers: [rows, columns, rows, columns]),
        ONNXAttribute("strides", integers: [pool.stride.height, pool.stride.width]),
      ], name: name)
  }

  /// Whether a last window reaches beyond the image and its padding.
  private func reachesBeyondPadding(_ pool: Graph.Operation.AvgPool2d, _ input: Shape, _ output: Shape) -> Bool {
    let (kernel, stride, padding) = (pool.kernelSize, pool.stride, pool.padding)
    return (output.height - 1) * stride.height + kernel.height > input.height + 2 * padding.height
      || (output.width - 1) * stride.width + kernel.width > input.width + 2 * padding.width
  }

  /// - Parameter reduction: "Mean" or "Max".
  mutating func adaptivePool(
    _ reduction: String, _ input: Shape, _ output: Shape, _ name: String, _ x: String
  ) -> String {
    let isMean = reduction == "Mean"
    if output.height == 1, output.width == 1 {
      return add(isMean ? "GlobalAveragePool" : "GlobalMaxPool", [x], name: name)
    }
    if input.height % output.height == 0, input.width % output.width == 0 {
      let kernel = [input.height / output.height, input.width / output.width]
      return add(
        isMean ? "AveragePool" : "MaxPool", [x],
        [ONNXAttribute("kernel_shape", integers: kernel), ONNXAttribute("strides", integers: kernel)], name: name)
    }
    // Windows of several sizes: rows first, then columns; each window is a rectangle, so the order does not matter.
    let rows = windows(reduction, "\(name).rows", x, axis: 2, input.height, output.height)
    return windows(reduction, name, rows, axis: 3, input.width, output.width)
  }

  private mutating func windows(
    _ reduction: String, _ name: String, _ x: String, axis: Int, _ size: Int, _ count: Int
  ) -> String {
    var parts: [String] = []
    for index in 0..<count {
      let (start, end) = (index * size / count, ((index + 1) * size + count - 1) / count)
      let slice = add(
        "Slice",
        [
          x, integers("\(name).start", [start]), integers("\(name).end", [end]), integers("\(name).axis", [axis]),
        ], name: "\(name).slice")
      let kernel = axis == 2 ? [end - start, 1] : [1, end - start]
      parts.append(
        add(
          reduction == "Mean" ? "AveragePool" : "MaxPool", [slice], [ONNXAttribute("kernel_shape", integers: kernel)],
          name: "\(name).part"))
    }
    return add("Concat", parts, [ONNXAttribute("axis", integer: axis)], name: name)
  }
}
