import InklingKernelInterface

extension LoweredBatchNormalization {
  /// With `n` values a channel in the batch, and `g` the gradient:
  ///
  ///     dbias = sum of g,  dweight = sum of g * (x - mean) * rstd
  ///     dx = scale * (g - dbias / n - (x - mean) * rstd * dweight / n)
  ///
  /// and with running statistics `dx = scale * g`.
  func addBackward(_ gradient: Gradient) -> Gradient? {
    guard let sums else { return nil }
    let wantsInput = stage.wantsGradient[0]
    let learns = stage.parameters.all.contains(where: builder.isTrainable)
    let correction = GradientCorrection(
      bias: builder.shared(2 * padded), offset: builder.shared(padded), slope: builder.shared(padded))
    if learns || (wantsInput && !isFixed) {
      addSums(gradient.buffer, sums, correction)
      addReduction(sums, correction)
      addUpdates(correction)
    }
    return wantsInput ? addInputGradient(gradient, correction) : nil
  }

  /// Where the sums over the batch and what follows from them lie.
  struct GradientCorrection: Sendable {
    /// `dbias`, and then `dweight`.
    let bias: FloatPlace
    /// Of `ChannelNormalizationGradient`; zero with running statistics.
    let offset: FloatPlace
    let slope: FloatPlace
  }

  /// What the gradient's kernels are given: (context, input, gradient, target).
  private func gradientWork(_ correction: GradientCorrection)
    -> @Sendable (
      borrowing BlockContext, Place, Place, Place
    ) -> ChannelNormalizationGradient
  {
    let (work, factors, padded) = (work, factors, padded)
    return { context, input, gradient, target in
      ChannelNormalizationGradient(
        forward: work(context.address(input), context.address(target), context), gradient: context.address(gradient),
        rstd: factors.rstd.address(context), offset: correction.offset.address(context),
        slope: correction.slope.address(context), padded: padded, target: context.address(target),
        lanes: context.count)
    }
  }

  private func addSums(_ gradient: Buffer, _ sums: Buffer, _ correction: GradientCorrection) {
    addStep(
      "gradient sums", gradient, sums, correction, plain: kernels.channelGradientSums,
      pooled: kernels.pooledGradientSums)
  }

  /// A step of one of two kernels, for a gradient of the normalised values or of the pooled ones.
  private func addStep(
    _ what: String, _ gradient: Buffer, _ result: Buffer, _ correction: GradientCorrection,
    plain: @escaping @Sendable (ChannelNormalizationGradient) -> Void,
    pooled: @escaping @Sendable (PooledNormalizationGradient) -> Void
  ) {
    let (work, input, winners, shape) = (gradientWork(correction), input, winners, stage.inputShapes[0])
    builder.backward(
      "\(stage.name) \(what)", reads: [gradient, input] + (winners.map { [$0] } ?? []), writes: [result]
    ) { plan in
      let (from, x, to, won) = (plan[gradient], plan[input], plan[result], winners.map { plan[$0] })
      return { context in
        let channel = work(context, x, from, to)
        guard let won else { return plain(channel) }
        pooled(
          PooledNormalizationGradient(
            channel: channel, rows: shape.height, columns: shape.width, winners: context.address(won)))
      }
    }
  }

  private func addReduction(_ sums: Buffer, _ correction: GradientCorrection) {
    let (kernels, sum, channels, plane, padded, isFixed) = (kernels, builder.sums, channels, plane, padded, isFixed)
    let factors = factors
    builder.reduction("\(stage.name) gradient") { plan in
      let place = plan[sums]
      return { context in
        let first = context.blocks + place.offset
        let totals = context.shared + correction.bias.offset
        sum.treeSum(
          first.assumingMemoryBound(to: Float.self), context.blockStride / 4, context.blockCount, 2 * padded * 16)
        kernels.horizontalSums(first, 2 * padded, totals)
        if isFixed { return }
        let count = Float(context.count * plane)
        for channel in 0..<channels {
          let scale = context.shared[factors.scale.offset + channel]
          let rstd = context.shared[factors.rstd.offset + channel]
          context.shared[correction.offset.offset + channel] = -scale * (totals[channel] / count)
          context.shared[correction.slope.offset + channel] = -scale * rstd * (totals[padded + channel] / count)
        }
      }
    }
  }

  private func addUpdates(_ correction: GradientCorrection) {
    let padded = padded
    let trained = [(stage.parameters["bias"], slots.bias, 0), (stage.parameters["weight"], slots.weight, padded)]
      .compactMap {
        parameter, slot, distance in
        parameter.map(builder.isTrainable) == true ? slot.map { ($0.offset, correction.bias.offset + distance) } : nil
      }
    let renewal = factors.renewal?.renewal(kernels)
    guard !trained.isEmpty else { return }
    builder.update("\(stage.name) gradient") { _ in
      { context in
        for index in 0..<trained.count {
          context.apply(context.shared + trained[index].1, first: trained[index].0, count: padded)
        }
        if !context.plan.collects { renewal?(context.weights, context.derived) }
      }
    }
  }

  private func addInputGradient(_ gradient: Gradient, _ correction: GradientCorrection) -> Gradient {
    let inPlace = winners == nil && !gradient.isShared
    let result = inPlace ? gradient.buffer : builder.buffer(input.count)
    addStep(
      "input gradient", gradient.buffer, result, correction, plain: kernels.channelInputGradient,
      pooled: kernels.pooledInputGradient)
    return Gradient(buffer: result)
  }
}
