import InklingFiles
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

/// Group normalisation of `[N, C, H, W]` or `[N, C]`, as PyTorch's `nn.GroupNorm` (Wu and He, 2018): each image's
/// channels in `numGroups` equal groups of neighbours, each group with its own mean and biased variance:
///
///     y = (x - mean[g]) / sqrt(variance[g] + eps) * weight[c] + bias[c]
///
/// The same in training and in predictions. `weight` starts as ones, `bias` as zeros; without `affine` there are none.
@dynamicMemberLookup
public struct GroupNorm: Layer {
  /// Its options, which can be asked of the layer itself: `norm.eps`.
  public let attributes: Graph.Operation.GroupNorm
  /// What each channel is multiplied by, `[numChannels]`; nil without `affine`.
  public let weight: Parameter?
  /// What is added to each channel, `[numChannels]`; nil without `affine`.
  public let bias: Parameter?

  /// - Precondition: `numGroups` divides `numChannels`, and `eps` is positive and normal.
  public init(_ numGroups: Int, _ numChannels: Int, eps: Float = 1e-5, affine: Bool = true) {
    attributes = Graph.Operation.GroupNorm(numGroups: numGroups, numChannels: numChannels, eps: eps, affine: affine)
    let parameters = Graph.Operation.groupNorm(attributes).makeParameters()
    weight = affine ? parameters[0] : nil
    bias = affine ? parameters[1] : nil
  }

  let identity = LayerIdentity()

  /// An option of the layer, by its name: `norm.eps`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.GroupNorm, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The tensor normalised group by group; its shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.groupNorm(attributes), [x], [weight, bias], identity: identity)
  }
}

extension LayerSpecification.Kind {
  /// `GroupNorm` of so many groups of channels.
  public static func groupNorm(groups: Int) -> Self { Self(GroupNormForm(groups: groups)) }
}

extension LayerWord {
  static let groupNorm = LayerWord("group_norm", main: "groups") { reader in
    reader.require("groups")
    return reader.int("groups", in: LayerSpecification.sizes).map { GroupNormForm(groups: $0) }
  }
}

private struct GroupNormForm: LayerForm {
  let groups: Int

  var word: String { LayerWord.groupNorm.word }
  var stem: (name: String, isCounted: Bool) { ("gn", true) }
  var options: [(String, DocumentNode?)] { [("groups", .number(groups))] }

  func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer {
    guard groups > 0, shape.channels % groups == 0 else {
      throw .init("\(groups) groups do not divide \(shape.channels) channels")
    }
    return GroupNorm(groups, shape.channels)
  }
}
