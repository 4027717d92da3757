import InklingKernelInterface

extension LoweredConvolution2d {
  func addBackward(_ incoming: Gradient) -> Gradient? {
    let follows = goesByWindows && kernels.followsWinners
    // Unpooling leaves out by itself what the rectifier closed.
    let gradient =
      stage.fused.rectified && (winners == nil || follows)
      ? builder.behindRectifier(incoming, output: output, stage.name) : incoming.buffer
    addBiasGradient(gradient)
    let wantsInput = stage.wantsGradient[0]
    let learns = builder.isTrainable(stage.weight)
    if !learns && !wantsInput { return nil }
    guard let winners else {
      if learns { addWeightGradient(whole: gradient) }
      return wantsInput ? addInputGradient(gradient) : nil
    }
    if follows {
      if learns { addWeightGradient(following: winners, gradient) }
      return wantsInput ? addInputGradient(addUnpooling(gradient, winners)) : nil
    }
    guard wantsInput else {
      addWeightGradient(piecewise: gradient, winners)
      return nil
    }
    let spread = addUnpooling(gradient, winners)
    if learns { addWeightGradient(whole: spread) }
    return addInputGradient(spread)
  }

  private func addInputGradient(_ gradient: Buffer) -> Gradient? {
    if let turned { return addFilteringInputGradient(gradient, turned) }
    return transposed.map { addInputGradient(gradient, $0) }
  }

  /// Lane sums to the block's memory.
  private func addUpdate(_ sums: Buffer, _ count: Int, _ slot: ProgramBuilder.Slot, _ what: String) {
    let result = blockSums(slot)
    builder.backward("\(stage.name) \(what) lane sums", reads: [sums], writes: [sums, result]) { [kernels] plan in
      let (from, to) = (plan[sums], plan[result])
      return {
        kernels.horizontalSums($0.address(from), count, $0.address(to).assumingMemoryBound(to: Float.self))
      }
    }
    addUpdate(result, slot, what)
  }

  private func blockSums(_ slot: ProgramBuilder.Slot) -> Buffer {
    let result = builder.buffer((slot.layout.storedCount + 15) / 16)
    builder.persist(result)
    return result
  }

  /// From the blocks' memory, where they are added and the optimiser takes its step.
  private func addUpdate(_ result: Buffer, _ slot: ProgramBuilder.Slot, _ what: String) {
    let renewals = what == "weight" ? [transposed, filtering, turned].compactMap { $0?.renewal(kernels) } : []
    builder.update("\(stage.name) \(what) gradient") { plan in
      let place = plan[result]
      return { context in
        let gradient = (context.blocks + place.offset).assumingMemoryBound(to: Float.self)
        let count = slot.layout.storedCount
        context.sums.treeSum(gradient, context.blockStride / 4, context.blockCount, count)
        context.apply(gradient, first: slot.offset, count: count)
        if context.stepsAtOnce {
          for index in renewals.indices { renewals[index](context.weights, context.derived) }
        }
      }
    }
  }

  func addWeightUpdate(_ sums: Buffer) { addUpdate(sums, groups * groupWeights, weights, "weight") }

  private func addBiasGradient(_ gradient: Buffer) {
    guard let bias, let parameter = stage.bias, builder.isTrainable(parameter) else { return }
    let sums = builder.buffer(roundedUp(operation.outChannels, to: 16))
    let (winners, channels, plane) = (winners, operation.outChannels, stage.outputShape.plane)
    builder.backward(
      "\(stage.name) bias gradient", reads: [gradient] + (winners.map { [$0] } ?? []), writes: [sums]
    ) { [kernels] plan in
      let (from, won, to) = (plan[gradient], winners.map { plan[$0] }, plan[sums])
      return { context in
        kernels.channelSums(
          context.address(from), won.map { UnsafeRawPointer(context.address($0)) }, channels, plane * 64, plane,
          context.address(to))
      }
    }
    addUpdate(sums, operation.outChannels, bias, "bias")
  }

  private func addUnpooling(_ gradient: Buffer, _ winners: Buffer) -> Buffer {
    let spread = builder.buffer(operation.outChannels * positionCount)
    let (channels, output, pooled) = (operation.outChannels, geometry.output, stage.outputShape)
    builder.backward("\(stage.name) unpooling", reads: [gradient, winners], writes: [spread]) { [kernels] plan in
      let (from, won, to) = (plan[gradient], plan[winners], plan[spread])
      return { context in
        kernels.unpool(
          Unpooling(
            gradient: context.address(from), winners: context.address(won), channelStride: pooled.plane * 64,
            channels: channels, pooledRows: pooled.height, pooledColumns: pooled.width, output: context.address(to),
            rows: output.height, columns: output.width))
      }
    }
    return spread
  }

  func weightSums() -> Buffer { builder.buffer(roundedUp(groups * groupWeights, to: 16)) }

  private func addWeightGradient(whole gradient: Buffer) {
    if groups == 1 && groupWeights > 2 * Self.sumsAtOnce { return addWeightGradient(byTaps: gradient) }
    let sums = weightSums()
    let (input, work) = (input, weightWork(rows: geometry.output.height))
    builder.backward(
      "\(stage.name) weight gradient", multiplyAdds: operation.multiplyAdds(positions: positionCount),
      reads: [gradient, input], writes: [sums]
    ) { plan in
      let (from, x, to) = (plan[gradient], plan[input], plan[sums])
      return { context in
        work(context.address(x), 0, context.address(from), context.address(to), false)
      }
    }
    addWeightUpdate(sums)
  }

  /// Sums of sixteen lanes that the second cache holds beside what they are made of: half a megabyte.
  private static var sumsAtOnce: Int { 8192 }

  /// Many weights, a few taps at a time: their lanes are added while they are in the caches. All of them at once, sixteen
  /// times the weights' size, would go to the memory and back.
  private func addWeightGradient(byTaps gradient: Buffer) {
    let atOnce = max(4, Self.sumsAtOnce / geometry.outputs & ~3)
    let (sums, result) = (builder.buffer(roundedUp(atOnce * geometry.outputs, to: 16)), blockSums(weights))
    let (kernels, geometry, taps, input, byWindows) = (kernels, geometry, taps, input, goesByWindows)
    builder.backward(
      "\(stage.name) weight gradient", multiplyAdds: operation.multiplyAdds(positions: positionCount),
      reads: [gradient, input], writes: [sums, result]
    ) { plan in
      let (from, x, lanes, to) = (plan[gradient], plan[input], plan[sums], plan[result])
      return { context in
        for first in stride(from: 0, to: taps.count, by: atOnce) {
          let count = min(atOnce, taps.count - first)
          kernels.tapGradient(
            TapGradient(
              input: context.address(x), inputRowStride: geometry.stride.height * geometry.padded.width * 64,
              inputColumnStride: geometry.stride.width * 64, taps: taps.pointer + first, tapCount: count,
              gradient: context.address(from), rows: geometry.output.height, columns: geometry.output.width,
              byWindows: byWindows, channels: geometry.outputs,
              channelStride: geometry.output.height * geometry.output.width * 64, sums: context.address(lanes),
              accumulates: false))
          kernels.horizontalSums(
            context.address(lanes), count * geometry.outputs,
            context.address(to).assumingMemoryBound(to: Float.self) + first * geometry.outputs)
        }
      }
    }
    addUpdate(result, weights, "weight")
  }

  /// Without an input gradient the spread-out gradient is needed nowhere else, so it is made a few rows at a time and
  /// used while it is in the first cache.
  private func addWeightGradient(piecewise gradient: Buffer, _ winners: Buffer) {
    let rowBytes = 2 * geometry.output.width * min(geometry.outputs, 6) * 64
    let pooled = stage.outputShape
    let rows = min(pooled.height, max(1, (24 << 10) / rowBytes))
    let sums = weightSums()
    let piece = builder.buffer(operation.outChannels * 2 * rows * geometry.output.width)
    let (input, kernels, channels, columns) = (input, kernels, operation.outChannels, geometry.output.width)
    let inputRow = geometry.stride.height * geometry.padded.width * 64
    let works = (weightWork(rows: 2 * rows), weightWork(rows: 2 * (pooled.height % rows)))
    builder.backward(
      "\(stage.name) weight gradient", multiplyAdds: operation.multiplyAdds(positions: positionCount),
      reads: [gradient, winners, input], writes: [sums, piece]
    ) { plan in
      let (from, won, x) = (plan[gradient], plan[winners], plan[input])
      let (to, spread) = (plan[sums], plan[piece])
      return { context in
        var first = 0
        while first < pooled.height {
          let count = min(rows, pooled.height - first)
          let offset = first * pooled.width * 64
          kernels.unpool(
            Unpooling(
              gradient: context.address(from) + offset, winners: context.address(won) + offset,
              channelStride: pooled.plane * 64, channels: channels, pooledRows: count, pooledColumns: pooled.width,
              output: context.address(spread), rows: 2 * count, columns: columns))
          let work = count == rows ? works.0 : works.1
          work(context.address(x), 2 * first * inputRow, context.address(spread), context.address(to), first > 0)
          first += count
        }
      }
    }
    addWeightUpdate(sums)
  }

  /// The weight gradient over `rows` rows of the output: (input, its byte offset, gradient, sums, accumulates).
  private func weightWork(rows: Int)
    -> @Sendable (
      UnsafeMutableRawPointer, Int, UnsafeMutableRawPointer, UnsafeMutableRawPointer, Bool
    ) -> Void
  {
    let (kernels, geometry, taps, groups) = (kernels, geometry, taps, groups)
    let (groupInput, groupWeights, byWindows) = (groupInput, groupWeights, goesByWindows)
    let plane = rows * geometry.output.width * 64
    return { input, offset, gradient, sums, accumulates in
      for group in 0..<groups {
        kernels.tapGradient(
          TapGradient(
            input: input + offset + group * groupInput,
            inputRowStride: geometry.stride.height * geometry.padded.width * 64,
            inputColumnStride: geometry.stride.width * 64, taps: taps.pointer, tapCount: taps.count,
            gradient: gradient + group * geometry.outputs * plane, rows: rows, columns: geometry.output.width,
            byWindows: byWindows, channels: geometry.outputs, channelStride: plane,
            sums: sums + group * groupWeights * 64,
            accumulates: accumulates))
      }
    }
  }

  private func addInputGradient(_ gradient: Buffer, _ transposed: DerivedWeights) -> Gradient {
    let result = builder.buffer(stage.inputShapes[0].count)
    let classes = geometry.inputGradientClasses().map { (taps: Table($0.taps), positions: Table($0.positions)) }
    let (kernels, groups, groupWeights, inputs) = (kernels, groups, groupWeights, geometry.inputs)
    let inputPlane = stage.inputShapes[0].plane * 64
    let groupGradient = geometry.outputs * positionCount * 64
    builder.backward(
      "\(stage.name) input gradient", multiplyAdds: operation.multiplyAdds(positions: positionCount),
      reads: [gradient], writes: [result]
    ) { plan in
      let (from, to) = (plan[gradient], plan[result])
      return { context in
        for group in 0..<groups {
          for index in 0..<classes.count {
            let entry = classes[index]
            kernels.tapSum(
              TapSum(
                input: context.address(from) + group * groupGradient,
                weights: context.derived + transposed.offset + group * groupWeights, bias: nil,
                output: context.address(to) + group * inputs * inputPlane, taps: entry.taps.pointer,
                tapCount: entry.taps.count, positions: entry.positions.pointer,
                positionCount: entry.positions.count, channels: inputs, channelStride: inputPlane,
                rectified: false))
          }
        }
      }
    }
    return Gradient(buffer: result)
  }
}
