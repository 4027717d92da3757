import KernelInterface

/// What the second half of a training step works on: all blocks' memory, and the parameters.
package struct UpdateContext {
  /// The first block's memory, bytes from one block's to the next one's, and their number.
  var blocks: UnsafeMutableRawPointer
  var blockStride: Int
  var blockCount: Int
  var weights: UnsafeMutablePointer<Float>
  var velocity: UnsafeMutablePointer<Float>
  /// Room for gradients that are not made in a block's memory, laid out as the weights.
  var gradient: UnsafeMutablePointer<Float>
  var derived: UnsafeMutablePointer<Float>
  /// What reductions over the whole batch made.
  var shared: UnsafeMutablePointer<Float>
  var rule: SGD.Rule
  var kernels: KernelTable
  /// Whether this is a benchmark's repetition, in which nothing may change.
  var isRepetition = false

  /// Lets the optimiser take its step on `count` parameters from `first` on.
  func apply(_ gradient: UnsafePointer<Float>, first: Int, count: Int) {
    kernels.momentumStep(
      MomentumStep(
        weights: weights + first, velocity: velocity + first, gradient: gradient, count: count,
        learningRate: rule.learningRate, momentum: rule.momentum, share: rule.share, weightDecay: rule.weightDecay,
        nesterov: rule.nesterov))
  }
}

/// A piece of the second half of a training step: some parameters' gradient over the whole batch, and their update.
/// Pieces touch disjoint parameters, so any thread may take any of them in any order.
package struct Update: Sendable {
  package typealias Work = @Sendable (borrowing UpdateContext) -> Void

  /// As `Step.Bound`.
  struct Bound: Sendable { let run: Work }

  package let label: String
  /// Multiply-adds for one image.
  package let multiplyAdds: Int
  let bind: @Sendable (MemoryPlan) -> Work
}
