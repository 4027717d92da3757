/// How images are added up over a batch: one after the other inside a shard, which is a few blocks, and the shards by a
/// binary tree over their numbers, as `treeSum` adds buffers.
public struct BatchShards {
  /// Blocks of the batch; the last shard may have fewer than the others.
  public var blocks: Int
  /// Blocks of one shard.
  public var shardBlocks: Int
  /// Room for sums that wait for their right neighbour: `tileBytes` for each level of the tree. Unused by one shard.
  public var waiting: UnsafeMutableRawPointer

  /// The most bytes of sums that a kernel holds in registers.
  public static let tileBytes = 24 * 64

  public init(blocks: Int, shardBlocks: Int, waiting: UnsafeMutableRawPointer) {
    self.blocks = blocks
    self.shardBlocks = shardBlocks
    self.waiting = waiting
  }
}
