/// Images with one label each: the training or the test part of a data set, as bytes.
public struct LabeledImages: Sendable, Equatable {
  /// The pixels of all images, [N, C, H, W] in row-major order, 0...255.
  public let images: [UInt8]
  /// The class of each image, an index into `classNames`.
  public let labels: [UInt8]
  /// Channels of an image, C: 1 for grey, 3 for colours.
  public let channels: Int
  /// Rows of an image, H.
  public let height: Int
  /// Columns of an image, W.
  public let width: Int
  /// The name of each class, in the order of the labels; at most 256.
  public let classNames: [String]

  /// The number of images, N.
  public var count: Int { labels.count }

  /// The size of one image in bytes: C · H · W.
  public var imageSize: Int { channels * height * width }

  /// - Precondition: `images.count == labels.count * channels * height * width`, every size is positive, and every
  ///   label is below `classNames.count`, of which there are at most 256.
  public init(
    images: [UInt8], labels: [UInt8], channels: Int, height: Int, width: Int, classNames: [String]
  ) {
    precondition(
      channels > 0 && height > 0 && width > 0, "images of \(channels) x \(height) x \(width), not all positive")
    precondition(
      images.count == labels.count * channels * height * width,
      "\(images.count) bytes for \(labels.count) images of \(channels) x \(height) x \(width)")
    precondition(classNames.count <= 256, "\(classNames.count) classes, at most 256 fit a label")
    let largest = labels.max().map(Int.init) ?? -1
    precondition(largest < classNames.count, "label \(largest) with \(classNames.count) classes")
    self.images = images
    self.labels = labels
    self.channels = channels
    self.height = height
    self.width = width
    self.classNames = classNames
  }

  /// The pixels of one image, [C, H, W].
  public subscript(index: Int) -> ArraySlice<UInt8> {
    precondition(labels.indices.contains(index), "image \(index) of \(count)")
    return images[index * imageSize..<(index + 1) * imageSize]
  }
}
