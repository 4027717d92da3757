package import InklingKernelInterface

extension KernelSet {
  package func activate(_ work: ActivationWork) {
    let alpha = broadcast(work.alpha), beta = broadcast(work.beta)
    switch work.function {
    case .leakyReLU: mapElements(work) { leakyReLU($0, alpha) }
    case .elu: mapElements(work) { elu($0, alpha) }
    case .gelu: mapElements(work) { gelu($0) }
    case .geluTanh: mapElements(work) { geluTanh($0) }
    case .silu: mapElements(work) { silu($0) }
    case .sigmoid: mapElements(work) { sigmoidPair($0).value }
    case .tanh: mapElements(work) { hyperbolicTangent($0) }
    case .hardswish: mapElements(work) { hardswish($0) }
    case .hardsigmoid: mapElements(work) { hardsigmoid($0) }
    case .clamp: mapElements(work) { clampedBetween($0, alpha, beta) }
    case .softplus: mapElements(work) { softplus($0, alpha, beta) }
    }
  }

  package func activationGradient(_ work: ActivationWork) {
    let alpha = broadcast(work.alpha), beta = broadcast(work.beta)
    switch work.function {
    case .leakyReLU: scaleBySlope(work) { leakyReLUSlope($0, alpha) }
    case .elu: scaleBySlope(work) { eluSlope($0, alpha) }
    case .gelu: scaleBySlope(work) { geluSlope($0) }
    case .geluTanh: scaleBySlope(work) { geluTanhSlope($0) }
    case .silu: scaleBySlope(work) { siluSlope($0) }
    case .sigmoid: scaleBySlope(work) { sigmoidSlope(output: $0) }
    case .tanh: scaleBySlope(work) { tanhSlope(output: $0) }
    case .hardswish: scaleBySlope(work) { hardswishSlope($0) }
    case .hardsigmoid: scaleBySlope(work) { hardsigmoidSlope($0) }
    case .clamp: scaleBySlope(work) { clampSlope($0, alpha, beta) }
    case .softplus: scaleBySlope(work) { softplusSlope($0, alpha, beta) }
    }
  }
}

@inline(always)
func mapElements(_ work: ActivationWork, _ function: (Vector) -> Vector) {
  for k in 0..<work.count * parts {
    store(function(load(work.source, k * vectorBytes)), work.target, k * vectorBytes)
  }
}

@inline(always)
func scaleBySlope(_ work: ActivationWork, _ slope: (Vector) -> Vector) {
  for k in 0..<work.count * parts {
    let at = k * vectorBytes
    store(load(work.target, at) * slope(load(work.source, at)), work.target, at)
  }
}

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
