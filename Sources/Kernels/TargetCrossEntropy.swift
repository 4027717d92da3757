package import InklingKernelInterface

/// What class k's logarithm counts in the loss, for the register of lanes at `offset`.
@inline(always)
func coefficient(_ work: TargetCrossEntropy, _ k: Int, _ offset: Int) -> Vector {
  var target: Vector
  if let targets = work.targets {
    target = load(targets, k * elementBytes + offset)
  } else {
    let number = IntVector(repeating: Int32(truncatingIfNeeded: k))
    let share = load(work.shares, offset)
    let isFirst = work.labels.load(fromByteOffset: offset, as: IntVector.self) .== number
    let isSecond = work.secondLabels.load(fromByteOffset: offset, as: IntVector.self) .== number
    target = Vector().replacing(with: share, where: isFirst)
    target += Vector().replacing(with: broadcast(1) - share, where: isSecond)
  }
  var coefficient = broadcast(work.smoothing / Float(work.classes))
  multiplyAdd(&coefficient, target, broadcast(1 - work.smoothing))
  if let weights = work.classWeights { coefficient *= broadcast(weights[k]) }
  return coefficient
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

extension KernelSet {
  package func targetCrossEntropy(_ work: TargetCrossEntropy) {
    for part in 0..<parts {
      let offset = part * vectorBytes
      let logits = work.logits + offset
      let (largest, prediction) = largestLogit(logits, work.classes)
      var sum = Vector(), total = Vector(), picked = Vector()
      for k in 0..<work.classes {
        let shifted = load(logits, k * elementBytes) - largest
        let coefficient = coefficient(work, k, offset)
        sum += decay(shifted)
        total += coefficient
        picked += counted(shifted, coefficient)
      }
      store(total * logarithm(sum) - picked, work.losses, offset)
      (work.predictions + offset).storeBytes(of: prediction, as: IntVector.self)
      let scale = load(work.scale, offset)
      let share = total / sum
      for k in 0..<work.classes {
        let probability = decay(load(logits, k * elementBytes) - largest) * share
        // The targets may lie where the gradient goes.
        let gradient = probability - coefficient(work, k, offset)
        store(masked(gradient, scale), work.gradient, k * elementBytes + offset)
      }
    }
  }

  package func negativeLogLikelihood(_ work: TargetCrossEntropy) {
    for part in 0..<parts {
      let offset = part * vectorBytes
      let logits = work.logits + offset
      let scale = load(work.scale, offset)
      (work.predictions + offset).storeBytes(of: largestLogit(logits, work.classes).1, as: IntVector.self)
      var loss = Vector()
      for k in 0..<work.classes {
        let coefficient = coefficient(work, k, offset)
        loss -= counted(load(logits, k * elementBytes), coefficient)
        store(masked(-coefficient, scale), work.gradient, k * elementBytes + offset)
      }
      store(loss, work.losses, offset)
    }
  }
}
