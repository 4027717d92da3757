import InklingKernelInterface

extension Graph.Operation {
  /// A convolution (cross-correlation) of images; PyTorch's `nn.Conv2d` with zero padding, whose names and defaults these
  /// are:
  ///
  ///     y[o][p][q] = bias[o] + sum over i, u, v of
  ///                  weight[o][i][u][v] * x[i][p * stride + u * dilation - padding][q * stride + v * dilation - padding]
  public struct Conv2d: Sendable, Hashable {
    /// Channels of the image.
    public var inChannels: Int
    /// Channels of the result.
    public var outChannels: Int
    /// The kernel's height and width, each 1...4096.
    public var kernelSize: Extent2d
    /// Pixels from one window to the next, each 1...4096; 1 by default.
    public var stride: Extent2d
    /// Rows and columns of zeros on either side, each 0...4096; 0 by default.
    public var padding: Extent2d
    /// Pixels from one element of a window to the next, each 1...4096; 1 by default.
    public var dilation: Extent2d
    /// Parts that the channels are split into, each with kernels of its own; divides both numbers. 1 by default.
    public var groups: Int
    /// Whether there is one.
    public var bias: Bool

    /// With PyTorch's defaults.
    public init(
      inChannels: Int, outChannels: Int, kernelSize: Extent2d, stride: Extent2d = 1, padding: Extent2d = 0,
      dilation: Extent2d = 1, groups: Int = 1, bias: Bool = true
    ) {
      self.inChannels = inChannels
      self.outChannels = outChannels
      self.kernelSize = kernelSize
      self.stride = stride
      self.padding = padding
      self.dilation = dilation
      self.groups = groups
      self.bias = bias
    }
  }
}

extension Graph.Operation.Conv2d: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case stride, padding, dilation, groups, bias
    case inChannels = "in_channels"
    case outChannels = "out_channels"
    case kernelSize = "kernel_size"
  }
}

extension Graph.Operation.Conv2d: OperationRule {
  var fault: String? {
    typealias Range = AttributeRange
    if let fault = Range.fault("in_channels", inChannels, in: Range.counts)
      ?? Range.fault("out_channels", outChannels, in: Range.counts)
      ?? Range.fault("kernel_size", kernelSize, in: Range.sides) ?? Range.fault("stride", stride, in: Range.sides)
      ?? Range.fault("padding", padding, in: Range.margins) ?? Range.fault("dilation", dilation, in: Range.sides)
      ?? Range.fault("groups", groups, in: Range.counts)
    {
      return fault
    }
    guard inChannels % groups == 0, outChannels % groups == 0 else {
      return "groups (\(groups)) must divide its channels (\(inChannels) and \(outChannels))"
    }
    return Range.fault(parameters)
  }

  var parameters: [ParameterForm] {
    let weight = [outChannels, inChannels / groups, kernelSize.height, kernelSize.width]
    let fanIn = weight[1] * weight[2] * weight[3]
    let bound = Parameter.Initializer.uniform(bound: 1 / Float(fanIn).squareRoot())
    return [ParameterForm(name: "weight", shape: weight, initializer: bound)]
      + (bias ? [ParameterForm(name: "bias", shape: [outChannels], initializer: bound)] : [])
  }

  func outputShape(of shapes: [Shape]) throws(ShapeMismatch) -> Shape {
    let shape = shapes[0]
    guard shape.isImage, shape.channels == inChannels else {
      throw ShapeMismatch(
        needed: "an image of \(inChannels) channel\(inChannels == 1 ? "" : "s")",
        remedy: shape.isImage
          ? "make it Conv2d(\(shape.channels), \(outChannels), ...)" : "do not flatten before a convolution")
    }
    guard let size = outputSize(shape) else {
      throw ShapeMismatch(
        needed: "at least \(dilation.height * (kernelSize.height - 1) + 1 - 2 * padding.height)x"
          + "\(dilation.width * (kernelSize.width - 1) + 1 - 2 * padding.width) pixels",
        remedy: "use a smaller kernel or more padding")
    }
    let padded = checkedProduct([inChannels, shape.height + 2 * padding.height, shape.width + 2 * padding.width])
    // As for every value of the network: its bytes are counted with 32 bits.
    guard padding == 0 || padded.map({ $0 <= Shape.largestCount / 2 }) == true else {
      throw ShapeMismatch(
        needed: "at most \(Shape.largestCount / 2) elements with its padding",
        remedy: "use less padding or fewer channels")
    }
    return try Shape.result([outChannels, size.height, size.width])
  }

  func multiplyAdds(inputs shapes: [Shape], output: Shape) -> Int {
    guard let size = outputSize(shapes[0]) else { return 0 }
    return multiplyAdds(positions: size.height * size.width)
  }

  func multiplyAdds(positions: Int) -> Int {
    outChannels * positions * (inChannels / groups) * kernelSize.height * kernelSize.width
  }

  /// Whether Winograd's algorithm pays: 5x5 at stride one over an even output, with channels enough to share the
  /// transforms.
  func suitsWinograd(_ shape: Shape) -> Bool {
    guard let size = outputSize(shape) else { return false }
    return kernelSize == 5 && stride == 1 && dilation == 1 && padding == 0 && groups == 1 && size.height % 2 == 0
      && size.width % 2 == 0 && inChannels >= 4 && outChannels >= 4
  }

  /// Whether minimal filtering pays: 3x3 at stride one, with channels enough to share the transforms.
  var suitsFiltering: Bool {
    kernelSize == 3 && stride == 1 && dilation == 1 && groups == 1 && padding.height <= 2 && padding.width <= 2
      && inChannels >= 8 && outChannels >= 8
  }

  func outputSize(_ shape: Shape) -> Extent2d? {
    guard
      let height = Convolution2dGeometry.outputSize(
        shape.height, kernel: kernelSize.height, stride: stride.height, padding: padding.height,
        dilation: dilation.height),
      let width = Convolution2dGeometry.outputSize(
        shape.width, kernel: kernelSize.width, stride: stride.width, padding: padding.width, dilation: dilation.width)
    else { return nil }
    return Extent2d(height, width)
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    LoweredConvolution2d(self, stage, builder).lowered()
  }
}

/// A 2D convolution over images `[N, C, H, W]`, as PyTorch's `nn.Conv2d` with zero padding:
///
///     y[o][p][q] = bias[o] + sum over i, u, v of
///                  weight[o][i][u][v] * x[i][p * stride + u * dilation - padding][q * stride + v * dilation - padding]
///
/// `weight` is `[outChannels, inChannels / groups, kernelHeight, kernelWidth]`, `bias` is `[outChannels]`; both start
/// uniform in `±1 / sqrt(inChannels / groups * kernelHeight * kernelWidth)`, PyTorch's default.
@dynamicMemberLookup
public struct Conv2d: Layer {
  /// Its options, which can be asked of the layer itself: `conv.kernelSize`.
  public let attributes: Graph.Operation.Conv2d
  /// The kernels, `[outChannels, inChannels / groups, kernelHeight, kernelWidth]`.
  public let weight: Parameter
  /// What is added to each channel of the result, `[outChannels]`; nil without one.
  public let bias: Parameter?

  /// - Precondition: positive sizes of at most 4,096, padding not negative, and `groups` divides both numbers of channels.
  public init(
    _ inChannels: Int, _ outChannels: Int, kernelSize: Extent2d, stride: Extent2d = 1, padding: Extent2d = 0,
    dilation: Extent2d = 1, groups: Int = 1, bias: Bool = true
  ) {
    self.init(
      Graph.Operation.Conv2d(
        inChannels: inChannels, outChannels: outChannels, kernelSize: kernelSize, stride: stride, padding: padding,
        dilation: dilation, groups: groups, bias: bias))
  }

  /// - Precondition: as above.
  public init(_ attributes: Graph.Operation.Conv2d) {
    let parameters = Graph.Operation.conv2d(attributes).makeParameters()
    self.attributes = attributes
    weight = parameters[0]
    bias = attributes.bias ? parameters[1] : nil
  }

  /// An option of the layer, by its name: `conv.kernelSize`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.Conv2d, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The convolved image, `[outChannels, P, Q]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.conv2d(attributes), [x], [weight, bias])
  }
}
