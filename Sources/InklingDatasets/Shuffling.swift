import InklingRandomness

/// The order in which an epoch visits the images.
public enum Shuffling {
  /// The indices `0 ..< count` in a random order (Fisher and Yates) that depends on nothing but these three numbers.
  ///
  /// - Precondition: `0 <= count < 2^31`, and `0 <= epoch < 2^24`.
  public static func order(count: Int, seed: UInt64, epoch: Int) -> [Int32] {
    order(of: unshuffled(count: count), seed: seed, epoch: epoch)
  }

  /// The same for a part of a set: its indices in a random order. For all indices of a set in rising order it is the
  /// order of the whole set.
  public static func order(of indices: [Int32], seed: UInt64, epoch: Int) -> [Int32] {
    var generator = CounterGenerator(seed: seed, purpose: .shuffling, epoch: epoch)
    var order = indices
    order.withUnsafeMutableBufferPointer { order in
      for index in stride(from: order.count - 1, to: 0, by: -1) { order.swapAt(index, generator.below(index + 1)) }
    }
    return order
  }

  /// The indices `0 ..< count` as they are.
  public static func unshuffled(count: Int) -> [Int32] {
    precondition(count >= 0 && count <= Int(Int32.max), "\(count) images, not 0 ..< 2^31")
    return [Int32](0..<Int32(count))
  }
}
