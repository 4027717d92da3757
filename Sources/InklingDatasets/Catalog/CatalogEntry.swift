/// What is known about a public data set in the IDX format: its names, its files, and where to get them.
public struct CatalogEntry: Sendable, Equatable {
  /// The name by which people ask for it: "fashion-mnist".
  public let name: String
  /// The name in prose: "Fashion-MNIST".
  public let title: String
  /// The class of each label, in the labels' order.
  public let classNames: [String]
  /// Mean and deviation of the training pixels, where published; informational.
  public let pixelStatistics: PixelStatistics?
  package let train: CatalogSplit
  package let test: CatalogSplit
  package let encoding: IDXEncoding
  package let origin: CatalogOrigin
  /// The folders, below a data folder, in which the files may lie; a download makes the first.
  package let folders: [String]

  package init(
    name: String, title: String, classNames: [String], pixelStatistics: PixelStatistics? = nil, train: CatalogSplit,
    test: CatalogSplit, encoding: IDXEncoding = IDXEncoding(), origin: CatalogOrigin, folders: [String]
  ) {
    precondition(!folders.isEmpty, "the entry \(name) without a folder")
    self.name = name
    self.title = title
    self.classNames = classNames
    self.pixelStatistics = pixelStatistics
    self.train = train
    self.test = test
    self.encoding = encoding
    self.origin = origin
    self.folders = folders
  }

  /// The four files: training images and labels, test images and labels.
  package var files: [CatalogFile] { [train.images, train.labels, test.images, test.labels] }
}

/// Mean and standard deviation of pixels, as fractions of 255.
public struct PixelStatistics: Sendable, Equatable {
  /// The mean of the pixels, 0...1: MNIST's is 0.1307.
  public let mean: Float
  /// The standard deviation of the pixels, 0...1: MNIST's is 0.3081.
  public let deviation: Float
}

/// The two files of a training or test set, and how many images it has.
package struct CatalogSplit: Sendable, Equatable {
  package let images: CatalogFile
  package let labels: CatalogFile
  package let count: Int

  package init(images: CatalogFile, labels: CatalogFile, count: Int) {
    self.images = images
    self.labels = labels
    self.count = count
  }
}

/// One file as its publisher has it.
package struct CatalogFile: Sendable, Equatable {
  package let name: String
  /// The size in bytes, nil where it is not known.
  package let size: Int?
  /// The SHA-256 digest in hexadecimal digits, nil where none was ever published.
  package let sha256: String?

  package init(_ name: String, size: Int? = nil, sha256: String? = nil) {
    self.name = name
    self.size = size
    self.sha256 = sha256
  }

  /// The names under which the file is met: packed or not, with a hyphen or a dot before "idx".
  package var possibleNames: [String] {
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    let bases = plain.split(separator: "-idx", omittingEmptySubsequences: false)
    let dotted = bases.count == 2 ? [bases.joined(separator: ".idx")] : []
    return ([plain] + dotted).flatMap { [$0 + ".gz", $0] }
  }
}

/// Where the files come from.
package enum CatalogOrigin: Sendable, Equatable {
  /// Each file lies under each of these addresses, which end in "/".
  case files(mirrors: [String])
  /// All files lie, below `folder`, in one ZIP archive, which lies under each of these addresses.
  case archive(CatalogFile, folder: String, mirrors: [String])
}

/// How a publisher's IDX files differ from MNIST's.
package struct IDXEncoding: Sendable, Equatable {
  package enum Labels: Sendable, Equatable {
    /// One byte each.
    case bytes
    /// Rows of 32-bit integers of which the first is the class.
    case firstOfIntegers
  }

  /// Whether the images are stored column by column.
  package var isTransposed = false
  /// The label of the first class.
  package var firstLabel = 0
  package var labels = Labels.bytes
}
