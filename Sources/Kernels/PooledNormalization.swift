package import InklingKernelInterface

@inline(always)
func loadWinner(_ winners: UnsafeRawPointer, _ offset: Int) -> IntVector {
  winners.load(fromByteOffset: offset, as: IntVector.self)
}

@inline(always)
func number(_ value: Int32) -> IntVector { IntVector(repeating: value) }

/// One more position of a window: NaN counts as largest, as in `maxPool`.
@inline(always)
func compete(_ largest: inout Vector, _ winner: inout IntVector, _ value: Vector, _ position: Int32) {
  let greater = (value .> largest) .| (value .!= value)
  largest = largest.replacing(with: value, where: greater)
  winner = winner.replacing(with: number(position), where: greater)
}

extension KernelSet {
  /// `PooledNormalization`.
  package func normalizePooled(_ work: PooledNormalization) {
    let (rows, columns) = (work.rows / 2, work.columns / 2)
    let row = work.columns * elementBytes
    for channel in 0..<work.channel.channels {
      let factors = channelFactors(work.channel, channel)
      for part in 0..<parts where part < parts(for: work.channel.lanes) {
        for y in 0..<rows {
          let source =
            work.channel.source + channel * work.rows * row + 2 * y * row + part * vectorBytes
          let first = (channel * rows + y) * columns * elementBytes + part * vectorBytes
          for x in 0..<columns {
            let at = source + 2 * x * elementBytes
            var largest = normalized(load(at), factors)
            var winner = number(0)
            compete(&largest, &winner, normalized(load(at, elementBytes), factors), 1)
            compete(&largest, &winner, normalized(load(at, row), factors), 2)
            compete(&largest, &winner, normalized(load(at, row + elementBytes), factors), 3)
            if work.channel.rectified {
              let closed = largest .<= Vector()
              largest = largest.replacing(with: Vector(), where: closed)
              winner = winner.replacing(with: number(-1), where: closed)
            }
            store(largest, work.channel.target, first + x * elementBytes)
            if let winners = work.winners {
              winners.storeBytes(of: winner, toByteOffset: first + x * elementBytes, as: IntVector.self)
            }
          }
        }
      }
    }
  }

  /// The first half of `PooledNormalizationGradient`: only winners have a gradient.
  package func pooledGradientSums(_ work: PooledNormalizationGradient) {
    let (rows, columns) = (work.rows / 2, work.columns / 2)
    let row = work.columns * elementBytes
    for channel in 0..<work.channel.forward.channels {
      let mean = broadcast(work.channel.forward.mean[channel])
      for part in 0..<parts {
        // One pair a parity of the column: two chains of additions.
        var even: GradientSums = (Vector(), Vector()), odd = even
        for y in 0..<rows {
          let source =
            work.channel.forward.source + channel * work.rows * row + 2 * y * row + part * vectorBytes
          let first = (channel * rows + y) * columns * elementBytes + part * vectorBytes
          var x = 0
          while x + 2 <= columns {
            addWinner(&even, work, source, first, x, row, mean)
            addWinner(&odd, work, source, first, x + 1, row, mean)
            x += 2
          }
          if x < columns { addWinner(&even, work, source, first, x, row, mean) }
        }
        storeSums(work.channel, channel, part, even.bias + odd.bias, even.weight + odd.weight)
      }
    }
    clearPadding(work.channel)
  }
}

@inline(always)
func addWinner(
  _ sums: inout GradientSums, _ work: PooledNormalizationGradient, _ source: UnsafeRawPointer, _ first: Int,
  _ x: Int, _ row: Int, _ mean: Vector
) {
  let at = source + 2 * x * elementBytes
  let winner = loadWinner(work.winners, first + x * elementBytes)
  let gradient = load(work.channel.gradient, first + x * elementBytes)
  var input = load(at)
  input = input.replacing(with: load(at, elementBytes), where: winner .== number(1))
  input = input.replacing(with: load(at, row), where: winner .== number(2))
  input = input.replacing(with: load(at, row + elementBytes), where: winner .== number(3))
  add(&sums, gradient.replacing(with: Vector(), where: winner .< number(0)), input - mean)
}
