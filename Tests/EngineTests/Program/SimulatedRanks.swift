import InklingKernelInterface

@testable import InklingEngine

/// Machines that share each batch, in one process: every sum over the blocks of a batch is taken in parts, a machine's
/// blocks alone, in memory of its own, and the parts are then added by the tree over the machines' numbers.
///
/// All that a training step adds up over images goes through three kernels, so a program with these three in parts trains as
/// the machines would.
struct SimulatedRanks: BatchSumKernels {
  /// Blocks of one machine; the last that has any may have fewer.
  let blocks: Int
  /// Those of one machine.
  let whole: any BatchSumKernels

  func treeSum(_ buffers: UnsafeMutablePointer<Float>, _ stride: Int, _ number: Int, _ count: Int) {
    inParts(of: number, count, into: buffers) { part, own in
      let memory = AlignedMemory(bytes: part.count * count * 4)
      for block in part {
        (memory.floats + (block - part.lowerBound) * count).update(from: buffers + block * stride, count: count)
      }
      whole.treeSum(memory.floats, count, part.count, count)
      own.update(from: memory.floats, count: count)
      withExtendedLifetime(memory) {}
    }
  }

  func linearWeightGradient(_ work: LinearWeightGradient) {
    let place = work.firstRow * work.rowStride
    let count = (work.lastRow - work.firstRow) * work.rowStride
    inParts(of: work.shards.blocks, count, into: work.output + place) { part, own in
      var share = work
      share.shards.blocks = part.count
      share.input += part.lowerBound * work.blockStride
      share.gradient += part.lowerBound * work.blockStride
      share.output = own - place
      whole.linearWeightGradient(share)
    }
  }

  func linearBiasGradient(_ work: LinearBiasGradient) {
    inParts(of: work.shards.blocks, work.rowStride, into: work.output) { part, own in
      var share = work
      share.shards.blocks = part.count
      share.gradient += part.lowerBound * work.blockStride
      share.output = own
      whole.linearBiasGradient(share)
    }
  }

  /// - Parameter sum: writes the sum over a machine's blocks to its own memory, of `count` floats.
  private func inParts(
    of number: Int, _ count: Int, into result: UnsafeMutablePointer<Float>,
    _ sum: (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) {
    let parts = (number + blocks - 1) / blocks
    let sums = AlignedMemory(bytes: parts * count * 4)
    for part in 0..<parts {
      sum(part * blocks..<min((part + 1) * blocks, number), sums.floats + part * count)
    }
    whole.treeSum(sums.floats, count, parts, count)
    result.update(from: sums.floats, count: count)
    withExtendedLifetime(sums) {}
  }
}
