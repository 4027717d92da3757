extension Graph.Operation {
  /// Everything that an image holds normalised together; PyTorch's `nn.LayerNorm`:
  ///
  ///     y = (x - mean) / sqrt(variance + eps) * weight + bias
  public struct LayerNorm: Sendable, Hashable {
    /// The shape of the input, all of it: `[F]` or `[C, H, W]`.
    public var normalizedShape: Shape
    /// Added to the variance, a positive normal number; 1e-5 by default.
    public var eps: Float
    /// Whether there is a weight, and a bias if `bias` says so.
    public var elementwiseAffine: Bool
    /// Whether there is a bias beside the weight; true by default.
    public var bias: Bool

    /// With PyTorch's defaults.
    public init(normalizedShape: Shape, eps: Float = 1e-5, elementwiseAffine: Bool = true, bias: Bool = true) {
      self.normalizedShape = normalizedShape
      self.eps = eps
      self.elementwiseAffine = elementwiseAffine
      self.bias = bias
    }
  }
}

extension Graph.Operation.LayerNorm: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case eps, bias
    case normalizedShape = "normalized_shape"
    case elementwiseAffine = "elementwise_affine"
  }
}

extension Graph.Operation.LayerNorm: OperationRule {
  var fault: String? { AttributeRange.epsFault(eps) }

  var parameters: [ParameterForm] {
    let shape = normalizedShape.dimensions
    let forms = [
      ParameterForm(name: "weight", shape: shape, initializer: .constant(1)),
      ParameterForm(name: "bias", shape: shape, initializer: .constant(0)),
    ]
    return elementwiseAffine ? Array(forms.prefix(bias ? 2 : 1)) : []
  }

  func outputShape(of shapes: [Shape]) throws(ShapeMismatch) -> Shape {
    guard shapes[0] == normalizedShape else {
      throw ShapeMismatch(needed: "\(normalizedShape)", remedy: "make it LayerNorm(\(shapes[0].dimensions))")
    }
    return shapes[0]
  }

  func multiplyAdds(inputs: [Shape], output: Shape) -> Int { output.count }

  /// One group, in which each element is a channel.
  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    LoweredGroupNormalization(groups: 1, channels: stage.outputShape.count, plane: 1, eps: eps, stage, builder)
      .lowered()
  }
}
