public import InklingFiles
public import InklingFormats

/// An HDF5 file, read from memory: what h5py and Keras write, of the "HDF5 File Format Specification Version 3.0".
///
///     let file = try HDF5File(bytes, path: "model.h5")
///     let kernel = try file.array(file.root.dataset("layers/conv2d/vars/0")!)
///
/// Groups, attributes, and data sets of the `ElementType`s are read, whole or in chunks, packed by deflate, shuffled, and
/// with Fletcher's checksum. Refused by name are: links of any kind but hard ones (another file is never opened), groups
/// inside themselves, virtual and external storage, and other filters. Nothing in a file is trusted: an address, a length or a checksum that is wrong is an error, and the work
/// and memory that a file can ask for are bounded by its own length.
public final class HDF5File: Sendable {
  /// All groups, data sets and attributes.
  public let root: HDF5Group
  private let bytes: [UInt8]
  private let path: String?
  private let records: [String: HDF5Record]

  /// - Parameters:
  ///   - bytes: the whole file, at most a gibibyte.
  ///   - path: where they come from, for errors.
  /// - Throws: `InputError` of kind `.malformed` for bytes that are no HDF5 file, or that hold what is refused above.
  public init(_ bytes: [UInt8], path: String? = nil) throws(InputError) {
    guard Self.isSignature(bytes) else {
      throw InputError(
        .malformed, "this is no HDF5 file", path: path, offset: 0, expected: "the signature 89 48 44 46 0d 0a 1a 0a")
    }
    guard bytes.count <= HDF5Limits.fileBytes else {
      throw InputError(
        .malformed, "the HDF5 file is too long", path: path, expected: "at most \(HDF5Limits.fileBytes) bytes",
        found: "\(bytes.count)")
    }
    let reader = HDF5Reader(bytes, path: path)
    var walk = HDF5Walk(reader)
    root = try walk.root(HDF5Superblock(reader).root)
    (self.bytes, self.path, records) = (bytes, path, walk.records)
  }

  /// Whether bytes begin as an HDF5 file does. A user block in front of it, which HDF5 allows, is not looked behind.
  public static func isSignature(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.prefix(8).elementsEqual([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])
  }

  /// The numbers of a data set, under its path as their name.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a data set of another type, one that is stored in a way that is
  ///   not followed, and one of which the file has fewer bytes than its shape says; `.unavailable` when there is not enough
  ///   memory.
  public func array(_ dataset: HDF5Dataset) throws(InputError) -> NamedArray {
    let reader = HDF5Reader(bytes, path: path)
    guard let record = records[dataset.path] else {
      throw reader.fault("the data set '\(dataset.path.prefix(200))' is not in the HDF5 file")
    }
    return try HDF5DatasetReader(reader, record, path: dataset.path).array()
  }
}
