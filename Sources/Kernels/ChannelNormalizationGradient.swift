package import InklingKernelInterface

extension KernelSet {
  /// The first half of `ChannelNormalizationGradient`. Lanes without an image have a gradient of zero, and so add nothing.
  package func channelGradientSums(_ work: ChannelNormalizationGradient) {
    for channel in 0..<work.forward.channels {
      for part in 0..<parts {
        let (bias, weight) =
          work.forward.rectified
          ? sums(work, channel, part, true) : sums(work, channel, part, false)
        storeSums(work, channel, part, bias, weight)
      }
    }
    clearPadding(work)
  }
}

@inline(always)
func storeSums(
  _ work: ChannelNormalizationGradient, _ channel: Int, _ part: Int, _ bias: Vector, _ weight: Vector
) {
  let target = work.target + channel * elementBytes + part * vectorBytes
  store(bias, target)
  store(weight * broadcast(work.rstd[channel]), target, work.padded * elementBytes)
}

/// Zeros beyond the channels.
@inline(always)
func clearPadding(_ work: ChannelNormalizationGradient) {
  for k in work.forward.channels * parts..<work.padded * parts {
    store(Vector(), work.target, k * vectorBytes)
    store(Vector(), work.target, k * vectorBytes + work.padded * elementBytes)
  }
}

@inline(always)
func sums(
  _ work: ChannelNormalizationGradient, _ channel: Int, _ part: Int, _ rectified: Bool
) -> GradientSums {
  let factors = channelFactors(work.forward, channel)
  let count = work.forward.plane
  let first = channel * count * elementBytes + part * vectorBytes
  let (source, gradient) = (work.forward.source + first, work.gradient + first)
  var a: GradientSums = (Vector(), Vector()), b = a, c = a, d = a
  var k = 0
  while k + 4 <= count {
    addOpen(&a, source, gradient, k, factors, rectified)
    addOpen(&b, source, gradient, k + 1, factors, rectified)
    addOpen(&c, source, gradient, k + 2, factors, rectified)
    addOpen(&d, source, gradient, k + 3, factors, rectified)
    k += 4
  }
  while k < count {
    addOpen(&a, source, gradient, k, factors, rectified)
    k += 1
  }
  return total(a, b, c, d)
}

@inline(always)
func addOpen(
  _ sums: inout GradientSums, _ source: UnsafeRawPointer, _ gradient: UnsafeRawPointer, _ k: Int,
  _ factors: ChannelFactors, _ rectified: Bool
) {
  let x = load(source, k * elementBytes)
  add(&sums, open(load(gradient, k * elementBytes), x, factors, rectified), x - factors.mean)
}

extension KernelSet {
  /// The second half.
  package func channelInputGradient(_ work: ChannelNormalizationGradient) {
    for channel in 0..<work.forward.channels {
      for part in 0..<parts {
        if work.forward.rectified {
          inputGradients(work, channel, part, true)
        } else {
          inputGradients(work, channel, part, false)
        }
      }
    }
  }
}

@inline(always)
func inputGradients(_ work: ChannelNormalizationGradient, _ channel: Int, _ part: Int, _ rectified: Bool) {
  let (factors, inner) = (channelFactors(work.forward, channel), gradientFactors(work, channel))
  let first = channel * work.forward.plane * elementBytes + part * vectorBytes
  let (source, gradient, target) = (work.forward.source + first, work.gradient + first, work.target + first)
  for k in 0..<work.forward.plane {
    let x = load(source, k * elementBytes)
    let g = open(load(gradient, k * elementBytes), x, factors, rectified)
    store(keeping(inputGradient(x, g, inner), work.lanes, part), target, k * elementBytes)
  }
}
