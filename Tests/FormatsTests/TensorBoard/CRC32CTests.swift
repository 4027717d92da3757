import Testing

@testable import InklingFormats

struct CRC32CTests {
  /// RFC 3720, appendix B.4, and the check value of the CRC catalogues.
  @Test(
    arguments: [
      ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
      ([UInt8](0..<32), 0x46DD_794E), ([UInt8](0..<32).reversed(), 0x113F_DB5C), (Array("123456789".utf8), 0xE306_9283),
      ([], 0),
    ] as [([UInt8], UInt32)])
  func publishedSums(bytes: [UInt8], sum: UInt32) {
    #expect(CRC32C.checksum(bytes) == sum)
    #expect(CRC32C.checksum(AnyCollection(bytes)) == sum)
  }

  /// Every length modulo eight, against one bit at a time.
  @Test func everyLengthAgreesWithTheDefinition() {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
      var sum = ~UInt32(0)
      for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1) * 0x82F6_3B78 }
      }
      #expect(CRC32C.checksum(bytes) == ~sum)
    }
  }

  /// The first bytes of the files that TensorFlow and PyTorch write: a record of 24 bytes.
  @Test func masksAsTensorFlowDoes() {
    #expect(CRC32C.masked([24, 0, 0, 0, 0, 0, 0, 0]) == 0x224B_7FA3)
    #expect(CRC32C.masked([]) == 0xA282_EAD8)
  }
}
