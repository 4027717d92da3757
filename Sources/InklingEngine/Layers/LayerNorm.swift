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

/// Layer normalisation of everything an image holds, `[N, F]` or `[N, C, H, W]`, as PyTorch's `nn.LayerNorm` (Ba, Kiros
/// and Hinton, 2016) whose `normalizedShape` is all but the batch:
///
///     y = (x - mean) / sqrt(variance + eps) * weight + bias
///
/// with one weight and bias an element, and the biased variance. The same in training and in predictions.
@dynamicMemberLookup
public struct LayerNorm: Layer {
  /// Its options, which can be asked of the layer itself: `norm.eps`.
  public let attributes: Graph.Operation.LayerNorm
  /// What each element is multiplied by, of `normalizedShape`; nil without `elementwiseAffine`.
  public let weight: Parameter?
  /// What is added to each element, of `normalizedShape`; nil where there is none.
  public let bias: Parameter?
  let identity = LayerIdentity()

  /// - Parameters:
  ///   - normalizedShape: the shape of the tensor, all of whose elements are normalised together.
  ///   - eps: what is added to the variance; 1e-5 by default.
  ///   - elementwiseAffine: whether there are a weight and a bias, which start as ones and zeros.
  ///   - bias: whether there is a bias beside the weight.
  /// - Precondition: `eps` is positive and normal.
  public init(_ normalizedShape: Shape, eps: Float = 1e-5, elementwiseAffine: Bool = true, bias: Bool = true) {
    attributes = Graph.Operation.LayerNorm(
      normalizedShape: normalizedShape, eps: eps, elementwiseAffine: elementwiseAffine, bias: bias)
    let parameters = Graph.Operation.layerNorm(attributes).makeParameters()
    weight = parameters.first
    self.bias = parameters.count > 1 ? parameters[1] : nil
  }

  /// An option of the layer, by its name: `norm.eps`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.LayerNorm, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The tensor normalised as a whole; its shape, which is `normalizedShape`, stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.layerNorm(attributes), [x], [weight, bias], identity: identity)
  }
}

extension LayerSpecification.Kind {
  /// `LayerNorm` of all that an image holds.
  public static let layerNorm = Self(LayerNormForm())
}

extension LayerWord {
  static let layerNorm = LayerWord("layer_norm") { _ in LayerNormForm() }
}

private struct LayerNormForm: LayerForm {
  var word: String { LayerWord.layerNorm.word }
  var stem: (name: String, isCounted: Bool) { ("ln", true) }

  func make(for shape: Shape, classes: Int) -> any Layer { LayerNorm(shape) }
}
