import InklingRandomness

/// A transform made ready for images of one size. It allocates nothing, and any thread may run it.
protocol ImageOperation: AnyObject, Sendable {
  /// Bytes of scratch memory that it needs.
  func scratchBytes(_ size: ImageSize) -> Int
  /// Draws its numbers and changes the image, in place or into the target.
  func run(_ work: inout ImageWork)
}

extension ImageOperation {
  func scratchBytes(_ size: ImageSize) -> Int { 0 }
}

/// How `mixup` or `cutmix` mixes.
protocol MixingOperation: MixingTransform {
  /// Mixes `other` into `own`.
  ///
  /// - Parameter share: what is to remain of `own`.
  /// - Returns: what its label counts.
  func mix(
    _ share: Double, _ own: UnsafeMutablePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ size: ImageSize,
    _ generator: inout CounterGenerator
  ) -> Float
}

/// An image on its way through the operations: two buffers that take turns, and the stream of its random numbers.
struct ImageWork {
  let size: ImageSize
  /// The image as it is, [C, H, W].
  var source: UnsafeMutablePointer<UInt8>
  /// Where an operation that cannot work in place writes, before it calls `exchange`.
  var target: UnsafeMutablePointer<UInt8>
  /// On a boundary of 64 bytes.
  let scratch: UnsafeMutableRawPointer
  var generator: CounterGenerator

  mutating func exchange() { (source, target) = (target, source) }

  /// Overwrites a rectangle of all channels.
  func fill(rows: Range<Int>, columns: Range<Int>, with byte: UInt8) {
    let width = columns.upperBound - columns.lowerBound
    for channel in 0..<size.channels {
      // Not over the range itself: that allocates in a debug build.
      for row in rows.lowerBound..<rows.upperBound {
        (source + channel * size.plane + row * size.width + columns.lowerBound).update(repeating: byte, count: width)
      }
    }
  }
}
