/// What cannot be made of a specification, and where in it.
package struct SpecificationFault: Error, Equatable {
  /// The path in the document: "layers.3".
  package let path: String
  package let sentence: String
}

extension LayerSpecification {
  /// The layer for an input of shape `shape`; nil for those with layers inside, which the `SpecificationBuilder` makes.
  ///
  /// - Throws: what is wrong, in a few words.
  func make(for shape: Shape, classes: Int) throws(MakingFault) -> (any Layer)? {
    switch kind {
    case .convolution(let options): try options.make(for: shape, classes: classes)
    case .maxPool(let pooling): try pooling.makeMaxPool()
    case .averagePool(let pooling): try pooling.makeAveragePool()
    case .globalAveragePool: GlobalAveragePool()
    case .activation(let activation): try activation.make()
    case .flatten: Flatten()
    case .linear(let width, let bias): try width.make(for: shape, classes: classes, bias: bias)
    case .batchNorm: shape.isImage ? BatchNorm2d(shape.channels) : BatchNorm1d(shape.channels)
    case .groupNorm(let groups): try Self.groupNorm(groups, for: shape)
    case .layerNorm: LayerNorm(shape)
    case .dropout(let share): try Self.dropout(share)
    case .dropout2d(let share): try Self.dropout2d(share)
    case .residual, .concatenate: nil
    }
  }

  private static func groupNorm(_ groups: Int, for shape: Shape) throws(MakingFault) -> any Layer {
    guard groups > 0, shape.channels % groups == 0 else {
      throw MakingFault("\(groups) groups do not divide \(shape.channels) channels")
    }
    return GroupNorm(groups, shape.channels)
  }

  private static func dropout(_ share: Double) throws(MakingFault) -> any Layer {
    try MakingFault.require(.dropout(.init(p: Float(share))))
    return Dropout(Float(share))
  }

  private static func dropout2d(_ share: Double) throws(MakingFault) -> any Layer {
    try MakingFault.require(.dropout2d(.init(p: Float(share))))
    return Dropout2d(Float(share))
  }

  /// What is wrong, in a few words.
  struct MakingFault: Error {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }

    /// Refuses attributes that a layer would trap on.
    static func require(_ operation: Graph.Operation) throws(MakingFault) {
      if let fault = operation.rule.fault { throw MakingFault("its \(fault)") }
    }
  }
}

extension LayerSpecification.Pooling {
  fileprivate func makeMaxPool() throws(LayerSpecification.MakingFault) -> any Layer {
    try LayerSpecification.MakingFault.require(
      .maxPool2d(.init(kernelSize: kernel, stride: stride, padding: padding)))
    return MaxPool2d(kernel, stride: stride, padding: padding)
  }

  fileprivate func makeAveragePool() throws(LayerSpecification.MakingFault) -> any Layer {
    try LayerSpecification.MakingFault.require(
      .avgPool2d(.init(kernelSize: kernel, stride: stride, padding: padding)))
    return AvgPool2d(kernel, stride: stride, padding: padding)
  }
}

extension LayerSpecification.Activation {
  /// The number is checked as it is used, in single precision.
  private func check(_ number: Float?) throws(LayerSpecification.MakingFault) {
    guard let number else { return }
    switch function {
    case .leakyReLU: try LayerSpecification.MakingFault.require(.leakyReLU(.init(negativeSlope: number)))
    case .elu: try LayerSpecification.MakingFault.require(.elu(.init(alpha: number)))
    case .softplus: try LayerSpecification.MakingFault.require(.softplus(.init(beta: number)))
    default:
      if !number.isFinite { throw .init("its number is \(number), not a finite one") }
    }
  }

  fileprivate func make() throws(LayerSpecification.MakingFault) -> any Layer {
    let number = value.map { Float($0) }
    try check(number)
    return switch function {
    case .relu: ReLU()
    case .leakyReLU: LeakyReLU(number ?? 0.01)
    case .elu: ELU(alpha: number ?? 1)
    case .gelu: GELU()
    case .geluTanh: GELU(approximate: .tanh)
    case .silu: SiLU()
    case .sigmoid: Sigmoid()
    case .tanh: Tanh()
    case .hardswish: Hardswish()
    case .hardsigmoid: Hardsigmoid()
    case .softplus: Softplus(beta: number ?? 1)
    case .prelu: PReLU(initial: number ?? 0.25)
    }
  }
}

extension LayerSpecification.Convolution {
  fileprivate func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer {
    let out = out.count(classes: classes)
    guard shape.isImage else { throw .init("a convolution needs images and is given \(shape.count) features") }
    guard groups > 0, shape.channels % groups == 0, out % groups == 0 else {
      throw .init("\(groups) groups do not divide \(shape.channels) channels and \(out)")
    }
    let padding = try paddingExtent()
    try LayerSpecification.MakingFault.require(
      .conv2d(
        .init(
          inChannels: shape.channels, outChannels: out, kernelSize: kernel, stride: stride, padding: padding,
          dilation: dilation, groups: groups, bias: bias)))
    guard fits(shape, padding, out) else { throw .init("its result or its weight would have too many elements") }
    return Conv2d(
      shape.channels, out, kernelSize: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups,
      bias: bias)
  }

  private func paddingExtent() throws(LayerSpecification.MakingFault) -> Extent2d {
    switch padding {
    case .by(let extent): return extent
    case .same:
      let reach = (dilation.height * (kernel.height - 1), dilation.width * (kernel.width - 1))
      guard stride == 1, reach.0 % 2 == 0, reach.1 % 2 == 0 else {
        throw .init("padding 'same' needs a stride of 1 and an odd kernel, not \(kernel) with stride \(stride)")
      }
      return Extent2d(reach.0 / 2, reach.1 / 2)
    }
  }

  /// The attributes are in their ranges, so none of these products overflows.
  private func fits(_ shape: Shape, _ padding: Extent2d, _ out: Int) -> Bool {
    let rows = (shape.height + 2 * padding.height) / stride.height + 1
    let columns = (shape.width + 2 * padding.width) / stride.width + 1
    let weight = out * (shape.channels / groups) * kernel.height * kernel.width
    return out * rows * columns <= Shape.largestCount && weight <= ModelSpecification.largestParameter
  }
}

extension LayerSpecification.Width {
  fileprivate func count(classes: Int) -> Int {
    switch self {
    case .features(let count): count
    case .classes: classes
    }
  }

  fileprivate func make(
    for shape: Shape, classes: Int, bias: Bool
  ) throws(LayerSpecification.MakingFault) -> any Layer {
    guard !shape.isImage else { throw .init("a linear layer needs features and is given \(shape); flatten before it") }
    let out = count(classes: classes)
    try LayerSpecification.MakingFault.requireLinear(shape.count, out, bias: bias)
    return Linear(shape.count, out, bias: bias)
  }
}

extension LayerSpecification.MakingFault {
  /// Refuses a linear layer that is larger than anybody means.
  static func requireLinear(_ features: Int, _ out: Int, bias: Bool) throws(Self) {
    try require(.linear(.init(inFeatures: features, outFeatures: out, bias: bias)))
    guard out * features <= ModelSpecification.largestParameter else {
      throw Self("its weight would have too many elements")
    }
  }
}

extension ModelSpecification {
  /// The most values of one parameter that are taken for meant.
  static let largestParameter = 1 << 26
}
