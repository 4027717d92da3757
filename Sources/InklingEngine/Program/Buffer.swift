/// A run of elements (sixteen lanes each) that a program writes and reads, before it has a place in memory.
package struct Buffer: Sendable, Equatable {
  package let number: Int
  /// Elements from the start of the whole buffer, for a part of one.
  package let first: Int
  package let count: Int

  func slice(_ first: Int, _ count: Int) -> Buffer {
    precondition(first >= 0 && first + count <= self.count, "slice \(first) + \(count) of \(self.count) elements")
    return Buffer(number: number, first: self.first + first, count: count)
  }
}

/// Where memory lives while a block is worked on.
enum MemorySpace: Sendable {
  /// One for each thread, reused from block to block; in a program with phases, one for each block.
  case arena
  /// One for each block of the batch; kept until the parameters are updated.
  case block
}

/// What a step finds at run time: the memory of this thread, of this block, and of all.
package struct BlockContext {
  var arena: UnsafeMutableRawPointer
  var block: UnsafeMutableRawPointer
  var weights: UnsafeMutablePointer<Float>
  var derived: UnsafeMutablePointer<Float>
  /// What reductions over the whole batch made.
  var shared: UnsafeMutablePointer<Float>
  /// The block's first image in the batch, and how many it holds (sixteen, but for a last one).
  var first: Int
  var count: Int
  /// The lanes to compute: all in training, where what a lane without an image holds is multiplied by zero.
  var lanes: Int
  var source: BatchSource
  /// This thread's memory for images that are prepared.
  var preparationMemory: UnsafeMutableRawPointer?

  var header: BlockHeader { BlockHeader(start: block) }
}

/// A buffer's place, known once all steps are.
package struct Place: Sendable, Equatable {
  let space: MemorySpace
  let offset: Int

  @inline(__always)
  func address(_ context: borrowing BlockContext) -> UnsafeMutableRawPointer {
    (space == .arena ? context.arena : context.block) + offset
  }
}
