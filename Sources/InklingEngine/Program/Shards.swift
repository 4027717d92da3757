import InklingKernelInterface

/// The order in which what images give is added up over a batch: image by image inside a shard of four blocks, 64 images,
/// and the shards by a binary tree over their numbers. Sums of blocks follow the same tree (`treeSum`).
///
/// A machine that holds an aligned run of 2^k shards holds a whole branch of the tree. So the machines' sums, added by the
/// same tree over their numbers, are the bits that one machine gets.
enum Shards {
  static let blocks = 4
  static let images = 16 * blocks

  /// How many there are in a batch of so many images.
  static func count(images: Int) -> Int { (images + Self.images - 1) / Self.images }

  /// The sum over `count` images, in this order.
  ///
  /// - Parameter first: the first image, with which a shard begins.
  static func sum(from first: Int = 0, _ count: Int, _ value: (Int) -> Double) -> Double {
    if count > images {
      // A branch is as many shards as the largest power of two that leaves some for the other one.
      var branch = images
      while 2 * branch < count { branch *= 2 }
      return sum(from: first, branch, value) + sum(from: first + branch, count - branch, value)
    }
    var sum = 0.0
    for image in first..<first + count { sum += value(image) }
    return sum
  }

  /// Bytes that a thread needs for the sums that wait for their neighbours: a level of the tree for each bit of the last
  /// shard's number.
  static func waitingBytes(blocks count: Int) -> Int {
    let last = max(count - 1, 0) / blocks
    return (Int.bitWidth - last.leadingZeroBitCount) * BatchShards.tileBytes
  }
}
