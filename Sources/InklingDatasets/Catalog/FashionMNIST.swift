extension Catalog {
  /// Fashion-MNIST: photographs of clothes (Xiao, Rasul and Vollgraf, 2017). 60,000 and 10,000 images of 28 x 28.
  ///
  /// The digests are those that TensorFlow Datasets lists.
  public static let fashionMNIST = CatalogEntry(
    name: "fashion-mnist", title: "Fashion-MNIST",
    classNames: [
      "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ],
    pixelStatistics: PixelStatistics(mean: 0.2860, deviation: 0.3530),
    train: CatalogSplit(
      images: CatalogFile(
        "train-images-idx3-ubyte.gz", size: 26_421_880,
        sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
      labels: CatalogFile(
        "train-labels-idx1-ubyte.gz", size: 29_515,
        sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
      count: 60_000),
    test: CatalogSplit(
      images: CatalogFile(
        "t10k-images-idx3-ubyte.gz", size: 4_422_102,
        sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
      labels: CatalogFile(
        "t10k-labels-idx1-ubyte.gz", size: 5_148,
        sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
      count: 10_000),
    origin: .files(mirrors: [
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ]),
    folders: ["fashion-mnist", "FashionMNIST/raw"])
}
