import KernelInterface

/// The first half of `ChannelNormalizationGradient`. Lanes without an image have a gradient of zero, and so add nothing.
func channelGradientSums(_ work: ChannelNormalizationGradient) {
  let padding = work.padded * elementBytes
  for channel in 0..<work.forward.channels {
    for part in 0..<parts {
      let (bias, weight) =
        work.forward.rectified
        ? channelGradientSums(work, channel, part, true) : channelGradientSums(work, channel, part, false)
      let target = work.target + channel * elementBytes + part * vectorBytes
      store(bias, target)
      store(weight * broadcast(work.rstd[channel]), target, padding)
    }
  }
  for k in work.forward.channels * parts..<work.padded * parts {
    store(Vector(), work.target, k * vectorBytes)
    store(Vector(), work.target, k * vectorBytes + padding)
  }
}

@inline(always)
func channelGradientSums(
  _ work: ChannelNormalizationGradient, _ channel: Int, _ part: Int, _ rectified: Bool
) -> (Vector, Vector) {
  let factors = ChannelFactors(work.forward, channel)
  let first = channel * work.forward.plane * elementBytes + part * vectorBytes
  let (source, gradient) = (work.forward.source + first, work.gradient + first)
  return fourPairSums(work.forward.plane) { bias, weight, k in
    let x = load(source, k * elementBytes)
    let g = factors.open(load(gradient, k * elementBytes), x, rectified)
    bias += g
    multiplyAdd(&weight, g, x - factors.mean)
  }
}

/// The second half.
func channelInputGradient(_ work: ChannelNormalizationGradient) {
  for channel in 0..<work.forward.channels {
    for part in 0..<parts {
      if work.forward.rectified {
        channelInputGradient(work, channel, part, true)
      } else {
        channelInputGradient(work, channel, part, false)
      }
    }
  }
}

@inline(always)
func channelInputGradient(_ work: ChannelNormalizationGradient, _ channel: Int, _ part: Int, _ rectified: Bool) {
  let factors = ChannelFactors(work.forward, channel)
  let offset = broadcast(work.offset[channel]), slope = broadcast(work.slope[channel])
  let first = channel * work.forward.plane * elementBytes + part * vectorBytes
  let (source, gradient, target) = (work.forward.source + first, work.gradient + first, work.target + first)
  for k in 0..<work.forward.plane {
    let x = load(source, k * elementBytes)
    let g = factors.open(load(gradient, k * elementBytes), x, rectified)
    var dx = offset
    multiplyAdd(&dx, x - factors.mean, slope)
    multiplyAdd(&dx, g, factors.scale)
    store(keeping(dx, work.lanes, part), target, k * elementBytes)
  }
}
