import InklingFiles

/// The bytes of a file, and how much of them may still be read while its groups are gone through, or a data set is read.
final class HDF5Reader {
  let bytes: [UInt8]
  let path: String?
  private var describingLeft: Int
  private var textLeft: Int

  init(_ bytes: [UInt8], path: String?) {
    (self.bytes, self.path) = (bytes, path)
    describingLeft = HDF5Limits.describingBytes(in: bytes.count)
    textLeft = HDF5Limits.textBytes(in: bytes.count)
  }

  /// What lies at an address, `count` bytes of it.
  ///
  /// - Parameter part: "an object header", for errors.
  /// - Throws: `InputError` of kind `.malformed` for what is not within the file.
  func cursor(at address: Int?, count: Int, _ part: String) throws(InputError) -> HDF5Cursor {
    guard let address, address >= 0, count >= 0, address <= bytes.count, count <= bytes.count - address else {
      throw InputError(
        .malformed, "\(part) of the HDF5 file is outside the file", path: path,
        expected: "at most \(bytes.count) bytes", found: address.map { "\(count) bytes at byte \($0)" } ?? "no address")
    }
    describingLeft -= min(count, describingLeft) + 16
    guard describingLeft > 0 else {
      throw fault("the parts of the HDF5 file refer to each other too often")
    }
    return HDF5Cursor(self, part, address..<address + count)
  }

  /// Counts text or numbers that are taken out of the file.
  func take(_ count: Int) throws(InputError) {
    textLeft -= min(count, textLeft) + 16
    guard textLeft > 0 else {
      throw InputError(
        .malformed, "the names and attributes of the HDF5 file are too large", path: path,
        expected: "at most \(HDF5Limits.textBytes(in: bytes.count)) bytes")
    }
  }

  func fault(
    _ what: String, at offset: Int? = nil, expected: String? = nil, found: String? = nil, remedy: String? = nil
  ) -> InputError {
    InputError(.malformed, what, path: path, offset: offset, expected: expected, found: found, remedy: remedy)
  }
}
