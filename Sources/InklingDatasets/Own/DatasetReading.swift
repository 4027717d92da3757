/// How a data set of one's own is read: what its files do not say.
public struct DatasetReading: Sendable, Equatable {
  /// What pictures are scaled to, and how rows of pixels lie; nil for what the files have.
  public var image: ImageSize?
  /// Whether pictures that are damaged are left out and counted; they are refused otherwise.
  public var skipsCorrupt: Bool
  /// How the texts on the pictures are read; nil for pictures of classes, and what is no picture.
  public var texts: TextReading?
  /// The folder that keeps what pictures became, so that they are decoded once; nil keeps nothing.
  public var cache: String?

  /// By default as the files are, strictly, with the user's cache.
  public init(
    image: ImageSize? = nil, skipsCorrupt: Bool = false, texts: TextReading? = nil,
    cache: String? = DatasetLocator.pictureCache()
  ) {
    self.image = image
    self.skipsCorrupt = skipsCorrupt
    self.texts = texts
    self.cache = cache
  }
}
