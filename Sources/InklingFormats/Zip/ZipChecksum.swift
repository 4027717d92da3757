import InklingCZlib

/// The checksum of a ZIP archive's members.
enum ZipChecksum {
  /// CRC-32, as zlib has it.
  static func crc32(of bytes: [UInt8]) -> UInt32 { crc32(of: bytes[...], after: 0) }

  /// The checksum of what had the checksum `sum` with these bytes behind it.
  static func crc32(of bytes: ArraySlice<UInt8>, after sum: UInt32) -> UInt32 {
    // Without bytes zlib would begin anew.
    guard !bytes.isEmpty else { return sum }
    return UInt32(
      truncatingIfNeeded: bytes.withUnsafeBufferPointer { crc32_z(UInt(sum), $0.baseAddress, $0.count) })
  }
}
