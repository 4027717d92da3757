import Foundation
import InklingFiles
import Testing

struct FileStampTests {
  /// Whoever writes a file in place may leave its size and set its time back: it was taken for the one before.
  @Test func aFileThatIsRewrittenInPlaceIsAnotherOne() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.bin"
    try DurableFile.write([1, 2, 3], to: path)
    let descriptor = open(path, O_WRONLY)
    defer { close(descriptor) }
    func write(_ byte: UInt8) {
      var byte = byte
      #expect(pwrite(descriptor, &byte, 1, 0) == 1)
      let time = timespec(tv_sec: 1_700_000_000, tv_nsec: 5)
      #expect(futimens(descriptor, [time, time]) == 0)
    }
    write(4)
    let before = try #require(FileStamp(of: path))
    #expect(FileStamp(of: path) == before)
    // The system's clock of files has ticks.
    for count in 0..<1_000 where FileStamp(of: path) == before {
      usleep(1_000)
      write(UInt8(count % 2))
    }
    #expect(FileStamp(of: path) != before)
    #expect(FileStamp(of: folder.path + "/none") == nil)
  }
}
