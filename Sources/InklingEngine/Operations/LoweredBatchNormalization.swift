import InklingKernelInterface

/// A batch normalisation on its way into a program: its factors, buffers and steps.
struct LoweredBatchNormalization {
  let operation: BatchNormalization
  let stage: Stage
  let builder: ProgramBuilder
  let slots: BatchNormalizationSlots
  /// Whether running statistics are used instead of the batch's.
  let isFixed: Bool
  let factors: ChannelFactorPlaces
  /// Of each block, for the reductions: `ChannelMoments`, and the gradient's sums.
  let moments: Buffer?
  let sums: Buffer?
  let output: Buffer
  /// For fused pooling in training: who won.
  let winners: Buffer?

  var kernels: KernelTable { builder.kernels }
  var input: Buffer { stage.inputs[0] }
  var channels: Int { operation.features }
  var padded: Int { roundedUp(operation.features, to: 16) }
  var plane: Int { stage.inputShapes[0].plane }

  init(_ operation: BatchNormalization, _ stage: Stage, _ builder: ProgramBuilder) {
    self.operation = operation
    self.stage = stage
    self.builder = builder
    slots = BatchNormalizationSlots(stage.parameters, builder)
    isFixed = operation.isFixed(stage.parameters, builder)
    let padded = roundedUp(operation.features, to: 16)
    factors =
      isFixed
      ? .fixed(slots, operation, builder)
      : ChannelFactorPlaces(
        mean: builder.shared(padded), rstd: builder.shared(padded), scale: builder.shared(padded),
        shift: slots.bias?.place)
    moments = isFixed ? nil : builder.buffer(3 * padded)
    sums = builder.hasBackward ? builder.buffer(2 * padded) : nil
    for buffer in [moments, sums] { if let buffer { builder.persist(buffer) } }
    output = builder.buffer(stage.outputShape.count)
    winners = stage.fused.maxPooled && builder.hasBackward ? builder.buffer(stage.outputShape.count) : nil
  }

  func lowered() -> LoweredStage {
    if let moments { addStatistics(moments) }
    let (input, output, winners, work) = (input, output, winners, work)
    let (isPooled, shape) = (stage.fused.maxPooled, stage.inputShapes[0])
    builder.forward(
      stage.name, node: stage.node, multiplyAdds: shape.count, reads: [input],
      writes: [output] + (winners.map { [$0] } ?? [])
    ) { [kernels] plan in
      let (from, to, won) = (plan[input], plan[output], winners.map { plan[$0] })
      return { context in
        let channel = work(context.address(from), context.address(to), context)
        if isPooled {
          kernels.normalizePooled(
            PooledNormalization(
              channel: channel, rows: shape.height, columns: shape.width, winners: won.map { context.address($0) }))
        } else {
          kernels.normalizeChannels(channel)
        }
      }
    }
    return LoweredStage(output: output) { gradient in [addBackward(gradient)] }
  }

  /// What the normalising kernels are given: (source, target, context).
  var work:
    @Sendable (
      UnsafeMutableRawPointer, UnsafeMutableRawPointer, borrowing BlockContext
    ) -> ChannelNormalization
  {
    let (channels, plane, factors, rectified) = (channels, plane, factors, stage.fused.rectified)
    return { source, target, context in
      ChannelNormalization(
        source: source, target: target, channels: channels, plane: plane, mean: factors.mean.address(context),
        scale: factors.scale.address(context), shift: factors.shift?.address(context), rectified: rectified,
        lanes: context.lanes)
    }
  }

  /// The batch's mean and variance: each block's moments, added up between two phases. The running ones follow in the
  /// update, which a batch whose loss is not finite does not reach.
  private func addStatistics(_ moments: Buffer) {
    builder.requireBatch(of: plane == 1 ? 2 : 1)
    let (input, channels, plane, padded) = (input, channels, plane, padded)
    builder.forward("\(stage.name) moments", reads: [input], writes: [moments]) { [kernels] plan in
      let (from, to) = (plan[input], plan[moments])
      return { context in
        kernels.channelMoments(
          ChannelMoments(
            source: context.address(from), channels: channels, plane: plane, padded: padded, lanes: context.count,
            target: context.address(to)))
      }
    }
    let statistics = BatchStatistics(
      channels: channels, plane: plane, eps: operation.eps, momentum: operation.momentum, slots: slots,
      mean: factors.mean, rstd: factors.rstd, scale: factors.scale, variance: builder.shared(padded), kernels: kernels,
      sums: builder.sums)
    builder.reduction("\(stage.name) statistics") { plan in
      let place = plan[moments]
      return { statistics.reduce($0, momentsAt: place.offset) }
    }
    builder.update("\(stage.name) running statistics", isOfStatistics: true) { _ in { statistics.updateRunning($0) } }
  }
}

/// Where a batch normalisation's parameters lie.
struct BatchNormalizationSlots: Sendable {
  let weight: ProgramBuilder.Slot?
  let bias: ProgramBuilder.Slot?
  let runningMean: ProgramBuilder.Slot
  let runningVar: ProgramBuilder.Slot

  init(_ parameters: NodeParameters, _ builder: ProgramBuilder) {
    func slot(_ parameter: ParameterDescription) -> ProgramBuilder.Slot {
      builder.slot(parameter, .vector(count: parameter.count))
    }
    weight = parameters["weight"].map(slot)
    bias = parameters["bias"].map(slot)
    runningMean = slot(parameters.required("running_mean"))
    runningVar = slot(parameters.required("running_var"))
  }
}
