extension Catalog {
  /// QMNIST: MNIST made again from its sources, with all 60,000 test digits (Yadav and Bottou, 2019). 28 x 28.
  ///
  /// A label is a row of integers (class, writer and more), of which the class is kept. The digests are those that
  /// torchvision lists; the sizes are not known.
  public static let qmnist = CatalogEntry(
    name: "qmnist", title: "QMNIST", classNames: digits,
    train: CatalogSplit(
      images: CatalogFile(
        "qmnist-train-images-idx3-ubyte.gz",
        sha256: "9e26a7bf1683614e065d7b76460ccd52807165b3f22561fb782bd9f38c52b51d"),
      labels: CatalogFile(
        "qmnist-train-labels-idx2-int.gz",
        sha256: "2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f"),
      count: 60_000),
    test: CatalogSplit(
      images: CatalogFile(
        "qmnist-test-images-idx3-ubyte.gz",
        sha256: "43fc22bf7498b8fc98de98369d72f752d0deabc280a43a7bcc364ab19e57b375"),
      labels: CatalogFile(
        "qmnist-test-labels-idx2-int.gz",
        sha256: "9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06"),
      count: 60_000),
    encoding: IDXEncoding(labels: .firstOfIntegers),
    origin: .files(mirrors: [
      "https://raw.githubusercontent.com/facebookresearch/qmnist/master/",
      "https://github.com/facebookresearch/qmnist/raw/master/",
    ]),
    folders: ["qmnist", "QMNIST/raw"])
}
