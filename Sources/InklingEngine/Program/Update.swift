import InklingKernelInterface

/// What the second half of a training step works on: all blocks' memory, and the parameters.
package struct UpdateContext {
  /// The first block's memory, bytes from one block's to the next one's, and their number.
  var blocks: UnsafeMutableRawPointer
  var blockStride: Int
  var blockCount: Int
  /// This thread's room for sums of shards that wait for others.
  var waiting: UnsafeMutableRawPointer
  var weights: UnsafeMutablePointer<Float>
  /// The first of what the optimiser remembers.
  var velocity: UnsafeMutablePointer<Float>
  /// Room for gradients that are not made in a block's memory, laid out as the weights.
  var gradient: UnsafeMutablePointer<Float>
  var derived: UnsafeMutablePointer<Float>
  /// What reductions over the whole batch made.
  var shared: UnsafeMutablePointer<Float>
  /// Where the same step is taken on all that learn; nil where none is taken.
  var rule: OptimizerRule?
  var kernels: KernelTable
  var sums: any BatchSumKernels
  var plan: UpdatePlan
  /// What running statistics take of the batch's; nil for what their layer says.
  var statisticsShare: Float?
  /// Whether this is a benchmark's repetition, in which nothing may change.
  var isRepetition = false

  /// The order in which images are added up.
  var shards: BatchShards { BatchShards(blocks: blockCount, shardBlocks: Shards.blocks, waiting: waiting) }
  /// Where running statistics go: among the weights, or, where nothing may change, among what is collected.
  var statistics: UnsafeMutablePointer<Float> { plan.collects ? gradient : weights }

  /// Whether the optimiser steps on a gradient as soon as it is there.
  var stepsAtOnce: Bool { !plan.isDeferred }

  /// Lets the optimiser take its step on `count` parameters from `first` on, now or when all gradients are there.
  func apply(_ gradient: UnsafePointer<Float>, first: Int, count: Int) {
    if plan.isDeferred { return collect(gradient, first: first, count: count) }
    let rule = plan.stepsAlike ? rule : plan.rule(ofSlot: plan.slot(at: first))
    rule?.step(memory(gradient, first, count), kernels)
  }

  func memory(_ gradient: UnsafePointer<Float>, _ first: Int, _ count: Int) -> ParameterMemory {
    ParameterMemory(
      weights: weights + first, gradient: gradient, first: velocity + first,
      second: (plan.second?.floats ?? velocity) + first, third: (plan.third?.floats ?? velocity) + first,
      count: count)
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
  /// Whether it is of running statistics, which follow from the forward steps alone.
  var isOfStatistics = false
  let bind: @Sendable (MemoryPlan) -> Work
}
