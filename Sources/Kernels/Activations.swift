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

// Each activation beside its slope. Slopes take a bounded x where the far ends would be infinity times zero.

@inline(always)
func leakyReLU(_ x: Vector, _ alpha: Vector) -> Vector { (x * alpha).replacing(with: x, where: x .> Vector()) }

@inline(always)
func leakyReLUSlope(_ x: Vector, _ alpha: Vector) -> Vector {
  alpha.replacing(with: broadcast(1), where: x .> Vector())
}

@inline(always)
func elu(_ x: Vector, _ alpha: Vector) -> Vector {
  let negative = x.replacing(with: Vector(), where: x .> Vector())
  return (exponentialLessOne(negative) * alpha).replacing(with: x, where: x .> Vector())
}

@inline(always)
func eluSlope(_ x: Vector, _ alpha: Vector) -> Vector {
  let negative = x.replacing(with: Vector(), where: x .> Vector())
  return (decay(negative) * alpha).replacing(with: broadcast(1), where: x .> Vector())
}

@inline(always)
func gelu(_ x: Vector) -> Vector { x * normalDistribution(x).cumulative }

@inline(always)
func geluSlope(_ x: Vector) -> Vector {
  let normal = normalDistribution(x)
  var slope = normal.cumulative
  multiplyAdd(&slope, clamped(x, -20, 20), normal.density)
  return slope
}

/// Twice the argument of GELU's tanh, 2 sqrt(2 / pi) (x + 0.044715 x^3): (1 + tanh(z)) / 2 = sigmoid(2 z).
@inline(always)
func geluCubic(_ x: Vector) -> Vector { x * horner(broadcast(0.071_354_816_3), x * x, 1.595_769_12) }

@inline(always)
func geluTanh(_ x: Vector) -> Vector { x * sigmoidPair(geluCubic(x)).value }

@inline(always)
func geluTanhSlope(_ x: Vector) -> Vector {
  let x = clamped(x, -20, 20)
  let (value, rest) = sigmoidPair(geluCubic(x))
  var slope = value
  multiplyAdd(&slope, x * (value * rest), horner(broadcast(0.214_064_449), x * x, 1.595_769_12))
  return slope
}

@inline(always)
func silu(_ x: Vector) -> Vector { x * sigmoidPair(x).value }

@inline(always)
func siluSlope(_ x: Vector) -> Vector {
  let x = clamped(x, -100, 100)
  let (value, rest) = sigmoidPair(x)
  return value * horner(x, rest, 1)
}

@inline(always)
func sigmoidSlope(output y: Vector) -> Vector { y * (broadcast(1) - y) }

@inline(always)
func tanhSlope(output y: Vector) -> Vector { horner(-y, y, 1) }

@inline(always)
func hardsigmoid(_ x: Vector) -> Vector { clamped(x + broadcast(3), 0, 6) * broadcast(1 / 6) }

@inline(always)
func hardsigmoidSlope(_ x: Vector) -> Vector {
  broadcast(1 / 6).replacing(with: Vector(), where: (x .<= broadcast(-3)) .| (x .>= broadcast(3)))
}

@inline(always)
func hardswish(_ x: Vector) -> Vector { x * hardsigmoid(x) }

@inline(always)
func hardswishSlope(_ x: Vector) -> Vector {
  horner(x, broadcast(1 / 3), 0.5).replacing(with: Vector(), where: x .<= broadcast(-3))
    .replacing(with: broadcast(1), where: x .>= broadcast(3))
}

@inline(always)
func softplus(_ x: Vector, _ alpha: Vector, _ beta: Vector) -> Vector {
  let scaled = x * alpha
  let curve = (maximum(scaled, Vector()) + logarithmOfOnePlus(decay(-absolute(scaled)))) / alpha
  return curve.replacing(with: x, where: scaled .> beta)
}

@inline(always)
func softplusSlope(_ x: Vector, _ alpha: Vector, _ beta: Vector) -> Vector {
  let scaled = x * alpha
  return sigmoidPair(scaled).value.replacing(with: broadcast(1), where: scaled .> beta)
}

@inline(always)
func clampedBetween(_ x: Vector, _ alpha: Vector, _ beta: Vector) -> Vector {
  x.replacing(with: alpha, where: x .< alpha).replacing(with: beta, where: x .> beta)
}

/// PyTorch's `hardtanh` has no slope at the two bends.
@inline(always)
func clampSlope(_ x: Vector, _ alpha: Vector, _ beta: Vector) -> Vector {
  broadcast(1).replacing(with: Vector(), where: (x .<= alpha) .| (x .>= beta))
}
