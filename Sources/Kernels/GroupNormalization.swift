package import InklingKernelInterface

extension KernelSet {
  package func groupNormalization(_ work: GroupNormalization) {
    let count = work.channels * work.plane
    let size = broadcast(Float(count))
    for group in 0..<work.groups {
      for part in 0..<parts where part < parts(for: work.lanes) {
        let first = group * count * elementBytes + part * vectorBytes
        let (source, target) = (work.source + first, work.target + first)
        let mean = sum(source, count) / size
        let rstd = inverseSquareRoot(squares(source, count, mean) / size + broadcast(work.eps))
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

  package func groupNormalizationGradient(_ work: GroupNormalizationGradient) {
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
    let (bias, moment) = gradientSums(source, gradient, forward.plane, mean)
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

@inline(always)
func gradientSums(
  _ source: UnsafeRawPointer, _ gradient: UnsafeRawPointer, _ count: Int, _ mean: Vector
) -> GradientSums {
  var a: GradientSums = (Vector(), Vector()), b = a, c = a, d = a
  var k = 0
  while k + 4 <= count {
    add(&a, load(gradient, k * elementBytes), load(source, k * elementBytes) - mean)
    add(&b, load(gradient, (k + 1) * elementBytes), load(source, (k + 1) * elementBytes) - mean)
    add(&c, load(gradient, (k + 2) * elementBytes), load(source, (k + 2) * elementBytes) - mean)
    add(&d, load(gradient, (k + 3) * elementBytes), load(source, (k + 3) * elementBytes) - mean)
    k += 4
  }
  while k < count {
    add(&a, load(gradient, k * elementBytes), load(source, k * elementBytes) - mean)
    k += 1
  }
  return total(a, b, c, d)
}
