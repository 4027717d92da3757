public import InklingFiles

/// One array in a file of NumPy's (`.npy`), versions 1, 2 and 3 of the format.
///
/// The bytes are: `\x93NUMPY`, the version, the header's length (2 bytes, from version 2 on 4), a header that is a Python
/// dictionary of `descr`, `fortran_order` and `shape`, then the numbers.
/// See https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
///
/// The header is read by a parser that knows these three keys alone; nothing is evaluated. Arrays of objects are pickles
/// and are refused, as are strings, dates, complex numbers and records.
public enum NPY {
  /// What a file's name ends with.
  package static let suffix = ".npy"

  /// Reads an array; it has the file's name without the folder and the ending.
  ///
  /// - Throws: `InputError`: as `FileBytes.read(_:limit:)` and `decode(_:name:path:)`.
  public static func read(_ path: String, limit: Int = 1 << 32) throws(InputError) -> NamedArray {
    try decode(FileBytes.read(path, limit: limit), name: arrayName(of: path), path: path)
  }

  static func arrayName(of path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.hasSuffix(suffix) ? file.dropLast(suffix.count) : file)
  }

  /// Decodes a file's bytes. Numbers with the other order of bytes are turned, arrays in Fortran's order are transposed.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - name: what the array is called from now on; the file does not say.
  ///   - path: only serves the errors' sentences.
  /// - Throws: `InputError` of kind `.malformed` for anything but one whole array of a type that is read; of kind
  ///   `.unavailable` when there is not enough memory.
  public static func decode(
    _ bytes: [UInt8], name: String, path: String? = nil
  ) throws(InputError) -> NamedArray {
    let header = try NPYHeader(bytes, path: path)
    let count = try header.dataSize(fileSize: bytes.count, name: name, path: path)
    try Memory.require(
      2 * count, for: "the array", path: path,
      remedy: "free some memory or raise its limit (ulimit -v)")
    var numbers = Array(bytes[header.dataStart...])
    let size = header.elementType.byteCount
    if header.isSwapped { ElementBytes.swap(&numbers, size: size) }
    if header.isColumnMajor { numbers = ElementBytes.rowMajor(numbers, shape: header.shape, size: size) }
    return try NamedArray(name: name, elementType: header.elementType, shape: header.shape, bytes: numbers)
  }

  /// The bytes that NumPy itself writes: version 1 (2 for a header beyond 65,535 bytes), row by row, little-endian. The types
  /// that NumPy lacks (BF16 and the two of F8) become F32, which holds each of their numbers.
  ///
  /// - Throws: never for an array that was read.
  public static func encode(_ array: NamedArray) throws(InputError) -> [UInt8] {
    guard let description = array.elementType.numpyDescription else {
      return try encode(array.converted(to: .float32))
    }
    return NPYHeader.encode(description, shape: array.shape) + array.bytes
  }
}
