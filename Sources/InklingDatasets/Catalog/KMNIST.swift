extension Catalog {
  /// KMNIST (Kuzushiji-MNIST): ten characters of old cursive Japanese (Clanuwat and others, 2018). 60,000 and 10,000
  /// images of 28 x 28.
  ///
  /// The digests are those that TensorFlow Datasets lists.
  public static let kmnist = CatalogEntry(
    name: "kmnist", title: "KMNIST", classNames: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
    pixelStatistics: PixelStatistics(mean: 0.1918, deviation: 0.3483),
    train: CatalogSplit(
      images: CatalogFile(
        "train-images-idx3-ubyte.gz", size: 18_165_135,
        sha256: "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
      labels: CatalogFile(
        "train-labels-idx1-ubyte.gz", size: 29_497,
        sha256: "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
      count: 60_000),
    test: CatalogSplit(
      images: CatalogFile(
        "t10k-images-idx3-ubyte.gz", size: 3_041_136,
        sha256: "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
      labels: CatalogFile(
        "t10k-labels-idx1-ubyte.gz", size: 5_120,
        sha256: "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"),
      count: 10_000),
    origin: .files(mirrors: [
      "https://codh.rois.ac.jp/kmnist/dataset/kmnist/", "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
    ]),
    folders: ["kmnist", "KMNIST/raw"])
}
