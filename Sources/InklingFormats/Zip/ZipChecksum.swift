import InklingCZlib

/// The checksum of a ZIP archive's members.
enum ZipChecksum {
  /// CRC-32, as zlib has it.
  static func crc32(of bytes: [UInt8]) -> UInt32 {
    UInt32(
      truncatingIfNeeded: bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
  }
}
