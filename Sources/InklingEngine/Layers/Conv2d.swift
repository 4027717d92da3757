import InklingFiles
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

extension LayerSpecification {
  /// `Conv2d`, for as many channels as it is given.
  public struct Convolution: Sendable, Equatable {
    /// Channels of the result.
    public var out: Width
    /// Zeros around the image; none by default.
    public var padding: Padding
    /// The rest of the options. Channels and padding follow from the image that the layer is given.
    public var attributes: Graph.Operation.Conv2d

    /// A convolution to `out` channels, with PyTorch's defaults. What does not fit is refused when the model is made.
    public init(
      out: Width, kernel: Extent2d, stride: Extent2d = 1, padding: Padding = .by(0), dilation: Extent2d = 1,
      groups: Int = 1, bias: Bool = true
    ) {
      self.out = out
      self.padding = padding
      attributes = Graph.Operation.Conv2d(
        inChannels: 1, outChannels: 1, kernelSize: kernel, stride: stride, dilation: dilation, groups: groups,
        bias: bias)
    }
  }

  /// Zeros around an image.
  public enum Padding: Sendable, Equatable {
    /// So many rows and columns on either side.
    case by(Extent2d)
    /// As many as keep its size.
    case same
  }

  /// A convolution to `out` channels, with PyTorch's defaults.
  public static func conv(
    _ out: Int, kernel: Extent2d, stride: Extent2d = 1, padding: Padding = .by(0), dilation: Extent2d = 1,
    groups: Int = 1, bias: Bool = true, name: String? = nil
  ) -> LayerSpecification {
    LayerSpecification(
      .convolution(
        Convolution(
          out: .features(out), kernel: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups,
          bias: bias)),
      name: name)
  }
}

extension LayerSpecification.Kind {
  /// `Conv2d`, for as many channels as it is given.
  public static func convolution(_ options: LayerSpecification.Convolution) -> Self { Self(options) }
}

extension LayerWord {
  static let convolution = LayerWord("conv", main: "out") { reader in
    reader.require("kernel")
    let (out, kernel) = (reader.width(), reader.extent("kernel", in: 1...64))
    let same = reader.node("padding")?.text == "same"
    let padding = same ? .same : LayerSpecification.Padding.by(reader.extent("padding", in: 0...64) ?? 0)
    let options = (
      stride: reader.extent("stride", in: 1...64) ?? 1, dilation: reader.extent("dilation", in: 1...64) ?? 1,
      groups: reader.int("groups", in: LayerSpecification.sizes) ?? 1, bias: reader.bool("bias") ?? true
    )
    guard let out, let kernel else { return nil }
    return LayerSpecification.Convolution(
      out: out, kernel: kernel, stride: options.stride, padding: padding, dilation: options.dilation,
      groups: options.groups, bias: options.bias)
  }
}

extension LayerSpecification.Convolution: LayerForm {
  var word: String { LayerWord.convolution.word }
  var stem: (name: String, isCounted: Bool) { ("conv", true) }

  var options: [(String, DocumentNode?)] {
    let zeros: DocumentNode? =
      switch padding {
      case .same: .text("same")
      case .by(let extent): extent == 0 ? nil : extent.node
      }
    let (stride, dilation) = (attributes.stride, attributes.dilation)
    return [
      ("out", out.node), ("kernel", attributes.kernelSize.node), ("stride", stride == 1 ? nil : stride.node),
      ("padding", zeros), ("dilation", dilation == 1 ? nil : dilation.node),
      ("groups", attributes.groups == 1 ? nil : .number(attributes.groups)),
      ("bias", attributes.bias ? nil : .flag(false)),
    ]
  }

  func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer {
    var conv = attributes
    (conv.inChannels, conv.outChannels) = (shape.channels, out.count(classes: classes))
    guard shape.isImage else { throw .init("a convolution needs images and is given \(shape.count) features") }
    guard conv.groups > 0, conv.inChannels % conv.groups == 0, conv.outChannels % conv.groups == 0 else {
      throw .init("\(conv.groups) groups do not divide \(conv.inChannels) channels and \(conv.outChannels)")
    }
    conv.padding = try paddingExtent()
    try LayerSpecification.MakingFault.require(.conv2d(conv))
    // The attributes are in their ranges, so none of these products overflows.
    let rows = (shape.height + 2 * conv.padding.height) / conv.stride.height + 1
    let columns = (shape.width + 2 * conv.padding.width) / conv.stride.width + 1
    let weight = conv.outChannels * (conv.inChannels / conv.groups) * conv.kernelSize.height * conv.kernelSize.width
    guard conv.outChannels * rows * columns <= Shape.largestCount, weight <= ModelSpecification.largestParameter else {
      throw .init("its result or its weight would have too many elements")
    }
    return Conv2d(conv)
  }

  private func paddingExtent() throws(LayerSpecification.MakingFault) -> Extent2d {
    switch padding {
    case .by(let extent): return extent
    case .same:
      let (kernel, stride, dilation) = (attributes.kernelSize, attributes.stride, attributes.dilation)
      let reach = (dilation.height * (kernel.height - 1), dilation.width * (kernel.width - 1))
      guard stride == 1, reach.0 % 2 == 0, reach.1 % 2 == 0 else {
        throw .init("padding 'same' needs a stride of 1 and an odd kernel, not \(kernel) with stride \(stride)")
      }
      return Extent2d(reach.0 / 2, reach.1 / 2)
    }
  }
}
