import InklingEngine
import InklingFiles
import InklingONNX

extension ONNXGraphWriter {
  /// Writes one node of the graph.
  mutating func write(_ index: Int) throws(InputError) {
    let node = graph.nodes[index]
    let (name, x) = (node.name, input(index))
    let shape = graph.shapes[node.inputs[0]]
    let value: String
    switch node.operation {
    case .input: return
    case .conv2d(let attributes): value = try convolution(attributes, node, x)
    case .linear: value = try linear(node, x)
    case .maxPool2d(let pool): value = maxPool(pool, shape, graph.shapes[index], name, x)
    case .avgPool2d(let pool): value = averagePool(pool, shape, graph.shapes[index], name, x)
    case .adaptiveAvgPool2d: value = adaptivePool("Mean", shape, graph.shapes[index], name, x)
    case .adaptiveMaxPool2d: value = adaptivePool("Max", shape, graph.shapes[index], name, x)
    case .batchNorm1d(let norm), .batchNorm2d(let norm): value = try batchNorm(norm, node, x)
    case .groupNorm(let norm): value = try groupNorm(norm, shape, node, x)
    case .layerNorm(let norm): value = try layerNorm(eps: norm.eps, shape, node, x)
    case .prelu(let prelu): value = try parametricRectifier(prelu, shape, node, x)
    case .softmax(let softmax): value = add("Softmax", [x], [Self.axis(softmax.dim)], name: name)
    case .logSoftmax(let softmax): value = add("LogSoftmax", [x], [Self.axis(softmax.dim)], name: name)
    case .dropout, .dropout2d: value = x
    case .flatten: value = add("Flatten", [x], [Self.axis(1)], name: name)
    case .add: value = add("Add", [x, input(index, 1)], name: name)
    case .concatenate:
      value = add("Concat", node.inputs.indices.map { input(index, $0) }, [Self.axis(1)], name: name)
    case .constantPad2d(let pad):
      let pads = integers("\(name).pads", [0, 0, pad.top, pad.left, 0, 0, pad.bottom, pad.right])
      value = add("Pad", [x, pads, scalar(pad.value)], [ONNXAttribute("mode", text: "constant")], name: name)
    case .relu: value = add("Relu", [x], name: name)
    case .leakyReLU(let leaky):
      value = add("LeakyRelu", [x], [ONNXAttribute("alpha", float: leaky.negativeSlope)], name: name)
    case .elu(let elu): value = add("Elu", [x], [ONNXAttribute("alpha", float: elu.alpha)], name: name)
    case .gelu(let gelu):
      let form = gelu.approximate == .none ? "none" : "tanh"
      value = add("Gelu", [x], [ONNXAttribute("approximate", text: form)], name: name)
    case .silu: value = add("Mul", [x, add("Sigmoid", [x], name: "\(name).sigmoid")], name: name)
    case .sigmoid: value = add("Sigmoid", [x], name: name)
    case .tanh: value = add("Tanh", [x], name: name)
    case .hardswish: value = add("HardSwish", [x], name: name)
    case .hardsigmoid:
      value = add(
        "HardSigmoid", [x], [ONNXAttribute("alpha", float: 1 / 6), ONNXAttribute("beta", float: 0.5)], name: name)
    case .softplus(let softplus): value = self.softplus(softplus, name, x)
    case .hardtanh(let clip): value = add("Clip", [x, scalar(clip.minVal), scalar(clip.maxVal)], name: name)
    }
    set(index, try throughBytes(value, index))
  }

  private static func axis(_ axis: Int) -> ONNXAttribute { ONNXAttribute("axis", integer: axis) }

  private mutating func convolution(
    _ attributes: Graph.Operation.Conv2d, _ node: Graph.Node, _ x: String
  ) throws(InputError) -> String {
    let inputs = try [x] + weights(of: node)
    let (padding, kernel) = (attributes.padding, attributes.kernelSize)
    return add(
      "Conv", inputs,
      [
        ONNXAttribute("dilations", integers: [attributes.dilation.height, attributes.dilation.width]),
        ONNXAttribute("group", integer: attributes.groups),
        ONNXAttribute("kernel_shape", integers: [kernel.height, kernel.width]),
        ONNXAttribute("pads", integers: [padding.height, padding.width, padding.height, padding.width]),
        ONNXAttribute("strides", integers: [attributes.stride.height, attributes.stride.width]),
      ], name: node.name)
  }

  private mutating func linear(_ node: Graph.Node, _ x: String) throws(InputError) -> String {
    let inputs = try [x] + weights(of: node)
    return add("Gemm", inputs, [ONNXAttribute("transB", integer: 1)], name: node.name)
  }

  /// One slope for all, or one a channel.
  private mutating func parametricRectifier(
    _ prelu: Graph.Operation.PReLU, _ shape: Shape, _ node: Graph.Node, _ x: String
  ) throws(InputError) -> String {
    let slope = try parameter(
      node.parameters[0], reshaped: shape.isImage ? [prelu.numParameters, 1, 1] : [prelu.numParameters])
    return add("PRelu", [x, slope], name: node.name)
  }

  /// `log(1 + exp(beta * x)) / beta`, and x itself above the threshold.
  private mutating func softplus(_ softplus: Graph.Operation.Softplus, _ name: String, _ x: String) -> String {
    let isPlain = softplus.beta == 1
    let scaled = isPlain ? x : add("Mul", [x, scalar(softplus.beta)], name: "\(name).scaled")
    // Above 20 the two are the same float32.
    let hasThreshold = softplus.threshold < 20
    var value = add("Softplus", [scaled], name: isPlain && !hasThreshold ? name : "\(name).softplus")
    if !isPlain {
      value = add("Div", [value, scalar(softplus.beta)], name: hasThreshold ? "\(name).divided" : name)
    }
    guard hasThreshold else { return value }
    let above = add("Greater", [scaled, scalar(softplus.threshold)], name: "\(name).above")
    return add("Where", [above, x, value], name: name)
  }
}
