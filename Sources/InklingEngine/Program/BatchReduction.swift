/// What a reduction works on: all blocks' memory, and what the whole batch shares.
package struct BatchReductionContext {
  /// The first block's memory, bytes from one block's to the next one's, and their number.
  var blocks: UnsafeMutableRawPointer
  var blockStride: Int
  var blockCount: Int
  /// Images in the batch.
  var count: Int
  var weights: UnsafeMutablePointer<Float>
  var shared: UnsafeMutablePointer<Float>

  /// The images that a block holds.
  func lanes(of block: Int) -> Int { min(16, count - block * 16) }
}

/// A small piece of work over the whole batch, between two phases: all blocks have done their steps before it, none has
/// begun the steps after it. One thread does it, adding up the blocks by their numbers.
package struct BatchReduction: Sendable {
  package typealias Work = @Sendable (borrowing BatchReductionContext) -> Void

  /// As `Step.Bound`.
  struct Bound: Sendable { let run: Work }

  package let label: String
  /// The number of steps before it.
  let position: Int
  let bind: @Sendable (MemoryPlan) -> Work
}

/// A run of steps that a block can do by itself, and the reductions that follow when all blocks have done them. A
/// program without reductions is one phase.
struct Phase: Sendable, Equatable {
  let steps: Range<Int>
  let reductions: Range<Int>

  /// Cuts `stepCount` steps at the positions of the reductions, which are in order.
  static func cut(_ stepCount: Int, at positions: [Int]) -> [Phase] {
    var phases: [Phase] = []
    var (step, reduction) = (0, 0)
    while reduction < positions.count {
      let position = positions[reduction]
      let end = positions[reduction...].firstIndex { $0 != position } ?? positions.count
      phases.append(Phase(steps: step..<position, reductions: reduction..<end))
      (step, reduction) = (position, end)
    }
    return phases + [Phase(steps: step..<stepCount, reductions: reduction..<reduction)]
  }
}
