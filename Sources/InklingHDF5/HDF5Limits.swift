/// What a file may ask for. A file that asks for more is refused before memory is taken.
enum HDF5Limits {
  /// The largest file.
  static let fileBytes = 1 << 30
  /// Groups inside groups.
  static let depth = 32
  /// Attributes of one object.
  static let attributes = 4096
  /// Messages in one object header.
  static let messages = 1 << 16
  /// Levels of a tree.
  static let treeLevels = 16
  /// Dimensions; HDF5's own limit.
  static let rank = 32
  /// A chunk, which is held in memory whole.
  static let chunkBytes = 1 << 26
  /// One data set.
  static let datasetBytes = 1 << 32
  /// The most that deflate packs into one byte.
  static let deflateRatio = 1032
  /// The name of a member or an attribute.
  static let nameBytes = 4096
  /// Objects in the global heaps that are looked at.
  static let heapObjects = 1 << 20

  /// Groups and data sets together, counted each time that one is reached. A file of few bytes has few.
  static func objects(in fileBytes: Int) -> Int { min(20_000, 256 + fileBytes / 16) }

  /// Bytes of all that describes data sets, counted each time that they are read: parts that share parts would else be
  /// read for ever.
  static func describingBytes(in fileBytes: Int) -> Int { min(1 << 30, (1 << 20) + 4 * fileBytes) }

  /// Bytes of paths and of attributes' values, which several parts of a file may share.
  static func textBytes(in fileBytes: Int) -> Int { min(1 << 28, (1 << 16) + 16 * fileBytes) }
}
