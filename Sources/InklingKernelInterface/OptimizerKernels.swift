/// The kernels that parameters are updated with. Counts are in floats, multiples of sixteen.
package protocol OptimizerKernels: Sendable {
  typealias Floats = UnsafeMutablePointer<Float>

  /// PyTorch's SGD, with the velocity in the first memory:
  ///
  ///     g = gradient + weightDecay * w,  v = momentum * v + firstShare * g
  ///     w = w - rate * (isNesterov ? g + momentum * v : v)
  func momentum(_ memory: ParameterMemory, _ numbers: StepNumbers)
  /// Adam, AMSGrad and AdamW, with m in the first memory, v in the second and the largest v in the third:
  ///
  ///     w = keep * w,  g = g + weightDecay * w
  ///     m = m + firstShare * (g - m),  v = secondKeep * v + secondShare * g * g
  ///     w = w - rate * m / (rootScale * sqrt(v) + epsilon)
  func adam(_ memory: ParameterMemory, _ numbers: StepNumbers)
  /// Adam's step with the gradient beside the momentum, at a rate of its own.
  func nadam(_ memory: ParameterMemory, _ numbers: StepNumbers)
  /// With the mean square (`secondKeep`, `secondShare`) in the first memory, the momentum in the second and the mean in the
  /// third.
  func rmsprop(_ memory: ParameterMemory, _ numbers: StepNumbers)
  /// With the sum of squares in the first memory.
  func adagrad(_ memory: ParameterMemory, _ numbers: StepNumbers)
  /// With the mean square of the gradients (`secondKeep`, `secondShare`) in the first memory and that of the steps in the
  /// second.
  func adadelta(_ memory: ParameterMemory, _ numbers: StepNumbers)
  /// With the momentum in the first memory; the shares are one minus the first and the second beta.
  func lion(_ memory: ParameterMemory, _ numbers: StepNumbers)
  /// `m = m + firstShare * (g - m)`, and the gradient's place receives m, or with Nesterov `g + momentum * (m - g)`.
  func muonMomentum(_ gradient: Floats, _ memory: Floats, _ count: Int, _ numbers: StepNumbers)
  /// A weight's working copy.
  func gatherMatrix(_ stored: UnsafePointer<Float>, _ form: StoredMatrix, _ matrix: Floats, _ stride: Int)
  /// `stored = keep * stored - rate * matrix`.
  func subtractMatrix(
    _ stored: Floats, _ form: StoredMatrix, _ matrix: UnsafePointer<Float>, _ stride: Int, _ keep: Float, _ rate: Float)
  func gramMatrix(_ work: GramMatrix)
  func matrixProduct(_ work: MatrixProduct)
  /// Sixteen sums of squares, lane by lane.
  func sumsOfSquares(_ values: UnsafePointer<Float>, _ count: Int, _ sums: Floats)
  /// `target = share * gradient`, on top of what it holds if it adds.
  func accumulate(_ target: Floats, _ gradient: UnsafePointer<Float>, _ share: Float, _ adds: Bool, _ count: Int)
  /// Into `-limit ... limit`.
  func clamp(_ values: Floats, _ limit: Float, _ count: Int)
  func rescale(_ values: Floats, _ scale: Float, _ count: Int)
  /// `average = average + share * (values - average)`.
  func average(_ average: Floats, _ values: UnsafePointer<Float>, _ share: Float, _ count: Int)
}

/// The numbers of one step of an optimiser. Whatever depends on the step alone is worked out before, in Double; each kernel
/// reads those that its formula has.
package struct StepNumbers: Sendable {
  /// What the weights are multiplied by first.
  package var keep: Float = 1
  package var weightDecay: Float = 0
  /// What a new gradient counts in the first mean, or in the velocity.
  package var firstShare: Float = 0
  /// What the second mean keeps, and what a new gradient counts in it.
  package var secondKeep: Float = 0
  package var secondShare: Float = 0
  package var momentum: Float = 0
  package var rate: Float = 0
  /// NAdam's second term: the gradient's own rate.
  package var gradientRate: Float = 0
  package var rootScale: Float = 1
  package var epsilon: Float = 0
  /// Zero, but in the first step: what a sum starts from.
  package var initialSum: Float = 0
  /// Whether the largest v so far takes v's place (AMSGrad).
  package var keepsLargest = false
  /// Whether the gradient's variance takes its mean square's place.
  package var isCentered = false
  package var isNesterov = false

  package init() {}
}
