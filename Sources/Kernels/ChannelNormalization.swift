package import InklingKernelInterface

extension KernelSet {
  package func channelMoments(_ work: ChannelMoments) {
    let size = broadcast(Float(work.plane))
    for channel in 0..<work.channels {
      for part in 0..<parts {
        let source = work.source + channel * work.plane * elementBytes + part * vectorBytes
        let mean = sum(source, work.plane) / size
        let target = work.target + channel * elementBytes + part * vectorBytes
        store(mean, target)
        store(squares(source, work.plane, mean), target, work.padded * elementBytes)
        store(keeping(mean, work.lanes, part), target, 2 * work.padded * elementBytes)
      }
    }
  }

  package func channelSpreads(_ work: ChannelMoments, _ mean: UnsafePointer<Float>) {
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
}

/// What a channel is normalised with, in all lanes. (A tuple: a struct of vectors would have copying functions without
/// a module in their names.)
typealias ChannelFactors = (mean: Vector, scale: Vector, shift: Vector)

@inline(always)
func channelFactors(_ work: ChannelNormalization, _ channel: Int) -> ChannelFactors {
  (broadcast(work.mean[channel]), broadcast(work.scale[channel]), broadcast(work.shift?[channel] ?? 0))
}

@inline(always)
func normalized(_ x: Vector, _ factors: ChannelFactors) -> Vector {
  var y = factors.shift
  multiplyAdd(&y, x - factors.mean, factors.scale)
  return y
}

/// The gradient behind the rectifier of this channel's result.
@inline(always)
func open(_ gradient: Vector, _ x: Vector, _ factors: ChannelFactors, _ rectified: Bool) -> Vector {
  rectified ? gradient.replacing(with: Vector(), where: normalized(x, factors) .<= Vector()) : gradient
}

extension KernelSet {
  package func normalizeChannels(_ work: ChannelNormalization) {
    for channel in 0..<work.channels {
      let factors = channelFactors(work, channel)
      let first = channel * work.plane * elementBytes
      for part in 0..<parts where part < parts(for: work.lanes) {
        let source = work.source + first + part * vectorBytes
        let target = work.target + first + part * vectorBytes
        if work.rectified {
          for k in 0..<work.plane {
            let y = normalized(load(source, k * elementBytes), factors)
            store(y.replacing(with: Vector(), where: y .<= Vector()), target, k * elementBytes)
          }
        } else {
          for k in 0..<work.plane {
            store(normalized(load(source, k * elementBytes), factors), target, k * elementBytes)
          }
        }
      }
    }
  }
}
