import InklingKernelInterface

/// A convolution on its way into a program: its buffers, tables and steps.
struct LoweredConvolution2d {
  let operation: Graph.Operation.Conv2d
  let stage: Stage
  let builder: ProgramBuilder
  let geometry: Convolution2dGeometry
  let weights: ProgramBuilder.Slot
  let bias: ProgramBuilder.Slot?
  /// What the forward pass reads: these, or with a batch normalisation multiplied in.
  let forwardWeights: FloatPlace
  let forwardBias: FloatPlace?
  /// The weights' other forms: for Winograd's algorithm, or for a direct input gradient.
  let winograd: DerivedWeights?
  let transposed: DerivedWeights?
  /// And for minimal filtering of 3x3 kernels.
  let filtering: DerivedWeights?
  let turned: DerivedWeights?
  let taps: Table<Tap>
  /// The input, or its copy with a margin of zeros.
  let input: Buffer
  let output: Buffer
  /// For fused pooling in training: who won.
  let winners: Buffer?

  var groups: Int { operation.groups }
  var kernels: KernelTable { builder.kernels }
  var positionCount: Int { geometry.output.height * geometry.output.width }
  var groupInput: Int { geometry.inputs * geometry.padded.height * geometry.padded.width * 64 }
  var groupWeights: Int { geometry.tapCount * geometry.outputs }

  init(_ operation: Graph.Operation.Conv2d, _ stage: Stage, _ builder: ProgramBuilder) {
    let shape = stage.inputShapes[0]
    guard let size = operation.outputSize(shape) else { preconditionFailure("the graph has checked the shape") }
    self.operation = operation
    self.stage = stage
    self.builder = builder
    geometry = Convolution2dGeometry(
      operation: operation, input: Extent2d(shape.height, shape.width), output: size,
      extra: operation.suitsFiltering
        ? MinimalFiltering.extra(size, maxPooled: stage.fused.maxPooled) : Extent2d(0, 0))
    weights = builder.slot(
      stage.weight,
      .convolution(
        groups: operation.groups, outputs: geometry.outputs, inputs: geometry.inputs,
        taps: geometry.kernel.height * geometry.kernel.width))
    let biasSlot = stage.bias.map { builder.slot($0, .vector(count: operation.outChannels)) }
    bias = biasSlot
    let folded = stage.fused.normalization.map { [weights] in
      FoldedNormalization($0, weights: weights, bias: biasSlot, builder)
    }
    forwardWeights = folded?.weights ?? weights.place
    forwardBias = folded?.bias ?? bias?.place
    // Predictions only: Winograd's rounding, though small, is twice the plain sum's, and a training at a high rate
    // magnifies it beyond what is promised against PyTorch.
    winograd =
      operation.suitsWinograd(shape) && !builder.isTraining && !builder.hasBackward
      ? builder.derived(.winograd, from: weights, source: folded?.weights) : nil
    winners = stage.fused.maxPooled && builder.hasBackward ? builder.buffer(stage.outputShape.count) : nil
    let filters = operation.suitsFiltering
    filtering = filters ? builder.derived(.filtering, from: weights, source: folded?.weights) : nil
    turned = filters && stage.wantsGradient[0] ? builder.derived(.turnedFiltering, from: weights) : nil
    transposed = !filters && stage.wantsGradient[0] ? builder.derived(.transposed, from: weights) : nil
    taps = Table(geometry.taps())
    let isPadded = geometry.padded != geometry.input
    input =
      isPadded
      ? builder.buffer(operation.inChannels * geometry.padded.height * geometry.padded.width) : stage.inputs[0]
    output = builder.buffer(stage.outputShape.count)
  }

  func lowered() -> LoweredStage {
    if input != stage.inputs[0] { addPadding() }
    if let winograd {
      addWinogradForward(winograd)
    } else if let filtering {
      addFilteringForward(filtering)
    } else {
      addForward()
    }
    return LoweredStage(output: output) { gradient in [addBackward(gradient)] }
  }

  private func addPadding() {
    let (from, to, geometry, channels) = (stage.inputs[0], input, geometry, operation.inChannels)
    builder.forward("\(stage.name) padding", reads: [from], writes: [to]) { [kernels] plan in
      let (source, target) = (plan[from], plan[to])
      return { context in
        kernels.pad(
          Padding(
            source: context.address(source), target: context.address(target), channels: channels,
            rows: geometry.input.height, columns: geometry.input.width, rowMargin: geometry.padding.height,
            columnMargin: geometry.padding.width, extraRows: geometry.extra.height,
            extraColumns: geometry.extra.width))
      }
    }
  }

  private func addForward() {
    let pooled = stage.fused.maxPooled
    let positions = Table(pooled ? geometry.windowPositions() : geometry.positions())
    let kernel = pooled ? kernels.maxPooledTapSum : kernels.tapSum
    let channelStride = stage.outputShape.plane * 64
    let (weights, bias, taps, winners, input, output) = (forwardWeights, forwardBias, taps, winners, input, output)
    let (groups, groupInput, groupWeights, outputs) = (groups, groupInput, groupWeights, geometry.outputs)
    let rectified = stage.fused.rectified
    builder.forward(
      stage.name, node: stage.node, multiplyAdds: operation.multiplyAdds(positions: positionCount), reads: [input],
      writes: [output] + (winners.map { [$0] } ?? [])
    ) { plan in
      let (from, to, won) = (plan[input], plan[output], winners.map { plan[$0] })
      return { context in
        for group in 0..<groups {
          let planes = group * outputs * channelStride
          kernel(
            TapSum(
              input: context.address(from) + group * groupInput,
              weights: weights.address(context) + group * groupWeights,
              bias: bias.map { $0.address(context) + group * outputs },
              output: context.address(to) + planes, taps: taps.pointer, tapCount: taps.count,
              positions: positions.pointer, positionCount: positions.count, channels: outputs,
              channelStride: channelStride, rectified: rectified, winners: won.map { context.address($0) + planes },
              lanes: context.lanes))
        }
      }
    }
  }
}
