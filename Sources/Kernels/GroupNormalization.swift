import KernelInterface

func groupNormalization(_ work: GroupNormalization) {
  let count = work.channels * work.plane
  let size = broadcast(Float(count))
  for group in 0..<work.groups {
    for part in 0..<parts where part < parts(for: work.lanes) {
      let first = group * count * elementBytes + part * vectorBytes
      let (source, target) = (work.source + first, work.target + first)
      let mean = fourSums(count) { $0 += load(source, $1 * elementBytes) } / size
      let squares = fourSums(count) {
        let distance = load(source, $1 * elementBytes) - mean
        multiplyAdd(&$0, distance, distance)
      }
      let rstd = inverseSquareRoot(squares / size + broadcast(work.eps))
      let statistics = work.statistics + group * elementBytes + part * vectorBytes
      store(mean, statistics)
      store(rstd, statistics, work.groups * elementBytes)
      for channel in 0..<work.channels {
        let scale = rstd * broadcast(work.weight?[group * work.channels + channel] ?? 1)
        let shift = broadcast(work.bias?[group * work.channels + channel] ?? 0)
        for k in channel * work.plane..<(channel + 1) * work.plane {
          var y = shift
          multiplyAdd(&y, load(source, k * elementBytes) - mean, scale)
          store(y, target, k * elementBytes)
        }
      }
    }
  }
}

func groupNormalizationGradient(_ work: GroupNormalizationGradient) {
  let forward = work.forward
  for group in 0..<forward.groups {
    for part in 0..<parts {
      let statistics = forward.statistics + group * elementBytes + part * vectorBytes
      let mean = load(statistics), rstd = load(statistics, forward.groups * elementBytes)
      let (sum, slope) = groupGradientSums(work, group, part, mean, rstd)
      groupInputGradient(work, group, part, mean, rstd, sum, slope)
    }
  }
  for k in forward.groups * forward.channels * parts..<work.padded * parts {
    store(Vector(), work.sums, k * vectorBytes)
    store(Vector(), work.sums, k * vectorBytes + work.padded * elementBytes)
  }
}

/// Each channel's `dbias` and `dweight`; returns the group's sums of `weight * g` and `weight * g * h`.
@inline(always)
func groupGradientSums(
  _ work: GroupNormalizationGradient, _ group: Int, _ part: Int, _ mean: Vector, _ rstd: Vector
) -> (Vector, Vector) {
  let forward = work.forward
  var sum = Vector(), slope = Vector()
  for channel in group * forward.channels..<(group + 1) * forward.channels {
    let first = channel * forward.plane * elementBytes + part * vectorBytes
    let (source, gradient) = (forward.source + first, work.gradient + first)
    let (bias, moment) = fourPairSums(forward.plane) { bias, moment, k in
      let g = load(gradient, k * elementBytes)
      bias += g
      multiplyAdd(&moment, g, load(source, k * elementBytes) - mean)
    }
    let weight = moment * rstd
    let factor = broadcast(forward.weight?[channel] ?? 1)
    multiplyAdd(&sum, bias, factor)
    multiplyAdd(&slope, weight, factor)
    let target = work.sums + channel * elementBytes + part * vectorBytes
    store(bias, target)
    store(weight, target, work.padded * elementBytes)
  }
  return (sum, slope)
}

@inline(always)
func groupInputGradient(
  _ work: GroupNormalizationGradient, _ group: Int, _ part: Int, _ mean: Vector, _ rstd: Vector, _ sum: Vector,
  _ slope: Vector
) {
  let forward = work.forward
  let size = broadcast(Float(forward.channels * forward.plane))
  let offset = Vector() - rstd * (sum / size), slope = Vector() - rstd * rstd * (slope / size)
  for channel in group * forward.channels..<(group + 1) * forward.channels {
    let scale = rstd * broadcast(forward.weight?[channel] ?? 1)
    let first = channel * forward.plane * elementBytes + part * vectorBytes
    let (source, gradient, target) = (forward.source + first, work.gradient + first, forward.target + first)
    for k in 0..<forward.plane {
      var dx = offset
      multiplyAdd(&dx, load(source, k * elementBytes) - mean, slope)
      multiplyAdd(&dx, load(gradient, k * elementBytes), scale)
      store(dx, target, k * elementBytes)
    }
  }
}
