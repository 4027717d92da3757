import InklingKernelInterface

/// Makes of a shard's `I` by `Z` sums the tree's: adds those that wait to its left and are its neighbours, or its parents',
/// and lets the result wait in turn, unless this is the last shard. What waits at level `l` is the sum of 2^l shards; it is
/// there where bit `l` of the shard's number is set.
@inline(__always)
func joinNeighbours<let I: Int, let Z: Int>(
  _ sums: inout InlineArray<I, InlineArray<Z, Vector>>, _ shard: Int, _ last: Int, _ waiting: UnsafeMutableRawPointer
) {
  var (left, place) = (shard, waiting)
  while left & 1 == 1 || (shard == last && left > 0) {
    if left & 1 == 1 {
      for i in 0..<I { for z in 0..<Z { sums[i][z] += load(place, (i * Z + z) * vectorBytes) } }
    }
    left >>= 1
    place += I * Z * vectorBytes
  }
  if shard < last {
    for i in 0..<I { for z in 0..<Z { store(sums[i][z], place, (i * Z + z) * vectorBytes) } }
  }
}

extension BatchShards {
  /// The last one's number.
  @inline(__always) var last: Int { (blocks - 1) / shardBlocks }

  /// The blocks of a shard.
  @inline(__always)
  func range(_ shard: Int) -> Range<Int> { shard * shardBlocks..<min((shard + 1) * shardBlocks, blocks) }
}
