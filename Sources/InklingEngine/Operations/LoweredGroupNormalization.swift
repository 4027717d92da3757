import InklingKernelInterface

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
