import Foundation
import Testing

@testable import InklingServing

@Suite struct FileStampTests {
  /// As `cp -p`, `rsync -t` and `tar` leave it: the size and the time of its bytes are the old ones.
  @Test func aFileThatIsWrittenOverWithItsOldTimeIsAnother() throws {
    let path = NSTemporaryDirectory() + "inkling-stamp-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    func written(_ byte: UInt8) throws -> FileStamp? {
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try file.write(contentsOf: [byte])
      try file.close()
      let time = Date(timeIntervalSince1970: 1_700_000_000)
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
      return FileStamp(of: path)
    }
    try Data([0]).write(to: URL(fileURLWithPath: path))
    let first = try written(1)
    #expect(first != nil && first == FileStamp(of: path))
    // The clock of a file system may have ticks of several milliseconds.
    Thread.sleep(forTimeInterval: 0.02)
    #expect(try written(2) != first)
    #expect(FileStamp(of: path + ".none") == nil)
  }
}
