import Testing

@testable import InklingHDF5

@Suite struct HDF5ChecksumTests {
  /// The values that Bob Jenkins gives beside lookup3.
  @Test func lookup3() {
    #expect(HDF5Checksum.lookup3([]) == 0xDEAD_BEEF)
    #expect(HDF5Checksum.lookup3(Array("Four score and seven years ago".utf8)[...]) == 0x1777_0551)
  }

  /// The values of the literature, with the first byte of a word the high one.
  @Test func fletcher32() {
    #expect(HDF5Checksum.fletcher32([]) == 0)
    #expect(HDF5Checksum.fletcher32([0x01, 0x02, 0x03]) == 0x0504_0402 + 0x0000_0000)
  }
}
