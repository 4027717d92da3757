import InklingFiles

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
