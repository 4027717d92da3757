/// Images with an answer for each, such as a label: the training or the test part of a data set, as bytes.
public struct LabeledImages: Sendable, Equatable {
  /// The pixels of all images, [N, C, H, W] in row-major order, 0...255.
  public let images: [UInt8]
  /// What each image is compared with. Labels, and those in sequences, are indices into `classNames`.
  public let targets: Targets
  /// Channels of an image, C: 1 for grey, 3 for colours.
  public let channels: Int
  /// Rows of an image, H.
  public let height: Int
  /// Columns of an image, W.
  public let width: Int
  /// The name of each class, in the order of the labels; at most `mostClasses`.
  public let classNames: [String]
  /// The file that each image came from; empty where they come from none, or it is not known.
  public let files: [String]

  /// The most classes of a data set, and of a network.
  public static let mostClasses = 1024

  /// The number of images, N.
  public var count: Int { targets.count }

  /// The class of each image, an index into `classNames`; empty where the answers are no labels.
  public var labels: [Int32] { targets.labels ?? [] }

  /// The size of one image in bytes: C · H · W.
  public var imageSize: Int { channels * height * width }

  /// Images with a label each.
  ///
  /// - Precondition: as `init(images:targets:channels:height:width:classNames:)`.
  public init(
    images: [UInt8], labels: [some BinaryInteger], channels: Int, height: Int, width: Int, classNames: [String]
  ) {
    self.init(
      images: images, targets: Targets(labels: labels), channels: channels, height: height, width: width,
      classNames: classNames)
  }

  /// - Precondition: `images.count == targets.count * channels * height * width`, every size is positive, every
  ///   label is below `classNames.count`, and there is a file for each image or none.
  public init(
    images: [UInt8], targets: Targets, channels: Int, height: Int, width: Int, classNames: [String],
    files: [String] = []
  ) {
    precondition(
      channels > 0 && height > 0 && width > 0, "images of \(channels) x \(height) x \(width), not all positive")
    precondition(
      images.count == targets.count * channels * height * width,
      "\(images.count) bytes for \(targets.count) images of \(channels) x \(height) x \(width)")
    precondition(files.isEmpty || files.count == targets.count, "\(files.count) files of \(targets.count) images")
    if let bound = targets.labelBound {
      precondition(bound <= classNames.count, "label \(bound - 1) with \(classNames.count) classes")
    }
    self.images = images
    self.targets = targets
    self.channels = channels
    self.height = height
    self.width = width
    self.classNames = classNames
    self.files = files
  }

  /// The pixels of one image, [C, H, W].
  public subscript(index: Int) -> ArraySlice<UInt8> {
    precondition(index >= 0 && index < count, "image \(index) of \(count)")
    return images[index * imageSize..<(index + 1) * imageSize]
  }
}
