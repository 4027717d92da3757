import InklingKernelInterface

extension Graph.Operation {
  /// Groups of channels normalised image by image; PyTorch's `nn.GroupNorm`:
  ///
  ///     y = (x - mean[g]) / sqrt(variance[g] + eps) * weight[c] + bias[c]
  public struct GroupNorm: Sendable, Hashable {
    /// Groups of neighbouring channels, at least 1; divides `numChannels`.
    public var numGroups: Int
    /// Channels, or features, at least 1.
    public var numChannels: Int
    /// Added to the variance, a positive normal number; 1e-5 by default.
    public var eps: Float
    /// Whether there are a weight and a bias.
    public var affine: Bool

    /// With PyTorch's defaults.
    public init(numGroups: Int, numChannels: Int, eps: Float = 1e-5, affine: Bool = true) {
      self.numGroups = numGroups
      self.numChannels = numChannels
      self.eps = eps
      self.affine = affine
    }
  }
}

extension Graph.Operation.GroupNorm: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case eps, affine
    case numGroups = "num_groups"
    case numChannels = "num_channels"
  }
}

extension Graph.Operation.GroupNorm: OperationRule {
  var fault: String? {
    if let fault = AttributeRange.fault("num_channels", numChannels, in: AttributeRange.counts)
      ?? AttributeRange.fault("num_groups", numGroups, in: AttributeRange.counts) ?? AttributeRange.epsFault(eps)
    {
      return fault
    }
    return numChannels % numGroups == 0
      ? nil : "groups (\(numGroups)) must divide its channels (\(numChannels))"
  }

  var parameters: [ParameterForm] {
    affine
      ? [
        ParameterForm(name: "weight", shape: [numChannels], initializer: .constant(1)),
        ParameterForm(name: "bias", shape: [numChannels], initializer: .constant(0)),
      ] : []
  }

  func outputShape(of shapes: [Shape]) throws(ShapeMismatch) -> Shape {
    guard shapes[0].channels == numChannels else {
      throw ShapeMismatch(
        needed: "\(numChannels) channel\(numChannels == 1 ? "" : "s")",
        remedy: "make it GroupNorm(\(numGroups), \(shapes[0].channels))")
    }
    return shapes[0]
  }

  func multiplyAdds(inputs: [Shape], output: Shape) -> Int { output.count }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    LoweredGroupNormalization(
      groups: numGroups, channels: numChannels / numGroups, plane: stage.outputShape.plane, eps: eps, stage, builder
    ).lowered()
  }
}
