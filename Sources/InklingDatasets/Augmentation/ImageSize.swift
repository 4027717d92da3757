/// The size of an image's planes.
struct ImageSize: Sendable, Equatable {
  let channels: Int
  let height: Int
  let width: Int

  /// Pixels of one channel.
  var plane: Int { height * width }
  /// Bytes of the image, [C, H, W].
  var count: Int { channels * plane }
}
