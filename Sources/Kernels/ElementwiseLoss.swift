package import InklingKernelInterface

extension KernelSet {
  package func elementwiseLoss(_ work: ElementwiseLoss) {
    let beta = broadcast(work.beta)
    switch work.function {
    case .squared: forTargets(work) { x, target, _ in squaredError(x - target) }
    case .absolute: forTargets(work) { x, target, _ in absoluteError(x - target) }
    case .smooth: forTargets(work) { x, target, _ in smoothError(x - target, beta) }
    case .binaryCrossEntropy: forTargets(work) { binaryCrossEntropy($0, $1, $2) }
    }
  }
}

/// Calls `body(output, target, positive weight)` for each output, and takes its loss and slope.
@inline(always)
func forTargets(_ work: ElementwiseLoss, _ body: (Vector, Vector, Vector) -> (loss: Vector, slope: Vector)) {
  for part in 0..<parts {
    let offset = part * vectorBytes
    let scale = load(work.scale, offset)
    let factor = broadcast(work.factor)
    var sum = Vector()
    for k in 0..<work.count {
      let at = k * elementBytes + offset
      var weight = broadcast(1)
      if let weights = work.positiveWeights { weight = broadcast(weights[k]) }
      let (loss, slope) = body(load(work.outputs, at), load(work.gradient, at), weight)
      sum += loss
      store(masked(slope * factor, scale), work.gradient, at)
    }
    store(sum * factor, work.losses, offset)
  }
}

@inline(always)
func squaredError(_ d: Vector) -> (loss: Vector, slope: Vector) { (d * d, d + d) }

@inline(always)
func absoluteError(_ d: Vector) -> (loss: Vector, slope: Vector) { (absolute(d), sign(d)) }

/// -1, 0 or 1; a NaN stays one.
@inline(always)
func sign(_ d: Vector) -> Vector {
  d.replacing(with: broadcast(1), where: d .> Vector()).replacing(with: broadcast(-1), where: d .< Vector())
}

@inline(always)
func smoothError(_ d: Vector, _ beta: Vector) -> (loss: Vector, slope: Vector) {
  let magnitude = absolute(d)
  let isNear = magnitude .< beta
  let half = broadcast(0.5)
  return (
    (magnitude - half * beta).replacing(with: half * d * d / beta, where: isNear),
    sign(d).replacing(with: d / beta, where: isNear)
  )
}

/// With w = (weight - 1) t + 1: `(1 - t) x + w log(1 + e^-x)`, whose logarithm is the softplus of -x.
@inline(always)
func binaryCrossEntropy(_ x: Vector, _ t: Vector, _ weight: Vector) -> (loss: Vector, slope: Vector) {
  var w = broadcast(1)
  multiplyAdd(&w, weight - broadcast(1), t)
  let rest = broadcast(1) - t
  let softplus = maximum(-x, Vector()) + logarithmOfOnePlus(decay(-absolute(x)))
  var loss = w * softplus
  multiplyAdd(&loss, rest, x)
  var slope = rest
  multiplyAdd(&slope, -w, sigmoidPair(x).rest)
  return (loss, slope)
}
