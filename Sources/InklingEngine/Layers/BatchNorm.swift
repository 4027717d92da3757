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

/// Batch normalisation of images `[N, C, H, W]`, as PyTorch's `nn.BatchNorm2d` (Ioffe and Szegedy, 2015):
///
///     y = (x - mean[c]) / sqrt(variance[c] + eps) * weight[c] + bias[c]
///
/// In training, mean and biased variance are those of the channel over the whole batch, exactly, however many blocks and
/// threads it is spread over; in predictions the running ones, which each step renews with the unbiased variance:
/// `running = (1 - momentum) * running + momentum * batch's`. A step whose loss is not finite leaves them.
///
/// `weight` starts as ones, `bias` as zeros; without `affine` there are none. `running_mean` and `running_var` start as
/// zeros and ones; they are saved with the parameters, but not learned or counted. PyTorch's `num_batches_tracked` is
/// not kept, since nothing depends on it; files that hold it can be loaded.
///
/// Training needs more than one value a channel in each batch, as PyTorch.
public typealias BatchNorm2d = BatchNorm<ImageBatchNorm>

/// Batch normalisation of features `[N, F]`, as PyTorch's `nn.BatchNorm1d`; see `BatchNorm2d`. Training needs at least
/// two images in each batch.
public typealias BatchNorm1d = BatchNorm<FeatureBatchNorm>

/// What `BatchNorm2d` is.
public enum ImageBatchNorm: OperationVariant {
  /// `.batchNorm2d`.
  public static func operation(_ attributes: Graph.Operation.BatchNorm) -> Graph.Operation { .batchNorm2d(attributes) }
}

/// What `BatchNorm1d` is.
public enum FeatureBatchNorm: OperationVariant {
  /// `.batchNorm1d`.
  public static func operation(_ attributes: Graph.Operation.BatchNorm) -> Graph.Operation { .batchNorm1d(attributes) }
}

/// Batch normalisation: `BatchNorm2d` of images, `BatchNorm1d` of features.
@dynamicMemberLookup
public struct BatchNorm<Variant: OperationVariant>: Layer, CustomReflectable
where Variant.Attributes == Graph.Operation.BatchNorm {
  /// Its options, which can be asked of the layer itself: `norm.eps`.
  public let attributes: Graph.Operation.BatchNorm
  /// What each channel is multiplied by, `[numFeatures]`; nil without `affine`.
  public let weight: Parameter?
  /// What is added to each channel, `[numFeatures]`; nil without `affine`.
  public let bias: Parameter?
  /// The mean that predictions use, `[numFeatures]`: kept by the layer, not learned.
  public let runningMean: Parameter
  /// The variance that predictions use, `[numFeatures]`: kept by the layer, not learned.
  public let runningVar: Parameter

  /// - Precondition: `numFeatures` and `eps` are positive (`eps` not denormal), and `momentum` is in `0 ... 1`.
  public init(_ numFeatures: Int, eps: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true) {
    attributes = Graph.Operation.BatchNorm(numFeatures: numFeatures, eps: eps, momentum: momentum, affine: affine)
    let parameters = Variant.operation(attributes).makeParameters()
    weight = affine ? parameters[0] : nil
    bias = affine ? parameters[1] : nil
    runningMean = parameters[affine ? 2 : 0]
    runningVar = parameters[affine ? 3 : 1]
  }

  /// An option of the layer, by its name: `norm.eps`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.BatchNorm, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The tensor normalised channel by channel; its shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(Variant.operation(attributes), [x], [weight, bias, runningMean, runningVar])
  }

  /// The parameters under PyTorch's names, in the order of its `state_dict`.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        ("weight", weight), ("bias", bias), ("running_mean", runningMean), ("running_var", runningVar),
      ].compactMap { label, parameter in parameter.map { (label: label, value: $0 as Any) } }, displayStyle: .struct)
  }
}

extension LayerSpecification {
  /// Batch normalisation, of images or features.
  public static let batchNorm = LayerSpecification(.batchNorm)
}

extension LayerSpecification.Kind {
  /// `BatchNorm2d` of images, `BatchNorm1d` of features.
  public static let batchNorm = Self(BatchNormForm())
}

extension LayerWord {
  static let batchNorm = LayerWord("batch_norm") { _ in BatchNormForm() }
}

private struct BatchNormForm: LayerForm {
  var word: String { LayerWord.batchNorm.word }
  var stem: (name: String, isCounted: Bool) { ("bn", true) }

  func make(for shape: Shape, classes: Int) -> any Layer {
    shape.isImage ? BatchNorm2d(shape.channels) : BatchNorm1d(shape.channels)
  }
}
