extension Catalog {
  /// EMNIST: handwritten digits and letters in six splits (Cohen, Afshar, Tapson and van Schaik, 2017). 28 x 28.
  ///
  /// The published images are transposed, and the labels of the letters start at 1: both are put right on loading, so
  /// that an image is upright and its label an index into the class names. The splits come in one archive of 536 MiB,
  /// whose digest is the one that TensorFlow Datasets lists; the files inside have no published digests of their own.
  public static let emnist: [CatalogEntry] = [
    emnist(
      "balanced", digits + capitals + distinctSmalls, 112_800, 18_800, PixelStatistics(mean: 0.1751, deviation: 0.3332)),
    emnist("byclass", digits + capitals + smalls, 697_932, 116_323),
    emnist("bymerge", digits + capitals + distinctSmalls, 697_932, 116_323),
    emnist("digits", digits, 240_000, 40_000),
    emnist("letters", smalls, 124_800, 20_800, PixelStatistics(mean: 0.1722, deviation: 0.3309), firstLabel: 1),
    emnist("mnist", digits, 60_000, 10_000),
  ]

  private static func emnist(
    _ split: String, _ classNames: [String], _ trainCount: Int, _ testCount: Int,
    _ pixelStatistics: PixelStatistics? = nil, firstLabel: Int = 0
  ) -> CatalogEntry {
    func files(_ part: String, _ count: Int) -> CatalogSplit {
      CatalogSplit(
        images: CatalogFile("emnist-\(split)-\(part)-images-idx3-ubyte.gz"),
        labels: CatalogFile("emnist-\(split)-\(part)-labels-idx1-ubyte.gz"), count: count)
    }
    return CatalogEntry(
      name: "emnist-\(split)", title: "EMNIST \(split)", classNames: classNames, pixelStatistics: pixelStatistics,
      train: files("train", trainCount), test: files("test", testCount),
      encoding: IDXEncoding(isTransposed: true, firstLabel: firstLabel),
      origin: .archive(
        CatalogFile(
          "gzip.zip", size: 561_753_746, sha256: "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e"),
        folder: "gzip/",
        mirrors: [
          "https://biometrics.nist.gov/cs_links/EMNIST/", "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/",
        ]),
      folders: ["emnist", "EMNIST/raw", "emnist/gzip"])
  }

  private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
  private static let smalls = "abcdefghijklmnopqrstuvwxyz".map(String.init)
  /// The small letters that do not look like their capitals; the others are merged with those.
  private static let distinctSmalls = "abdefghnqrt".map(String.init)
}
