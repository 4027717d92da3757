extension Catalog {
  /// MNIST: handwritten digits (LeCun, Cortes and Burges, 1998). 60,000 and 10,000 images of 28 x 28.
  public static let mnist = CatalogEntry(
    name: "mnist", title: "MNIST", classNames: digits,
    pixelStatistics: PixelStatistics(mean: 0.1307, deviation: 0.3081),
    train: CatalogSplit(
      images: CatalogFile(
        "train-images-idx3-ubyte.gz", size: 9_912_422,
        sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
      labels: CatalogFile(
        "train-labels-idx1-ubyte.gz", size: 28_881,
        sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
      count: 60_000),
    test: CatalogSplit(
      images: CatalogFile(
        "t10k-images-idx3-ubyte.gz", size: 1_648_877,
        sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
      labels: CatalogFile(
        "t10k-labels-idx1-ubyte.gz", size: 4_542,
        sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
      count: 10_000),
    origin: .files(mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ]),
    folders: ["mnist", "MNIST/raw"])
}
