import InklingEngine

/// The one place where the kinds of operations are told apart.
extension SourceLowering {
  mutating func lower(_ node: Int, _ normalization: Normalization) {
    let from = inputs(node)
    switch graph.nodes[node].operation {
    case .input(let input): prepare(node, input.shape, normalization)
    case .conv2d(let convolution): self.convolution(node, convolution)
    case .linear(let linear): self.linear(node, linear)
    case .maxPool2d(let pool):
      emit(
        "maxPool",
        pooled(node) + integers(pool.kernelSize, pool.stride, pool.padding, pool.dilation))
    case .avgPool2d(let pool):
      emit(
        "averagePool",
        pooled(node) + integers(pool.kernelSize, pool.stride, pool.padding)
          + [.integer(pool.countIncludePad ? 1 : 0), .integer(pool.divisorOverride ?? 0)])
    case .adaptiveAvgPool2d: emit("adaptiveAveragePool", pooled(node))
    case .adaptiveMaxPool2d: emit("adaptiveMaxPool", pooled(node))
    case .batchNorm1d, .batchNorm2d: batchNormalization(node)
    case .groupNorm(let norm):
      groupNormalization(
        node, groups: norm.numGroups, channels: norm.numChannels / norm.numGroups, norm.eps)
    case .layerNorm(let norm):
      groupNormalization(node, groups: 1, channels: graph.shapes[node].count, norm.eps)
    case .relu: activation(node, "rectified")
    case .leakyReLU(let leaky): activation(node, "leaky", leaky.negativeSlope)
    case .elu(let elu): activation(node, "exponentialLinear", elu.alpha)
    case .gelu(let gelu): activation(node, gelu.approximate == .none ? "gelu" : "geluTanh")
    case .silu: activation(node, "swish")
    case .sigmoid: activation(node, "logistic")
    case .tanh: activation(node, "hyperbolicTangent")
    case .hardswish: activation(node, "hardSwish")
    case .hardsigmoid: activation(node, "hardSigmoid")
    case .hardtanh(let clip): activation(node, "clamped", clip.minVal, clip.maxVal)
    case .softplus(let softplus): activation(node, "softplus", softplus.beta, softplus.threshold)
    case .prelu(let prelu): parametric(node, prelu)
    case .softmax(let softmax): self.softmax(node, "softmax", softmax.dim)
    case .logSoftmax(let softmax): self.softmax(node, "logSoftmax", softmax.dim)
    case .dropout, .dropout2d, .flatten: share(from[0], node)
    case .constantPad2d(let pad):
      emit("pad", pooled(node) + [.integer(pad.top), .integer(pad.left), .number(pad.value)])
    case .add:
      emit(
        "add",
        [.reads(from[0]), .reads(from[1]), .writes(sameBuffer(node)), .integer(graph.shapes[node].count)])
    case .concatenate: concatenation(node)
    }
  }

  private func integers(_ extents: Extent2d...) -> [SourceStep.Argument] {
    extents.flatMap { [.integer($0.height), .integer($0.width)] }
  }

  private mutating func prepare(_ node: Int, _ shape: Shape, _ normalization: Normalization) {
    let (scale, shift) = (store(normalization.scale), store(normalization.shift))
    emit(
      "prepare",
      [
        .pixels, .weights(scale), .weights(shift), .writes(newBuffer(node)), .integer(shape.channels),
        .integer(shape.plane),
      ])
  }

  /// A pooling's input, output and sizes.
  private mutating func pooled(_ node: Int) -> [SourceStep.Argument] {
    let (from, input, output) = (inputs(node)[0], inputShape(node), graph.shapes[node])
    return [
      .reads(from), .writes(newBuffer(node)), .integer(input.channels), .integer(input.height), .integer(input.width),
      .integer(output.height), .integer(output.width),
    ]
  }

  private mutating func activation(_ node: Int, _ function: String, _ numbers: Float...) {
    let from = inputs(node)[0]
    emit(
      SourceLibrary.applied(function),
      [.reads(from), .writes(sameBuffer(node)), .integer(graph.shapes[node].count)] + numbers.map { .number($0) })
  }

  private mutating func parametric(_ node: Int, _ prelu: Graph.Operation.PReLU) {
    let (from, shape) = (inputs(node)[0], graph.shapes[node])
    let place = store(parameters.of(graph.nodes[node])[0])
    emit(
      "parametric",
      [
        .reads(from), .weights(place), .writes(sameBuffer(node)), .integer(prelu.numParameters == 1 ? 0 : 1),
        .integer(shape.channels), .integer(shape.plane),
      ])
  }

  private mutating func softmax(_ node: Int, _ function: String, _ dim: Int) {
    let (from, sides) = (inputs(node)[0], graph.shapes[node].dimensions)
    let index = dim < 0 ? sides.count + dim : dim - 1
    emit(
      function,
      [
        .reads(from), .writes(sameBuffer(node)), .integer(sides[..<index].reduce(1, *)), .integer(sides[index]),
        .integer(sides[(index + 1)...].reduce(1, *)),
      ])
  }

  private mutating func concatenation(_ node: Int) {
    let (from, sources) = (inputs(node), graph.nodes[node].inputs)
    let to = newBuffer(node)
    var offset = 0
    for (buffer, source) in zip(from, sources) {
      let count = graph.shapes[source].count
      emit("copy", [.reads(buffer), .writes(to, offset: offset), .integer(count)])
      offset += count
    }
  }

  private mutating func batchNormalization(_ node: Int) {
    let (from, shape) = (inputs(node)[0], graph.shapes[node])
    guard !isFolded(node), let factors = channelFactors(node) else { return share(from, node) }
    let (scale, shift) = (store(factors.scale.map(Float.init)), store(factors.shift.map(Float.init)))
    emit(
      "scaleChannels",
      [
        .reads(from), .weights(scale), .weights(shift), .writes(sameBuffer(node)), .integer(shape.channels),
        .integer(shape.plane),
      ])
  }

  /// - Parameter channels: of one group.
  private mutating func groupNormalization(_ node: Int, groups: Int, channels: Int, _ eps: Float) {
    let (from, count) = (inputs(node)[0], groups * channels)
    let values = parameters.of(graph.nodes[node])
    let weight = store(values.first ?? Array(repeating: 1, count: count))
    let bias = store(values.count > 1 ? values[1] : Array(repeating: 0, count: count))
    emit(
      "normalizeGroups",
      [
        .reads(from), .weights(weight), .weights(bias), .writes(sameBuffer(node)), .integer(groups),
        .integer(channels), .integer(graph.shapes[node].count / count), .number(eps),
      ])
  }
}

/// What has weights, and takes in the batch normalisation behind it.
extension SourceLowering {
  private mutating func convolution(_ node: Int, _ convolution: Graph.Operation.Conv2d) {
    let (from, input, output) = (inputs(node)[0], inputShape(node), graph.shapes[node])
    let row =
      convolution.inChannels / convolution.groups * convolution.kernelSize.height
      * convolution.kernelSize.width
    let (weight, bias) = rows(node, row, convolution.outChannels, hasBias: convolution.bias) { $0 }
    let sizes = [
      convolution.groups, convolution.inChannels / convolution.groups, convolution.outChannels / convolution.groups,
      input.height, input.width, output.height, output.width,
    ]
    emit(
      "convolution",
      [.reads(from), .weights(weight), .weights(bias), .writes(newBuffer(node))] + sizes.map { .integer($0) }
        + integers(convolution.kernelSize, convolution.stride, convolution.padding, convolution.dilation))
  }

  private mutating func linear(_ node: Int, _ linear: Graph.Operation.Linear) {
    let from = inputs(node)[0]
    let (inputs, outputs) = (linear.inFeatures, linear.outFeatures)
    let (weight, bias) = rows(node, inputs, outputs, hasBias: linear.bias) { values in
      [Float](unsafeUninitializedCapacity: values.count) { transposed, count in
        for i in 0..<inputs { for o in 0..<outputs { transposed[i * outputs + o] = values[o * inputs + i] } }
        count = values.count
      }
    }
    emit(
      "linear",
      [
        .reads(from), .weights(weight), .weights(bias), .writes(newBuffer(node)), .integer(inputs), .integer(outputs),
      ])
  }

  /// The places of the weights, a row of `row` for each output, and of the biases.
  private mutating func rows(
    _ node: Int, _ row: Int, _ outputs: Int, hasBias: Bool, _ arrange: ([Float]) -> [Float]
  ) -> (weight: Int, bias: Int) {
    let values = parameters.of(graph.nodes[node])
    var (weight, bias) = (values[0], hasBias ? values[1] : Array(repeating: 0, count: outputs))
    if let factors = foldedNormalization(after: node) {
      for o in 0..<outputs {
        for i in o * row..<(o + 1) * row { weight[i] = Float(Double(weight[i]) * factors.scale[o]) }
        bias[o] = Float(Double(bias[o]) * factors.scale[o] + factors.shift[o])
      }
    }
    return (store(arrange(weight)), store(bias))
  }
}
