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

/// A group normalisation on its way into a program: its buffers and steps.
struct LoweredGroupNormalization {
  /// Groups, channels of one, elements of a channel.
  let sizes: (groups: Int, channels: Int, plane: Int)
  let eps: Float
  let stage: Stage
  let builder: ProgramBuilder
  let weight: ProgramBuilder.Slot?
  let bias: ProgramBuilder.Slot?
  let output: Buffer
  /// Means and one over the standard deviations, lane by lane.
  private let statistics: Buffer
  private let padded: Int

  private var kernels: KernelTable { builder.kernels }
  private var input: Buffer { stage.inputs[0] }

  init(groups: Int, channels: Int, plane: Int, eps: Float, _ stage: Stage, _ builder: ProgramBuilder) {
    sizes = (groups, channels, plane)
    self.eps = eps
    self.stage = stage
    self.builder = builder
    let count = groups * channels
    weight = stage.parameters["weight"].map { builder.slot($0, .vector(count: count)) }
    bias = stage.bias.map { builder.slot($0, .vector(count: count)) }
    padded = roundedUp(count, to: 16)
    statistics = builder.buffer(2 * groups)
    output = builder.buffer(stage.outputShape.count)
  }

  func lowered() -> LoweredStage {
    addForward()
    return LoweredStage(output: output) { [addBackward($0)] }
  }

  private func addForward() {
    let (input, output, statistics, work, kernels) = (input, output, statistics, work, kernels)
    builder.forward(
      stage.name, node: stage.node, multiplyAdds: stage.outputShape.count, reads: [input],
      writes: [output, statistics]
    ) { plan in
      let (from, to, held) = (plan[input], plan[output], plan[statistics])
      return { kernels.groupNormalization(work($0, from, to, held)) }
    }
  }

  /// (context, source, target, statistics).
  private var work: @Sendable (borrowing BlockContext, Place, Place, Place) -> GroupNormalization {
    let (sizes, eps) = (sizes, eps)
    let (weight, bias) = (weight?.place, bias?.place)
    return { context, source, target, statistics in
      GroupNormalization(
        source: context.address(source), target: context.address(target), groups: sizes.groups,
        channels: sizes.channels, plane: sizes.plane, weight: weight?.address(context), bias: bias?.address(context),
        eps: eps, statistics: context.address(statistics), lanes: context.lanes)
    }
  }

  private func addBackward(_ incoming: Gradient) -> Gradient? {
    let gradient = incoming.buffer
    let sums = builder.buffer(2 * padded)
    let result = builder.buffer(gradient.count)
    let (input, statistics, work, padded, kernels) = (input, statistics, work, padded, kernels)
    builder.backward(
      "\(stage.name) input gradient", reads: [gradient, input, statistics], writes: [result, sums]
    ) { plan in
      let (from, x, to) = (plan[gradient], plan[input], plan[result])
      let (held, added) = (plan[statistics], plan[sums])
      return { context in
        kernels.groupNormalizationGradient(
          GroupNormalizationGradient(
            forward: work(context, x, to, held), gradient: context.address(from), sums: context.address(added),
            padded: padded))
      }
    }
    addUpdates(sums)
    return stage.wantsGradient[0] ? Gradient(buffer: result) : nil
  }

  /// Lane sums to the block's memory; there the blocks are added and the optimiser takes its step.
  private func addUpdates(_ sums: Buffer) {
    let trained = [(stage.bias, bias, 0), (stage.parameters["weight"], weight, padded)].compactMap {
      parameter, slot, first in
      parameter.map(builder.isTrainable) == true ? slot.map { ($0.offset, first) } : nil
    }
    guard !trained.isEmpty else { return }
    let result = builder.buffer(2 * padded / 16)
    builder.persist(result)
    let (padded, kernels) = (padded, kernels)
    builder.backward("\(stage.name) lane sums", reads: [sums], writes: [sums, result]) { plan in
      let (from, to) = (plan[sums], plan[result])
      return {
        kernels.horizontalSums($0.address(from), 2 * padded, $0.address(to).assumingMemoryBound(to: Float.self))
      }
    }
    builder.update("\(stage.name) gradient") { plan in
      let place = plan[result]
      return { context in
        let gradient = (context.blocks + place.offset).assumingMemoryBound(to: Float.self)
        context.sums.treeSum(gradient, context.blockStride / 4, context.blockCount, 2 * padded)
        for index in 0..<trained.count {
          context.apply(gradient + trained[index].1, first: trained[index].0, count: padded)
        }
      }
    }
  }
}
