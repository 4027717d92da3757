import KernelInterface

let lossKernels = LossKernels(
  crossEntropy: { targetCrossEntropy($0) },
  negativeLogLikelihood: { negativeLogLikelihood($0) },
  elementwise: { elementwiseLoss($0) },
  temporalClassification: { temporalClassification($0) }
)

/// What a class's logarithm counts in the loss of one register of lanes.
struct TargetCoefficients {
  let work: TargetCrossEntropy
  let offset: Int
  let labels: IntVector
  let secondLabels: IntVector
  let share: Vector
  let smooth: Float
  let sharp: Vector

  @inline(always)
  init(_ work: TargetCrossEntropy, _ offset: Int) {
    self.work = work
    self.offset = offset
    labels = work.labels.load(fromByteOffset: offset, as: IntVector.self)
    secondLabels = work.secondLabels.load(fromByteOffset: offset, as: IntVector.self)
    share = load(work.shares, offset)
    smooth = work.smoothing / Float(work.classes)
    sharp = broadcast(1 - work.smoothing)
  }

  @inline(always)
  func coefficient(_ k: Int) -> Vector {
    var target: Vector
    if let targets = work.targets {
      target = load(targets, k * elementBytes + offset)
    } else {
      let number = IntVector(repeating: Int32(truncatingIfNeeded: k))
      target = Vector().replacing(with: share, where: labels .== number)
      target += Vector().replacing(with: broadcast(1) - share, where: secondLabels .== number)
    }
    var coefficient = broadcast(smooth)
    multiplyAdd(&coefficient, target, sharp)
    if let weights = work.classWeights { coefficient *= broadcast(weights[k]) }
    return coefficient
  }
}

/// `value` times a coefficient; a class that does not count must not, even with an infinite logit.
@inline(always)
func counted(_ value: Vector, _ coefficient: Vector) -> Vector {
  (value * coefficient).replacing(with: Vector(), where: coefficient .== Vector())
}

/// A lane without an image has scale zero, and must give zero whatever it holds.
@inline(always)
func masked(_ gradient: Vector, _ scale: Vector) -> Vector {
  (gradient * scale).replacing(with: Vector(), where: scale .== Vector())
}

func targetCrossEntropy(_ work: TargetCrossEntropy) {
  for part in 0..<parts {
    let offset = part * vectorBytes
    let logits = work.logits + offset
    let coefficients = TargetCoefficients(work, offset)
    let (largest, prediction) = largestLogit(logits, work.classes)
    var sum = Vector(), total = Vector(), picked = Vector()
    for k in 0..<work.classes {
      let shifted = load(logits, k * elementBytes) - largest
      let coefficient = coefficients.coefficient(k)
      sum += exponential(shifted)
      total += coefficient
      picked += counted(shifted, coefficient)
    }
    store(total * logarithm(sum) - picked, work.losses, offset)
    (work.predictions + offset).storeBytes(of: prediction, as: IntVector.self)
    let scale = load(work.scale, offset)
    let share = total / sum
    for k in 0..<work.classes {
      let probability = exponential(load(logits, k * elementBytes) - largest) * share
      // The targets may lie where the gradient goes.
      let gradient = probability - coefficients.coefficient(k)
      store(masked(gradient, scale), work.gradient, k * elementBytes + offset)
    }
  }
}

func negativeLogLikelihood(_ work: TargetCrossEntropy) {
  for part in 0..<parts {
    let offset = part * vectorBytes
    let logits = work.logits + offset
    let coefficients = TargetCoefficients(work, offset)
    let scale = load(work.scale, offset)
    (work.predictions + offset).storeBytes(of: largestLogit(logits, work.classes).1, as: IntVector.self)
    var loss = Vector()
    for k in 0..<work.classes {
      let coefficient = coefficients.coefficient(k)
      loss -= counted(load(logits, k * elementBytes), coefficient)
      store(masked(-coefficient, scale), work.gradient, k * elementBytes + offset)
    }
    store(loss, work.losses, offset)
  }
}
