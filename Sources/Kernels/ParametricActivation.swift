package import InklingKernelInterface

extension KernelSet {
  package func parametric(_ work: ParametricWork) {
    for channel in 0..<work.channels {
      let slope = broadcast(work.slopes[channel * work.slopeStride])
      let first = channel * work.plane * parts
      for k in first..<first + work.plane * parts {
        store(leakyReLU(load(work.source, k * vectorBytes), slope), work.target, k * vectorBytes)
      }
    }
  }

  /// A slope's gradient is the sum of gradient * x where x is not positive, position after position.
  package func parametricGradient(_ work: ParametricWork) {
    guard let sums = work.sums else { return }
    for part in 0..<parts {
      var sum = Vector()
      for channel in 0..<work.channels {
        let slope = broadcast(work.slopes[channel * work.slopeStride])
        if work.slopeStride != 0 { sum = Vector() }
        for position in 0..<work.plane {
          let at = (channel * work.plane + position) * elementBytes + part * vectorBytes
          let x = load(work.source, at), gradient = load(work.target, at)
          multiplyAdd(&sum, gradient, x.replacing(with: Vector(), where: x .> Vector()))
          store(gradient * leakyReLUSlope(x, slope), work.target, at)
        }
        store(sum, sums, channel * work.slopeStride * elementBytes + part * vectorBytes)
      }
    }
  }
}
