import InklingCharts
import InklingEngine

/// An operation in words and as a formula, with its attributes.
struct OperationText {
  var sentence: String
  var formulas: [String]

  init(_ sentence: String, _ formulas: String...) {
    self.sentence = sentence
    self.formulas = formulas
  }

  /// The preparation of the image.
  init(inputThrough normalization: Normalization) {
    let formulas = zip(normalization.scale, normalization.shift).enumerated().prefix(4).map { channel, numbers in
      "x[\(channel),h,w] = \(NumberText.short(numbers.0)) · byte \(Self.signed(numbers.1))"
    }
    sentence =
      "The image's bytes, 0 to 255, become numbers around zero: so has the network been trained."
    self.formulas = Array(formulas)
  }

  init(_ node: ObservedNode) {
    switch node.operation {
    case .conv2d(let attributes): self.init(attributes)
    case .linear(let attributes):
      self.init(
        "Every input counts for every output, with a factor of its own: \(attributes.inFeatures) factors"
          + "\(attributes.bias ? " and a bias" : "") for each of \(NumberText.count(attributes.outFeatures, "output")).",
        "y[o] = \(attributes.bias ? "b[o] + " : "")Σ i  w[o,i] · x[i]")
    case .maxPool2d, .avgPool2d, .adaptiveAvgPool2d, .adaptiveMaxPool2d: self.init(pooling: node)
    case .batchNorm1d(let a), .batchNorm2d(let a):
      self.init(
        "Each channel is shifted and scaled, so that its numbers lie around zero as they did on average in training.",
        "y[c] = (x[c] − mean[c]) / √(variance[c] + \(a.eps))\(a.affine ? " · w[c] + b[c]" : "")")
    case .groupNorm(let a):
      self.init(
        "The channels, in \(NumberText.count(a.numGroups, "group")), are shifted and scaled by the mean and the variance "
          + "of their group in this image.",
        "y[c] = (x[c] − mean[g]) / √(variance[g] + \(a.eps))\(a.affine ? " · w[c] + b[c]" : "")")
    case .layerNorm(let a):
      self.init(
        "Everything is shifted and scaled by the mean and the variance of all numbers of this image.",
        "y[i] = (x[i] − mean) / √(variance + \(a.eps))\(a.elementwiseAffine ? " · w[i]\(a.bias ? " + b[i]" : "")" : "")"
      )
    default: self.init(simple: node)
    }
  }

  private init(simple node: ObservedNode) {
    switch node.operation {
    case .relu: self.init("What is negative becomes zero; the rest stays.", "y = max(x, 0)")
    case .prelu:
      self.init("What is negative is multiplied by a slope that was learned.", "y = x where x > 0, else a · x")
    case .softmax:
      self.init("The numbers become shares: all positive, and 1 together.", "y[k] = exp(x[k]) / Σ j  exp(x[j])")
    case .logSoftmax:
      self.init("The logarithms of the softmax's shares.", "y[k] = x[k] − log(Σ j  exp(x[j]))")
    case .dropout(let a), .dropout2d(let a):
      self.init(
        "In training, numbers are dropped by chance (\(NumberText.percent(Double(a.p)))); in a prediction nothing is.",
        "y = x")
    case .flatten:
      let shape = node.input.shape
      self.init(
        "The channels' rows are put one behind the other.",
        shape.isImage ? "y[c·\(shape.plane) + h·\(shape.width) + w] = x[c,h,w]" : "y[i] = x[i]")
    case .constantPad2d(let a):
      self.init(
        "Rows and columns of \(NumberText.short(a.value)) are put around the image, or taken off: \(a.top) above, "
          + "\(a.bottom) below, \(a.left) to the left, \(a.right) to the right.",
        "y[c,h,w] = x[c,\(Self.index("h", -a.top)),\(Self.index("w", -a.left))]")
    case .add: self.init("The branches are added up, place by place.", "y = " + Self.names(node, joinedBy: " + "))
    case .concatenate:
      self.init("The branches are put one behind the other, as channels.", "y = " + Self.names(node, joinedBy: ", "))
    default:
      let formula = ElementwiseFunction(node.operation)?.formula ?? "…"
      self.init("Each number goes through a function by itself.", "y = \(formula)")
    }
  }

  private static func names(_ node: ObservedNode, joinedBy separator: String) -> String {
    node.inputs.map(\.name).joined(separator: separator)
  }

  /// "+ 0.5", "− 0.5".
  static func signed(_ value: Float) -> String {
    (value < 0 ? "− " : "+ ") + NumberText.short(value.magnitude)
  }

  /// "p", "2p + 1": a place with an offset.
  static func index(_ name: String, _ offset: Int) -> String {
    offset == 0 ? name : offset < 0 ? "\(name)−\(-offset)" : "\(name)+\(offset)"
  }

  /// "2p+u−1": window p's element u.
  static func index(
    _ window: String, stride: Int, _ element: String, dilation: Int, padding: Int
  ) -> String {
    let (start, step) = ((stride == 1 ? "" : "\(stride)") + window, (dilation == 1 ? "" : "\(dilation)") + element)
    return "\(start)+\(step)" + (padding == 0 ? "" : "−\(padding)")
  }
}

extension OperationText {
  /// A convolution.
  init(_ a: Graph.Operation.Conv2d) {
    let (rows, columns) = (
      Self.index("p", stride: a.stride.height, "u", dilation: a.dilation.height, padding: a.padding.height),
      Self.index("q", stride: a.stride.width, "v", dilation: a.dilation.width, padding: a.padding.width)
    )
    var sentence =
      "\(NumberText.count(a.outChannels, "kernel")) of \(a.kernelSize) slide\(a.outChannels == 1 ? "s" : "") over the "
      + "image; the numbers of a kernel are multiplied by those under it and added up. Where the image looks like the "
      + "kernel, the sum is large."
    if a.groups > 1 { sentence += " The channels are in \(a.groups) groups, each with kernels of its own." }
    if a.padding != 0 { sentence += " Around the image are \(a.padding) rows and columns of zeros." }
    self.init(
      sentence,
      "y[o,p,q] = \(a.bias ? "b[o] + " : "")Σ i,u,v  w[o,i,u,v] · x[\(a.groups > 1 ? "g+i" : "i"),\(rows),\(columns)]")
  }

  init(pooling node: ObservedNode) {
    switch node.operation {
    case .maxPool2d(let a):
      let place = Self.place(a.stride, a.dilation, a.padding)
      self.init(
        "Of each window of \(a.kernelSize) only the largest number is kept: what was found counts, not exactly where.",
        "y[c,p,q] = max u,v  x[c,\(place)]")
    case .avgPool2d(let a):
      let divisor = a.divisorOverride.map(String.init) ?? "\(a.kernelSize.height * a.kernelSize.width)"
      self.init(
        "Each window of \(a.kernelSize) becomes its mean: the image is made smaller.",
        "y[c,p,q] = 1/\(divisor) · Σ u,v  x[c,\(Self.place(a.stride, 1, a.padding))]")
    case .adaptiveMaxPool2d:
      self.init(
        "The image is parted into \(node.result.shape.height)x\(node.result.shape.width) windows; of each the largest "
          + "number is kept.", "y[c,p,q] = max of window p,q  x[c,h,w]")
    default:
      self.init(
        "The image is parted into \(node.result.shape.height)x\(node.result.shape.width) windows; each becomes its mean.",
        "y[c,p,q] = 1/n · Σ of window p,q  x[c,h,w]")
    }
  }

  private static func place(_ stride: Extent2d, _ dilation: Extent2d, _ padding: Extent2d) -> String {
    index("p", stride: stride.height, "u", dilation: dilation.height, padding: padding.height) + ","
      + index("q", stride: stride.width, "v", dilation: dilation.width, padding: padding.width)
  }
}
