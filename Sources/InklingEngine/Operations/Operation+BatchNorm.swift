extension Graph.Operation {
  /// What a batch normalisation of images or features is; PyTorch's names and defaults.
  public struct BatchNorm: Sendable, Hashable {
    /// Channels, or features, at least 1.
    public var numFeatures: Int
    /// Added to the variance, a positive normal number; 1e-5 by default.
    public var eps: Float
    /// The share of the batch's statistics in the new running ones, 0...1; 0.1 by default.
    public var momentum: Float
    /// Whether there are a weight and a bias.
    public var affine: Bool

    /// With PyTorch's defaults.
    public init(numFeatures: Int, eps: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true) {
      self.numFeatures = numFeatures
      self.eps = eps
      self.momentum = momentum
      self.affine = affine
    }
  }
}

extension Graph.Operation.BatchNorm: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case eps, momentum, affine
    case numFeatures = "num_features"
  }
}

/// Each channel normalised over the whole batch, PyTorch's `nn.BatchNorm2d` and `nn.BatchNorm1d`:
///
///     y = (x - mean[c]) / sqrt(variance[c] + eps) * weight[c] + bias[c]
///
/// In training with the batch's mean and biased variance, otherwise with the running ones.
struct BatchNormalization: OperationRule {
  let attributes: Graph.Operation.BatchNorm
  /// Whether it takes images [C, H, W], or features.
  let takesImages: Bool

  init(_ attributes: Graph.Operation.BatchNorm, takesImages: Bool) {
    self.attributes = attributes
    self.takesImages = takesImages
  }

  var features: Int { attributes.numFeatures }
  var eps: Float { attributes.eps }
  var momentum: Float { attributes.momentum }

  var fault: String? {
    AttributeRange.fault("num_features", features, in: AttributeRange.counts) ?? AttributeRange.epsFault(eps)
      ?? AttributeRange.fault("momentum", momentum, "0 to 1") { $0 >= 0 && $0 <= 1 }
  }

  var parameters: [ParameterForm] {
    func form(_ name: String, _ first: Float, _ role: Parameter.Role = .learned) -> ParameterForm {
      ParameterForm(name: name, shape: [features], initializer: .constant(first), role: role)
    }
    return (attributes.affine ? [form("weight", 1), form("bias", 0)] : [])
      + [form("running_mean", 0, .statistic), form("running_var", 1, .statistic)]
  }

  func outputShape(of shapes: [Shape]) throws(ShapeMismatch) -> Shape {
    let shape = shapes[0]
    guard shape.isImage == takesImages, shape.channels == features, takesImages || shape.dimensions.count == 1 else {
      throw ShapeMismatch(
        needed: takesImages ? "an image of \(features) channel\(features == 1 ? "" : "s")" : "\(features) features",
        remedy: "make it BatchNorm\(shape.isImage ? "2d" : "1d")(\(shape.channels))")
    }
    return shape
  }

  func multiplyAdds(inputs: [Shape], output: Shape) -> Int { output.count }

  /// Whether the running statistics are used and left alone in training: all that the layer learns is frozen, or they
  /// are.
  func isFixed(_ parameters: NodeParameters, _ builder: ProgramBuilder) -> Bool {
    let learned = parameters.all.filter { $0.role == .learned }
    return !builder.isTraining || builder.isFrozen(parameters.required("running_mean"))
      || (!learned.isEmpty && learned.allSatisfy(builder.isFrozen))
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    LoweredBatchNormalization(self, stage, builder).lowered()
  }
}
