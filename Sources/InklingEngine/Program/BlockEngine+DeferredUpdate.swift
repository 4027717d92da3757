import InklingKernelInterface
import Synchronization

// The update where all gradients are collected before the first step: for clipping by the norm of all, for the mean over
// several batches, and for rules that see a weight as a whole.

extension UpdateContext {
  /// Where gradients are collected, laid out as the weights.
  var collected: UnsafeMutablePointer<Float> { plan.accumulated?.floats ?? gradient }

  /// Keeps a gradient until all are there.
  func collect(_ part: UnsafePointer<Float>, first: Int, count: Int) {
    let target = collected + first
    if plan.accumulated != nil {
      kernels.accumulate(target, part, 1, plan.window.batches > 0, count)
    } else if target != UnsafeMutablePointer(mutating: part) {
      kernels.copy(part, target, count / 16)
    }
    // What lies behind a parameter means nothing, and must not count in the norm.
    let slot = plan.slots[plan.slot(at: first)]
    let (used, end) = (slot.first + slot.usedCount, first + count)
    var place = max(used, first)
    while place < end {
      collected[place] = 0
      place += 1
    }
  }

  /// Makes a mean of the sums, limits the values and adds up the squares, of the chunks that this thread gets hold of.
  func prepareChunks() {
    while true {
      let index = plan.nextChunk.add(1, ordering: .relaxed).oldValue
      if index >= plan.chunks.count { return }
      let chunk = plan.chunks.pointer[index]
      let values = collected + chunk.first
      if plan.windowScale != 1 { kernels.rescale(values, plan.windowScale, chunk.count) }
      if let limit = plan.options.clipping.value { kernels.clamp(values, limit, chunk.count) }
      if let sums = plan.chunkSums { kernels.sumsOfSquares(values, chunk.count, sums.floats + index * 16) }
    }
  }

  /// What all gradients are multiplied by. Each thread adds the same sums in the same order.
  var clippingScale: Float {
    guard let limit = plan.options.clipping.norm, let sums = plan.chunkSums?.floats else { return 1 }
    var sum = 0.0
    for index in 0..<plan.chunks.count * 16 { sum += Double(sums[index]) }
    return Float(min(1, Double(limit) / (sum.squareRoot() + 1e-6)))
  }

  /// Lets the optimiser step on the pieces that this thread gets hold of.
  func stepOnPieces(thread: Int, scale: Float) {
    while true {
      let index = plan.nextPiece.add(1, ordering: .relaxed).oldValue
      if index >= plan.pieces.count { return }
      let piece = plan.pieces.pointer[index]
      if scale != 1 { kernels.rescale(collected + piece.first, scale, piece.count) }
      step(on: piece, thread: thread)
      let slot = plan.slots[piece.slot]
      for index in 0..<slot.renewals.count { slot.renewals[index].run(weights, derived) }
    }
  }

  private func step(on piece: UpdatePlan.Piece, thread: Int) {
    let rule = plan.rule(ofSlot: piece.slot)
    if piece.isMatrix, let rule = rule.matrix, let matrix = plan.slots[piece.slot].matrix {
      plan.scratches[thread].step(
        matrix, weights: weights + piece.first, momentum: velocity + piece.first, gradient: collected + piece.first,
        count: piece.count, rule, kernels)
    } else {
      rule.step(memory(collected + piece.first, piece.first, piece.count), kernels)
    }
  }
}

extension BlockEngine {
  /// After this thread has collected its gradients: waits for the others', makes them a mean, clips and steps.
  func finishUpdate(_ context: borrowing UpdateContext, thread: Int, _ pool: ThreadPool?) {
    let plan = context.plan
    guard plan.isComplete else { return }
    pool?.barrier()
    if plan.options.clipping.isOn || plan.windowScale != 1 {
      context.prepareChunks()
      pool?.barrier()
    }
    context.stepOnPieces(thread: thread, scale: context.clippingScale)
  }
}
