import KernelInterface

func channelMoments(_ work: ChannelMoments) {
  let size = broadcast(Float(work.plane))
  for channel in 0..<work.channels {
    for part in 0..<parts {
      let source = work.source + channel * work.plane * elementBytes + part * vectorBytes
      let mean = fourSums(work.plane) { $0 += load(source, $1 * elementBytes) } / size
      let squares = fourSums(work.plane) {
        let distance = load(source, $1 * elementBytes) - mean
        multiplyAdd(&$0, distance, distance)
      }
      let target = work.target + channel * elementBytes + part * vectorBytes
      store(mean, target)
      store(squares, target, work.padded * elementBytes)
      store(keeping(mean, work.lanes, part), target, 2 * work.padded * elementBytes)
    }
  }
}

func channelSpreads(_ work: ChannelMoments, _ mean: UnsafePointer<Float>) {
  let size = broadcast(Float(work.plane))
  for channel in 0..<work.channels {
    for part in 0..<parts {
      let target = work.target + channel * elementBytes + part * vectorBytes
      let distance = load(target) - broadcast(mean[channel])
      var spread = load(target, work.padded * elementBytes)
      multiplyAdd(&spread, distance * size, distance)
      store(keeping(spread, work.lanes, part), target, 2 * work.padded * elementBytes)
    }
  }
}

/// What a channel is normalised with, in all lanes.
struct ChannelFactors {
  let mean: Vector
  let scale: Vector
  let shift: Vector

  @inline(always)
  init(_ work: ChannelNormalization, _ channel: Int) {
    mean = broadcast(work.mean[channel])
    scale = broadcast(work.scale[channel])
    shift = broadcast(work.shift?[channel] ?? 0)
  }

  @inline(always)
  func normalized(_ x: Vector) -> Vector {
    var y = shift
    multiplyAdd(&y, x - mean, scale)
    return y
  }

  /// The gradient behind the rectifier of this channel's result.
  @inline(always)
  func open(_ gradient: Vector, _ x: Vector, _ rectified: Bool) -> Vector {
    rectified ? gradient.replacing(with: Vector(), where: normalized(x) .<= Vector()) : gradient
  }
}

func normalizeChannels(_ work: ChannelNormalization) {
  for channel in 0..<work.channels {
    let factors = ChannelFactors(work, channel)
    let first = channel * work.plane * elementBytes
    for part in 0..<parts where part < parts(for: work.lanes) {
      let source = work.source + first + part * vectorBytes
      let target = work.target + first + part * vectorBytes
      if work.rectified {
        for k in 0..<work.plane {
          let y = factors.normalized(load(source, k * elementBytes))
          store(y.replacing(with: Vector(), where: y .<= Vector()), target, k * elementBytes)
        }
      } else {
        for k in 0..<work.plane { store(factors.normalized(load(source, k * elementBytes)), target, k * elementBytes) }
      }
    }
  }
}
