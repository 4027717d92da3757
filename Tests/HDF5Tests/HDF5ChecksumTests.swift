import Testing

@testable import InklingHDF5

@Suite struct HDF5ChecksumTests {
  /// The values that Bob Jenkins gives beside lookup3.
  @Test func lookup3() {
    #expect(HDF5Checksum.lookup3([]) == 0xDEAD_BEEF)
    #expect(HDF5Checksum.lookup3(Array("Four score and seven years ago".utf8)[...]) == 0x1777_0551)
  }

  /// By hand: 0x0102 and 0x0300, each added to the sum, and the sums to theirs.
  @Test func fletcher32() {
    #expect(HDF5Checksum.fletcher32([]) == 0)
    #expect(HDF5Checksum.fletcher32([0x01, 0x02, 0x03]) == 0x0504_0402)
    #expect(HDF5Checksum.fletcher32([0xFF, 0xFF]) == 0xFFFF_FFFF)
    #expect(HDF5Checksum.fletcher32([0xFF, 0xFF, 0, 1]) == 0x0001_0001)
  }
}
