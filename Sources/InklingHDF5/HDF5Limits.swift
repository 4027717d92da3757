/// What a file may ask for. A file that asks for more is refused before memory is taken.
enum HDF5Limits {
  /// The largest file.
  static let fileBytes = 1 << 30
  /// Groups inside groups.
  static let depth = 32
  /// Groups and data sets together, counted each time that one is reached.
  static let objects = 20_000
  /// Attributes of one object.
  static let attributes = 4096
  /// One attribute's text or numbers, and all of a file's.
  static let attributeBytes = 1 << 26
  static let allAttributeBytes = 1 << 28
  /// Dimensions; HDF5's own limit.
  static let rank = 32
  /// A chunk, which the library holds in memory whole.
  static let chunkBytes = 1 << 26
  /// The name of a member or an attribute.
  static let nameBytes = 4096
}
