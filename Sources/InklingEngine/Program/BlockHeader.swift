/// What lies at the start of each block's memory: sixteen of everything, one a lane. The gathering step fills it, and
/// the loss reads it.
struct BlockHeader {
  static let bytes = 512

  let start: UnsafeMutableRawPointer

  /// The class of each image. A lane without an image repeats the first's.
  var labels: UnsafeMutablePointer<Int32> { start.assumingMemoryBound(to: Int32.self) }
  /// What a lane's gradient is multiplied by; zero for a lane without an image.
  var lossScales: UnsafeMutablePointer<Float> { (start + 64).assumingMemoryBound(to: Float.self) }
  var losses: UnsafeMutablePointer<Float> { (start + 128).assumingMemoryBound(to: Float.self) }
  var predictions: UnsafeMutablePointer<Int32> { (start + 192).assumingMemoryBound(to: Int32.self) }
  /// Where each lane's pixels are.
  var images: UnsafeMutablePointer<UnsafePointer<UInt8>> {
    (start + 256).assumingMemoryBound(to: UnsafePointer<UInt8>.self)
  }
  /// The class of the image that was mixed in, and the first one's share: the target is `share` of `labels` and the rest
  /// of `secondLabels`. Without mixing both classes are the same and the share is one.
  var secondLabels: UnsafeMutablePointer<Int32> { (start + 384).assumingMemoryBound(to: Int32.self) }
  var shares: UnsafeMutablePointer<Float> { (start + 448).assumingMemoryBound(to: Float.self) }
}
