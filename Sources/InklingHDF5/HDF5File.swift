import InklingCHDF5
public import InklingFiles
public import InklingFormats

/// An HDF5 file (version 0 to 3 of the format), read through libhdf5 from memory.
///
///     let file = try HDF5File(bytes, path: "model.h5")
///     let kernel = try file.array(file.root.dataset("layers/conv2d/vars/0")!)
///
/// Groups, attributes, and data sets of the `ElementType`s are read. Refused are: links of any kind but hard ones (another
/// file is never opened), groups inside themselves, virtual and external storage, and filters, so that no code is loaded
/// and nothing is decompressed. The library's calls wait for each other.
///
/// - Warning: the library itself is not proof against bytes made to break it: 1.10.8 has been seen to crash on a text
///   whose place in the file was changed.
public final class HDF5File: Sendable {
  /// All groups, data sets and attributes.
  public let root: HDF5Group
  private let file: hid_t
  private let path: String?
  private let byteCount: Int

  /// - Parameters:
  ///   - bytes: the whole file, at most a gibibyte.
  ///   - path: where they come from, for errors.
  /// - Throws: `InputError` of kind `.malformed` for bytes that are no HDF5 file, or that hold what is refused above;
  ///   `.unavailable` when there is not enough memory.
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
    try Memory.require(bytes.count, for: "the HDF5 file", path: path, remedy: "free some memory")
    let (file, root) = try HDF5Library.alone { openings throws(InputError) -> (hid_t, HDF5Group) in
      openings += 1
      let file = bytes.withUnsafeBytes {
        inkling_h5_open_image("inkling-\(openings)", UnsafeMutableRawPointer(mutating: $0.baseAddress), $0.count)
      }
      guard file >= 0 else {
        throw InputError(
          .malformed, "the HDF5 file is damaged or cut off", path: path, found: "\(bytes.count) bytes",
          remedy: "copy it again")
      }
      do throws(InputError) {
        var walk = HDF5Walk(path: path)
        return (file, try walk.root(of: file))
      } catch {
        H5Fclose(file)
        throw error
      }
    }
    (self.file, self.root, self.path, byteCount) = (file, root, path, bytes.count)
  }

  deinit { HDF5Library.close(file) }

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
    try HDF5Library.alone { _ throws(InputError) -> NamedArray in
      let object = inkling_h5_open_object(file, dataset.path)
      guard object >= 0 else { throw fault("cannot be opened", dataset) }
      defer { H5Oclose(object) }
      return try read(object, dataset)
    }
  }

  private func read(_ object: hid_t, _ dataset: HDF5Dataset) throws(InputError) -> NamedArray {
    guard let elementType = dataset.elementType else { throw fault("is not of numbers that are read", dataset) }
    guard let count = NamedArray.elementCount(of: dataset.shape),
      case let (size, overflows) = count.multipliedReportingOverflow(by: elementType.byteCount), !overflows,
      size <= byteCount
    else {
      throw fault("is larger than its file", dataset, found: "the shape \(dataset.shape.prefix(8))")
    }
    try checkStorage(object, dataset, bytes: size, elementType)
    try Memory.require(size, for: "the data set", path: path, remedy: "free some memory")
    let type = H5Dget_type(object)
    guard type >= 0 else { throw fault("has no type", dataset) }
    defer { H5Tclose(type) }
    let plain = inkling_h5_little_endian(type)
    guard plain >= 0 else { throw fault("is not of numbers that are read", dataset) }
    defer { H5Tclose(plain) }
    var isRead = true
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      isRead = size == 0 || inkling_h5_read(object, plain, buffer.baseAddress) == 0
      filled = isRead ? size : 0
    }
    guard isRead else { throw fault("cannot be read", dataset) }
    return try NamedArray(name: dataset.path, elementType: elementType, shape: dataset.shape, bytes: bytes)
  }

  private func checkStorage(
    _ object: hid_t, _ dataset: HDF5Dataset, bytes: Int, _ elementType: ElementType
  ) throws(InputError) {
    var chunk = [hsize_t](repeating: 0, count: HDF5Limits.rank)
    switch inkling_h5_layout(object, Int32(dataset.shape.count), &chunk) {
    case Int32(inkling_h5_layout_plain.rawValue): break
    case Int32(inkling_h5_layout_chunked.rawValue):
      let sides = chunk.prefix(dataset.shape.count).map { Int(clamping: $0) }
      guard let count = NamedArray.elementCount(of: sides), count <= HDF5Limits.chunkBytes / elementType.byteCount
      else {
        throw fault(
          "has chunks that are too large", dataset, expected: "at most \(HDF5Limits.chunkBytes) bytes",
          found: "\(sides.prefix(8))")
      }
    case Int32(inkling_h5_layout_virtual.rawValue): throw fault("is made of parts of other data sets", dataset)
    case Int32(inkling_h5_layout_external.rawValue): throw fault("is stored in another file", dataset)
    case Int32(inkling_h5_layout_filtered.rawValue):
      throw fault(
        "is compressed or filtered, which is not read", dataset, remedy: "write it again without compression")
    default: throw fault("is stored in a way that is not read", dataset)
    }
    // A data set that was never written has no bytes; reading it would make up its numbers.
    guard H5Dget_storage_size(object) >= UInt64(bytes) else {
      throw fault(
        "has fewer bytes than its shape says", dataset, expected: "\(bytes)",
        found: "\(H5Dget_storage_size(object))")
    }
  }

  private func fault(
    _ what: String, _ dataset: HDF5Dataset, expected: String? = nil, found: String? = nil, remedy: String? = nil
  ) -> InputError {
    InputError(
      .malformed, "the data set '\(dataset.path.prefix(200))' \(what)", path: path, expected: expected, found: found,
      remedy: remedy)
  }
}
