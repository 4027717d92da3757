import Foundation
import InklingFiles
import Testing

struct FileBytesTests {
  @Test(arguments: [1, 65_535, 65_536, 65_537, 200_000]) func readsTheWholeFile(count: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try DurableFile.write(bytes, to: folder.path + "/a.bin")
    #expect(try FileBytes.read(folder.path + "/a.bin") == bytes)
  }

  @Test func aMissingFileIsSaidSo() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: InputError.self) { try FileBytes.read(folder.path + "/a.bin") }
    #expect(error?.kind == .missing)
    #expect(
      error?.description == "no such file in \(folder.path)/a.bin: found No such file or directory; check the path.")
  }

  @Test func aDirectoryIsSaidSo() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: InputError.self) { try FileBytes.read(folder.path) }
    #expect(error?.kind == .missing)
    #expect(error?.what == "a directory where a file belongs")
    #expect(error?.path == folder.path)
  }

  @Test func anEmptyFileIsSaidSo() throws {
    let folder = try TemporaryFolder()
    try DurableFile.write([], to: folder.path + "/a.bin")
    let error = #expect(throws: InputError.self) { try FileBytes.read(folder.path + "/a.bin") }
    #expect(error?.kind == .malformed)
    #expect(error?.what == "the file is empty")
    #expect(error?.offset == 0)
  }

  @Test func aFileOverTheLimitIsRefusedBeforeItIsRead() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.bin"
    try DurableFile.write([1], to: path)
    // A file of a terabyte that occupies no space.
    #expect(truncate(path, 1 << 40) == 0)
    let error = #expect(throws: InputError.self) { try FileBytes.read(path) }
    #expect(error?.kind == .malformed)
    #expect(error?.expected == "at most 1073741824 bytes")
    #expect(error?.found == "1099511627776 bytes")
  }

  /// Nobody writes to it: it once was waited for.
  @Test func aNamedPipeIsNoFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let error = #expect(throws: InputError.self) { try FileBytes.read(path) }
    #expect(error?.kind == .missing && error?.what == "only a regular file can be read here" && error?.path == path)
    #expect(symlink("pipe", folder.path + "/link") == 0)
    #expect(throws: InputError.self) { try FileBytes.read(folder.path + "/link") }
  }

  /// What a shell makes of `<(...)`: a pipe that is open already.
  @Test func aPipeThatIsOpenIsReadToItsEnd() throws {
    var ends: [CInt] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    // No process that another test starts may keep it open.
    _ = fcntl(writing, F_SETFD, FD_CLOEXEC)
    defer { close(reading) }
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    Thread {
      usleep(1000)
      let file = FileHandle(fileDescriptor: writing, closeOnDealloc: false)
      try? file.write(contentsOf: Data(bytes))
      close(writing)
    }.start()
    #expect(try FileBytes.read("/dev/fd/\(reading)") == bytes)
  }

  #if os(Linux)
    @Test func aDeviceWithoutEndStopsAtTheLimit() {
      let error = #expect(throws: InputError.self) { try FileBytes.read("/dev/zero", limit: 100_000) }
      #expect(error?.kind == .malformed)
      #expect(error?.expected == "at most 100000 bytes")
    }

    @Test func aFileOfUnknownSizeIsReadToItsEnd() throws {
      #expect(String(decoding: try FileBytes.read("/proc/self/comm"), as: UTF8.self).hasSuffix("\n"))
    }
  #endif

  @Test(.enabled(if: geteuid() != 0)) func aFileWithoutReadPermissionIsSaidSo() throws {
    let folder = try TemporaryFolder()
    try DurableFile.write([1], to: folder.path + "/a.bin")
    chmod(folder.path + "/a.bin", 0)
    let error = #expect(throws: InputError.self) { try FileBytes.read(folder.path + "/a.bin") }
    #expect(error?.kind == .missing)
    #expect(error?.found == "Permission denied")
  }
}
