import InklingFiles
import InklingKernelInterface

extension Graph.Operation {
  /// `y[o] = bias[o] + sum over i of weight[o][i] * x[i]`; PyTorch's `nn.Linear` on features.
  public struct Linear: Sendable, Hashable {
    /// Features of the input, at least 1.
    public var inFeatures: Int
    /// Features of the result, at least 1.
    public var outFeatures: Int
    /// Whether there is one.
    public var bias: Bool

    /// With PyTorch's defaults.
    public init(inFeatures: Int, outFeatures: Int, bias: Bool = true) {
      self.inFeatures = inFeatures
      self.outFeatures = outFeatures
      self.bias = bias
    }
  }
}

extension Graph.Operation.Linear: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case bias
    case inFeatures = "in_features"
    case outFeatures = "out_features"
  }
}

extension Graph.Operation.Linear: OperationRule {
  var fault: String? {
    AttributeRange.fault("in_features", inFeatures, in: AttributeRange.counts)
      ?? AttributeRange.fault("out_features", outFeatures, in: AttributeRange.counts)
      ?? AttributeRange.fault(parameters)
  }

  var parameters: [ParameterForm] {
    let bound = Parameter.Initializer.uniform(bound: 1 / Float(inFeatures).squareRoot())
    return [ParameterForm(name: "weight", shape: [outFeatures, inFeatures], initializer: bound)]
      + (bias ? [ParameterForm(name: "bias", shape: [outFeatures], initializer: bound)] : [])
  }

  func outputShape(of shapes: [Shape]) throws(ShapeMismatch) -> Shape {
    guard shapes[0].dimensions == [inFeatures] else {
      throw ShapeMismatch(
        needed: "\(inFeatures) features",
        remedy: shapes[0].dimensions.count == 1
          ? "make it Linear(\(shapes[0].count), \(outFeatures))" : "flatten its input first")
    }
    return try Shape.result([outFeatures])
  }

  func multiplyAdds(inputs shapes: [Shape], output: Shape) -> Int { inFeatures * outFeatures }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let (kernels, inputs, outputs) = (builder.kernels, inFeatures, outFeatures)
    let rowStride = roundedUp(outputs, to: 16)
    let slot = builder.slot(stage.weight, .linear(inputs: inputs, outputs: outputs, rowStride: rowStride))
    let biasSlot = stage.bias.map { builder.slot($0, .vector(count: outputs)) }
    let input = stage.inputs[0]
    let output = builder.buffer(outputs)
    let taps = Table((0..<inputs).map { Tap(input: Int32($0 * 64), weights: Int32($0 * rowStride * 4)) })
    let positions = Table([Position(input: 0, output: 0)])
    let (channels, rectified) = (outputs, stage.fused.rectified)
    let folded = stage.fused.normalization.map {
      FoldedNormalization($0, weights: slot, bias: biasSlot, builder)
    }
    let (weights, bias) = (folded?.weights ?? slot.place, folded?.bias ?? biasSlot?.place)
    builder.forward(
      stage.name, node: stage.node, multiplyAdds: inputs * outputs, reads: [input], writes: [output]
    ) { plan in
      let (from, to) = (plan[input], plan[output])
      return { context in
        kernels.tapSum(
          TapSum(
            input: context.address(from), weights: weights.address(context), bias: bias?.address(context),
            output: context.address(to),
            taps: taps.pointer, tapCount: taps.count, positions: positions.pointer, positionCount: 1,
            channels: channels, channelStride: 64, rectified: rectified, lanes: context.lanes))
      }
    }
    return LoweredStage(output: output) { gradient in
      let gradient = rectified ? builder.behindRectifier(gradient, output: output, stage.name) : gradient.buffer
      if stage.parameters.all.contains(where: builder.isTrainable) {
        let rows = addRows(of: gradient, rowStride, stage, builder)
        addUpdates(input, rows, slot, biasSlot, rowStride, stage, builder)
      }
      return [stage.wantsGradient[0] ? addInputGradient(gradient, slot, rowStride, stage, builder) : nil]
    }
  }

  /// The gradient image by image, kept for the update.
  private func addRows(of gradient: Buffer, _ rowStride: Int, _ stage: Stage, _ builder: ProgramBuilder) -> Buffer {
    let kernels = builder.kernels
    let rows = builder.buffer(rowStride)
    builder.persist(rows)
    if builder.isTrainable(stage.weight) { builder.persist(stage.inputs[0]) }
    let count = outFeatures
    builder.backward("\(stage.name) gradient rows", reads: [gradient], writes: [rows]) { plan in
      let (from, to) = (plan[gradient], plan[rows])
      return {
        kernels.lanesToRows(
          $0.address(from), count, $0.address(to).assumingMemoryBound(to: Float.self), rowStride)
      }
    }
    return rows
  }

  private func addInputGradient(
    _ gradient: Buffer, _ slot: ProgramBuilder.Slot, _ rowStride: Int, _ stage: Stage, _ builder: ProgramBuilder
  ) -> Gradient {
    let kernels = builder.kernels
    let (inputs, outputs) = (inFeatures, outFeatures)
    let result = builder.buffer(inputs)
    builder.backward(
      "\(stage.name) input gradient", multiplyAdds: inputs * outputs, reads: [gradient], writes: [result]
    ) { plan in
      let (from, to) = (plan[gradient], plan[result])
      return { context in
        kernels.linearInputGradient(
          LinearInputGradient(
            weights: context.weights + slot.offset, rowStride: rowStride, gradient: context.address(from),
            inputs: inputs, outputs: outputs, output: context.address(to)))
      }
    }
    return Gradient(buffer: result)
  }

  /// Weights in pieces, so that threads share the work evenly: about four thousand of them, and fewer where a batch has
  /// several shards, whose threads are more. The bias at once.
  private func addUpdates(
    _ input: Buffer, _ rows: Buffer, _ slot: ProgramBuilder.Slot, _ biasSlot: ProgramBuilder.Slot?, _ rowStride: Int,
    _ stage: Stage, _ builder: ProgramBuilder
  ) {
    let rowsAPiece = max(12, 4096 / builder.shards / rowStride / 12 * 12)
    for first in stride(from: 0, to: builder.isTrainable(stage.weight) ? inFeatures : 0, by: rowsAPiece) {
      let last = min(first + rowsAPiece, inFeatures)
      builder.update("\(stage.name) weight gradient", multiplyAdds: (last - first) * outFeatures) { plan in
        let (x, dy) = (plan[input], plan[rows])
        return { context in
          let output = context.gradient + slot.offset
          context.sums.linearWeightGradient(
            LinearWeightGradient(
              input: context.blocks + x.offset, gradient: context.blocks + dy.offset, shards: context.shards,
              blockStride: context.blockStride, rowStride: rowStride, firstRow: first, lastRow: last, output: output))
          context.apply(
            output + first * rowStride, first: slot.offset + first * rowStride, count: (last - first) * rowStride)
        }
      }
    }
    guard let biasSlot, let bias = stage.bias, builder.isTrainable(bias) else { return }
    builder.update("\(stage.name) bias gradient") { plan in
      let dy = plan[rows]
      return { context in
        let output = context.gradient + biasSlot.offset
        context.sums.linearBiasGradient(
          LinearBiasGradient(
            gradient: context.blocks + dy.offset, shards: context.shards, blockStride: context.blockStride,
            rowStride: rowStride, output: output))
        context.apply(output, first: biasSlot.offset, count: rowStride)
      }
    }
  }
}

/// A fully connected layer on features `[N, F]`, as PyTorch's `nn.Linear`: `y = x * weight^T + bias`.
///
/// `weight` is `[outFeatures, inFeatures]`, `bias` is `[outFeatures]`; both start uniform in
/// `±1 / sqrt(inFeatures)`, PyTorch's default.
@dynamicMemberLookup
public struct Linear: Layer {
  /// Its options, which can be asked of the layer itself: `linear.inFeatures`.
  public let attributes: Graph.Operation.Linear
  /// The factors, `[outFeatures, inFeatures]`.
  public let weight: Parameter
  /// What is added to each feature of the result, `[outFeatures]`; nil without one.
  public let bias: Parameter?

  /// - Precondition: both numbers are positive.
  public init(_ inFeatures: Int, _ outFeatures: Int, bias: Bool = true) {
    attributes = Graph.Operation.Linear(inFeatures: inFeatures, outFeatures: outFeatures, bias: bias)
    let parameters = Graph.Operation.linear(attributes).makeParameters()
    weight = parameters[0]
    self.bias = bias ? parameters[1] : nil
  }

  /// An option of the layer, by its name: `linear.inFeatures`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.Linear, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// A vector of `outFeatures` from one of `inFeatures`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.linear(attributes), [x], [weight, bias])
  }
}

extension LayerSpecification {
  /// A linear layer with a bias, to so many features.
  public static func linear(_ width: Width, name: String? = nil) -> LayerSpecification {
    LayerSpecification(.linear(width, bias: true), name: name)
  }
}

struct LinearForm: LayerForm {
  let width: LayerSpecification.Width
  let bias: Bool
}

extension LayerSpecification.Kind {
  /// `Linear`, for as many features as it is given.
  public static func linear(_ width: LayerSpecification.Width, bias: Bool) -> Self {
    Self(LinearForm(width: width, bias: bias))
  }

  /// The features that a linear layer gives; nil for another layer.
  package var linearWidth: LayerSpecification.Width? { (form as? LinearForm)?.width }
}

extension LayerWord {
  static let linear = LayerWord("linear", main: "out") { reader in
    reader.width().map { LinearForm(width: $0, bias: reader.bool("bias") ?? true) }
  }
}

extension LinearForm {
  var word: String { LayerWord.linear.word }
  var stem: (name: String, isCounted: Bool) { ("fc", true) }
  var options: [(String, DocumentNode?)] { [("out", width.node), ("bias", bias ? nil : .flag(false))] }
  var main: DocumentNode? { bias ? width.node : nil }

  func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer {
    guard !shape.isImage else { throw .init("a linear layer needs features and is given \(shape); flatten before it") }
    let out = width.count(classes: classes)
    try Self.require(shape.count, out, bias: bias)
    return Linear(shape.count, out, bias: bias)
  }

  /// Refuses a layer that is larger than anybody means.
  static func require(_ features: Int, _ out: Int, bias: Bool) throws(LayerSpecification.MakingFault) {
    try LayerSpecification.MakingFault.require(.linear(.init(inFeatures: features, outFeatures: out, bias: bias)))
    guard out * features <= ModelSpecification.largestParameter else {
      throw .init("its weight would have too many elements")
    }
  }
}
