import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX

extension ONNXImporter {
  /// A window that goes over an image: kernel, stride, padding at the four sides, dilation.
  struct Windows {
    var kernel: [Int]
    var stride: [Int]
    /// Top, left, bottom, right.
    var pads: [Int]
    var dilation: [Int]
  }

  /// Reads what convolutions and poolings have in common.
  func windows(_ node: ONNXNode, _ kernel: [Int], _ shape: Shape) throws(InputError) -> Windows {
    let result = Windows(
      kernel: kernel, stride: node.integers("strides") ?? [1, 1], pads: node.integers("pads") ?? [0, 0, 0, 0],
      dilation: node.integers("dilations") ?? [1, 1])
    guard shape.isImage, kernel.count == 2, result.stride.count == 2, result.dilation.count == 2,
      result.pads.count == 4
    else { throw refusal(node, "it is not two-dimensional") }
    // What the graph refuses later must not overflow before.
    let all = result.kernel + result.stride + result.dilation
    guard all.allSatisfy({ 1...4096 ~= $0 }), result.pads.allSatisfy({ 0...4096 ~= $0 }) else {
      throw refusal(node, "its numbers are out of range", found: "\(all + result.pads)")
    }
    return try automaticallyPadded(result, node, [shape.height, shape.width])
  }

  private func automaticallyPadded(
    _ windows: Windows, _ node: ONNXNode, _ size: [Int]
  ) throws(InputError) -> Windows {
    var windows = windows
    let mode = node.text("auto_pad", default: "NOTSET")
    switch mode {
    case "NOTSET", "": return windows
    case "VALID": windows.pads = [0, 0, 0, 0]
    case "SAME_UPPER", "SAME_LOWER":
      for axis in 0..<2 {
        let outputs = (size[axis] + windows.stride[axis] - 1) / windows.stride[axis]
        let reach = (outputs - 1) * windows.stride[axis] + windows.dilation[axis] * (windows.kernel[axis] - 1) + 1
        let total = max(0, reach - size[axis])
        let small = total / 2
        windows.pads[axis] = mode == "SAME_UPPER" ? small : total - small
        windows.pads[axis + 2] = mode == "SAME_UPPER" ? total - small : small
      }
    default: throw refusal(node, "its auto_pad is not known", found: mode)
    }
    return windows
  }

  mutating func convolution(_ node: ONNXNode) throws(InputError) {
    let weight = try constant(node, 1, "weight")
    var input = try operand(node)
    let groups = node.integer("group", default: 1)
    guard weight.shape.count == 4, groups > 0, groups <= 1 << 20, weight.shape[1] <= 1 << 20 else {
      throw refusal(node, "it is not two-dimensional", found: "a weight of \(weight.shape.prefix(8))")
    }
    var windows = try windows(node, Array(weight.shape[2...]), shapes[input])
    if let given = node.integers("kernel_shape"), given != windows.kernel {
      throw refusal(node, "its kernel_shape is not its weight's", found: "\(given.prefix(4))")
    }
    let pads = windows.pads
    if pads[0] != pads[2] || pads[1] != pads[3] {
      let pad = Graph.Operation.ConstantPad2d(left: pads[1], right: pads[3], top: pads[0], bottom: pads[2], value: 0)
      try add(.constantPad2d(pad), [input], for: node, as: false)
      input = nodes.count - 1
      windows.pads = [0, 0, 0, 0]
    }
    var parameters = [try weight.floats()]
    if value(node, 2) != nil { parameters.append(try constant(node, 2, "bias").floats()) }
    let operation = Graph.Operation.Conv2d(
      inChannels: weight.shape[1] * groups, outChannels: weight.shape[0],
      kernelSize: Extent2d(windows.kernel[0], windows.kernel[1]),
      stride: Extent2d(windows.stride[0], windows.stride[1]), padding: Extent2d(windows.pads[0], windows.pads[1]),
      dilation: Extent2d(windows.dilation[0], windows.dilation[1]), groups: groups, bias: parameters.count > 1)
    try add(.conv2d(operation), [input], parameters, for: node)
  }

  /// `alpha * x * W + beta * c`.
  mutating func gemm(_ node: ONNXNode) throws(InputError) {
    guard node.integer("transA", default: 0) == 0 else { throw refusal(node, "it transposes the images") }
    let weight = try constant(node, 1, "weight")
    guard weight.shape.count == 2 else { throw refusal(node, "its weight is no matrix") }
    let isTransposed = node.integer("transB", default: 0) != 0
    let (alpha, beta) = (node.float("alpha", default: 1), node.float("beta", default: 1))
    let outputs = weight.shape[isTransposed ? 0 : 1]
    var matrix = try weight.floats()
    if !isTransposed { matrix = Self.transposed(matrix, rows: weight.shape[0], columns: weight.shape[1]) }
    if alpha != 1 { matrix = matrix.map { $0 * alpha } }
    var parameters = [matrix]
    if value(node, 2) != nil {
      let bias = try constant(node, 2, "bias")
      guard bias.count == 1 || bias.count == outputs, bias.shape.last ?? 1 == bias.count, bias.shape.count <= 2 else {
        throw refusal(node, "its bias is of another shape", found: "\(bias.shape.prefix(8))")
      }
      let numbers = try bias.floats().map { $0 * beta }
      parameters.append(numbers.count == 1 ? Array(repeating: numbers[0], count: outputs) : numbers)
    }
    try linear(node, inputs: weight.shape[isTransposed ? 1 : 0], outputs, parameters)
  }

  mutating func matMul(_ node: ONNXNode) throws(InputError) {
    let weight = try constant(node, 1, "second factor")
    guard weight.shape.count == 2 else { throw refusal(node, "its second factor is no matrix") }
    let (rows, columns) = (weight.shape[0], weight.shape[1])
    try linear(
      node, inputs: rows, columns, [Self.transposed(try weight.floats(), rows: rows, columns: columns)])
  }

  private mutating func linear(
    _ node: ONNXNode, inputs: Int, _ outputs: Int, _ parameters: [[Float]]
  ) throws(InputError) {
    let operation = Graph.Operation.Linear(inFeatures: inputs, outFeatures: outputs, bias: parameters.count > 1)
    guard case .arranged(let index, .rows(let shape)) = value(node, 0), inputs == shape.count else {
      return try add(.linear(operation), [try operand(node)], parameters, for: node)
    }
    var parameters = parameters
    parameters[0] = Self.channelsFirst(parameters[0], shape)
    try add(.linear(operation), [index], parameters, for: node)
  }

  /// The columns of a matrix, which are in the order [H, W, C], as [C, H, W].
  private static func channelsFirst(_ matrix: [Float], _ shape: Shape) -> [Float] {
    var result = matrix
    for row in stride(from: 0, to: matrix.count, by: shape.count) {
      for channel in 0..<shape.channels {
        for place in 0..<shape.plane {
          result[row + channel * shape.plane + place] = matrix[row + place * shape.channels + channel]
        }
      }
    }
    return result
  }

  private static func transposed(_ matrix: [Float], rows: Int, columns: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: matrix.count) { buffer, count in
      for row in 0..<rows {
        for column in 0..<columns { buffer[column * rows + row] = matrix[row * columns + column] }
      }
      count = matrix.count
    }
  }

  mutating func pooling(_ node: ONNXNode) throws(InputError) {
    guard let kernel = node.integers("kernel_shape") else { throw refusal(node, "it has no kernel_shape") }
    guard node.integer("storage_order", default: 0) == 0 else { throw refusal(node, "it goes column by column") }
    let isMaximum = node.operation == "MaxPool"
    var input = try operand(node)
    var windows = try windows(node, kernel, shapes[input])
    let ceils = node.integer("ceil_mode", default: 0) != 0
    let counts = !isMaximum && node.integer("count_include_pad", default: 0) != 0
    let isEven = windows.pads[0] == windows.pads[2] && windows.pads[1] == windows.pads[3]
    let fits = windows.pads[0] <= kernel[0] / 2 && windows.pads[1] <= kernel[1] / 2
    var mode: Bool? = isEven && fits ? ceils : nil
    if mode == nil, !counts, fits {
      // Padding that is never counted only decides how many windows there are.
      let wanted = outputSize(windows, shapes[input], ceils)
      for ceil in [false, true] {
        var even = windows
        (even.pads[2], even.pads[3]) = (even.pads[0], even.pads[1])
        if outputSize(even, shapes[input], ceil) == wanted { mode = ceil }
      }
    }
    if mode == nil, isMaximum || counts {
      let pads = Self.coveredPads(windows, shapes[input], outputSize(windows, shapes[input], ceils))
      try add(
        .constantPad2d(
          .init(
            left: pads[1], right: pads[3], top: pads[0], bottom: pads[2],
            value: isMaximum ? -.greatestFiniteMagnitude : 0)), [input], for: node, as: false)
      (input, windows.pads, mode) = (nodes.count - 1, [0, 0, 0, 0], ceils)
    }
    guard let mode else { throw refusal(node, "its padding is not even", found: "\(windows.pads)") }
    let (size, stride) = (Extent2d(kernel[0], kernel[1]), Extent2d(windows.stride[0], windows.stride[1]))
    let padding = Extent2d(windows.pads[0], windows.pads[1])
    guard isMaximum || windows.dilation == [1, 1] else { throw refusal(node, "it is dilated") }
    try add(
      isMaximum
        ? .maxPool2d(
          .init(
            kernelSize: size, stride: stride, padding: padding,
            dilation: Extent2d(windows.dilation[0], windows.dilation[1]), ceilMode: mode))
        : .avgPool2d(
          .init(kernelSize: size, stride: stride, padding: padding, ceilMode: mode, countIncludePad: counts)),
      [input], for: node)
  }

  /// The padding that windows cover: behind it none begins once it is a part of the image.
  private static func coveredPads(_ windows: Windows, _ shape: Shape, _ count: [Int]) -> [Int] {
    var pads = windows.pads
    for (axis, size) in [shape.height, shape.width].enumerated() {
      let end = (count[axis] - 1) * windows.stride[axis] + windows.dilation[axis] * (windows.kernel[axis] - 1) + 1
      pads[axis + 2] = min(pads[axis + 2], max(end - size - pads[axis], 0))
    }
    return pads
  }

  /// The number of windows: a last one that begins in the padding behind the end is none.
  private func outputSize(_ windows: Windows, _ shape: Shape, _ ceils: Bool) -> [Int] {
    [shape.height, shape.width].enumerated().map { axis, size in
      let (stride, before) = (windows.stride[axis], windows.pads[axis])
      let free = size + before + windows.pads[axis + 2] - windows.dilation[axis] * (windows.kernel[axis] - 1) - 1
      var count = (free + (ceils ? stride - 1 : 0)) / stride + 1
      if ceils, (count - 1) * stride >= size + before { count -= 1 }
      return count
    }
  }
}
