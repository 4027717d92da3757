package import InklingKernelInterface

extension KernelSet {
  /// `SoftmaxCrossEntropy`, the largest logit taken off first so that nothing overflows.
  package func softmaxCrossEntropy(_ work: SoftmaxCrossEntropy) {
    for part in 0..<parts {
      let offset = part * vectorBytes
      let logits = work.logits + offset
      let labels = (UnsafeRawPointer(work.labels) + offset).load(as: IntVector.self)
      let gradient = work.gradient + offset
      let (largest, prediction) = largestLogit(logits, work.classes)
      var sum = Vector()
      var picked = Vector()
      for k in 0..<work.classes {
        let shifted = load(logits, k * elementBytes) - largest
        let e = exponential(shifted)
        store(e, gradient, k * elementBytes)
        sum += e
        picked = picked.replacing(with: shifted, where: labels .== IntVector(repeating: Int32(truncatingIfNeeded: k)))
      }
      store(logarithm(sum) - picked, UnsafeMutableRawPointer(work.losses) + offset)
      (UnsafeMutableRawPointer(work.predictions) + offset).storeBytes(of: prediction, as: IntVector.self)
      let scale = load(UnsafeRawPointer(work.scale) + offset)
      let share = broadcast(1) / sum
      for k in 0..<work.classes {
        let truth = Vector().replacing(
          with: broadcast(1), where: labels .== IntVector(repeating: Int32(truncatingIfNeeded: k)))
        let difference = load(gradient, k * elementBytes) * share - truth
        // A lane without an image has scale zero, and must give zero whatever it holds.
        store((difference * scale).replacing(with: Vector(), where: scale .== Vector()), gradient, k * elementBytes)
      }
    }
  }
}

@inline(always)
func largestLogit(_ logits: UnsafeRawPointer, _ classes: Int) -> (Vector, IntVector) {
  var largest = load(logits)
  var prediction = IntVector(repeating: 0)
  for k in 1..<max(classes, 1) {
    let value = load(logits, k * elementBytes)
    let greater = (value .> largest) .| (value .!= value)
    largest = largest.replacing(with: value, where: greater)
    prediction = prediction.replacing(with: IntVector(repeating: Int32(truncatingIfNeeded: k)), where: greater)
  }
  return (largest, prediction)
}
