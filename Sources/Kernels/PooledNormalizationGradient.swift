package import InklingKernelInterface

/// What an input gradient is made with: `offset + slope * (x - mean)`, and `scale` times the output's gradient.
typealias GradientFactors = (mean: Vector, scale: Vector, offset: Vector, slope: Vector)

@inline(always)
func gradientFactors(_ work: ChannelNormalizationGradient, _ channel: Int) -> GradientFactors {
  (
    broadcast(work.forward.mean[channel]), broadcast(work.forward.scale[channel]), broadcast(work.offset[channel]),
    broadcast(work.slope[channel])
  )
}

@inline(always)
func inputGradient(_ x: Vector, _ gradient: Vector, _ factors: GradientFactors) -> Vector {
  var dx = factors.offset
  multiplyAdd(&dx, x - factors.mean, factors.slope)
  multiplyAdd(&dx, gradient, factors.scale)
  return dx
}

extension KernelSet {
  /// The second half of `PooledNormalizationGradient`.
  package func pooledInputGradient(_ work: PooledNormalizationGradient) {
    let row = work.columns * elementBytes
    for channel in 0..<work.channel.forward.channels {
      let factors = gradientFactors(work.channel, channel)
      for part in 0..<parts {
        let plane = channel * work.rows * row + part * vectorBytes
        for y in 0..<work.rows / 2 { pooledRow(work, channel, part, y, plane + 2 * y * row, factors) }
        if work.rows % 2 == 1 {
          for x in 0..<work.columns { unpooled(work, part, plane + (work.rows - 1) * row + x * elementBytes, factors) }
        }
      }
    }
  }
}

/// A row of windows.
@inline(always)
func pooledRow(
  _ work: PooledNormalizationGradient, _ channel: Int, _ part: Int, _ y: Int, _ start: Int,
  _ factors: GradientFactors
) {
  let row = work.columns * elementBytes
  let columns = work.columns / 2
  let first = (channel * (work.rows / 2) + y) * columns * elementBytes + part * vectorBytes
  for x in 0..<columns {
    let winner = loadWinner(work.winners, first + x * elementBytes)
    let gradient = load(work.channel.gradient, first + x * elementBytes)
    let at = start + 2 * x * elementBytes
    spread(work, part, at, gradient, winner, 0, factors)
    spread(work, part, at + elementBytes, gradient, winner, 1, factors)
    spread(work, part, at + row, gradient, winner, 2, factors)
    spread(work, part, at + row + elementBytes, gradient, winner, 3, factors)
  }
  if work.columns % 2 == 1 {
    unpooled(work, part, start + 2 * columns * elementBytes, factors)
    unpooled(work, part, start + 2 * columns * elementBytes + row, factors)
  }
}

/// One position of a window.
@inline(always)
func spread(
  _ work: PooledNormalizationGradient, _ part: Int, _ at: Int, _ gradient: Vector, _ winner: IntVector,
  _ position: Int32, _ factors: GradientFactors
) {
  let own = Vector().replacing(with: gradient, where: winner .== number(position))
  let dx = inputGradient(load(work.channel.forward.source, at), own, factors)
  store(keeping(dx, work.channel.lanes, part), work.channel.target, at)
}

/// A position outside all windows.
@inline(always)
func unpooled(_ work: PooledNormalizationGradient, _ part: Int, _ at: Int, _ factors: GradientFactors) {
  let dx = inputGradient(load(work.channel.forward.source, at), Vector(), factors)
  store(keeping(dx, work.channel.lanes, part), work.channel.target, at)
}
