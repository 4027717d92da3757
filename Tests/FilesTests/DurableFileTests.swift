import Foundation
import InklingFiles
import Testing

struct DurableFileTests {
  @Test func writesANewFileAndNothingElse() throws {
    let folder = try TemporaryFolder()
    try DurableFile.write([1, 2, 3], to: folder.path + "/a.bin")
    #expect(folder.bytes("a.bin") == [1, 2, 3])
    #expect(folder.names == ["a.bin"])
  }

  @Test func replacesAnOldFileWithALongerOrShorterOne() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.bin"
    for bytes in [[UInt8](repeating: 7, count: 100_000), [], [9]] {
      try DurableFile.write(bytes, to: path)
      #expect(folder.bytes("a.bin") == bytes)
    }
    #expect(folder.names == ["a.bin"])
  }

  @Test func anOutputThatIsItsOwnInputIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.bin"
    try DurableFile.write([1], to: path)
    try #require(symlink("a.bin", folder.path + "/link") == 0)
    for output in [path, folder.path + "/./a.bin", folder.path + "/link"] {
      let error = #expect(throws: InputError.self) { try DurableFile.requireOther(output, than: ["nothing", path]) }
      #expect(error?.description == "the output is its own input in \(output); choose another path for the output.")
    }
    try DurableFile.requireOther(folder.path + "/b.bin", than: [path])
    try DurableFile.requireOther(path, than: [folder.path + "/b.bin"])
  }

  /// Before there was anything to be asked, work was done whose result had no place.
  @Test func whereNothingCanBeWrittenIsSaidBefore() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.bin"
    try DurableFile.write([1], to: path)
    for output in [path, folder.path + "/new.bin"] { try DurableFile.requireWritable(output) }
    for output in [folder.path, folder.path + "/none/x", path + "/x", "/dev/null"] {
      let said = #expect(throws: InputError.self) { try DurableFile.requireWritable(output) }
      let written = #expect(throws: InputError.self) { try DurableFile.write([2], to: output) }
      #expect(said?.kind == .unwritable && said == written, "\(String(describing: said))")
    }
    for place in ["", "/none", "/none/deeper/"] { try Folder.requireWritable(folder.path + place) }
    for place in [path, path + "/plots", "/dev/null/plots"] {
      let said = #expect(throws: InputError.self) { try Folder.requireWritable(place) }
      #expect(said?.kind == .unwritable, "\(place)")
    }
    #expect(folder.names == ["a.bin"])
  }

  #if os(Linux)
    /// It said "No such file or directory", which is what the look for another process's folder found.
    @Test func aFolderThatMayNotBeMadeSaysWhy() {
      let error = #expect(throws: InputError.self) { try Folder.create("/sys/inkling-\(UUID().uuidString)") }
      #expect(error?.kind == .unwritable && error?.found?.hasPrefix("No such file") == false, "\(error?.found ?? "")")
    }
  #endif

  @Test func acceptsTheLongestName() throws {
    let folder = try TemporaryFolder()
    let name = String(repeating: "é", count: 127)
    try DurableFile.write([1], to: folder.path + "/" + name)
    #expect(folder.names == [name])
  }

  @Test func aFaultHalfWayLeavesTheOldFileAndNoTemporaryOne() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.bin"
    try DurableFile.write([1, 2, 3], to: path)
    let fault = InputError(.broken, "the file cannot be written", path: path)
    #expect(throws: fault) {
      try DurableFile.write(to: path) { (file: borrowing OpenFile) throws(InputError) in
        try file.write([9, 9].span.bytes)
        throw fault
      }
    }
    #expect(folder.bytes("a.bin") == [1, 2, 3])
    #expect(folder.names == ["a.bin"])
  }

  #if os(Linux)
    @Test func aFullDeviceIsSaidSo() throws {
      let device = try OpenFile(updating: "/dev/full")
      let error = #expect(throws: InputError.self) { try device.write([1, 2, 3].span.bytes) }
      #expect(error?.kind == .broken)
      #expect(error?.path == "/dev/full")
      #expect(error?.found == "No space left on device")
      #expect(error?.remedy == "free some space and try again")
    }

    /// A real full disk: a file system of 64 KiB in memory. Only who may mount can run it.
    @Test(.enabled(if: geteuid() == 0)) func aFullDiskLeavesTheOldFileAndNoTemporaryOne() throws {
      let folder = try TemporaryFolder()
      guard mount("tmpfs", folder.path, "tmpfs", 0, "size=64k") == 0 else {
        try Test.cancel("this process may not mount")
      }
      defer { umount(folder.path) }
      let path = folder.path + "/a.bin"
      try DurableFile.write([1, 2, 3], to: path)
      let error = #expect(throws: InputError.self) {
        try DurableFile.write([UInt8](repeating: 1, count: 100_000), to: path)
      }
      #expect(error?.kind == .broken)
      #expect(error?.path == path)
      #expect(error?.found == "No space left on device")
      #expect(folder.bytes("a.bin") == [1, 2, 3])
      #expect(folder.names == ["a.bin"])
    }

    /// Even the superuser may not create files in /proc and /sys, which makes them read-only folders for everyone.
    @Test(arguments: ["/proc/inkling-test", "/sys/inkling-test"]) func aReadOnlyFolderIsSaidSo(path: String) {
      let error = #expect(throws: InputError.self) { try DurableFile.write([1], to: path) }
      #expect(error?.kind == .unwritable)
      #expect(error?.path == path)
      #expect(error?.remedy != nil)
    }
  #endif

  @Test(.enabled(if: geteuid() != 0)) func aFolderWithoutWritePermissionIsSaidSo() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    let error = #expect(throws: InputError.self) { try DurableFile.write([1], to: folder.path + "/a.bin") }
    #expect(error?.kind == .unwritable)
    #expect(error?.found == "Permission denied")
    #expect(folder.names == [])
  }

  @Test func aMissingFolderIsSaidSo() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/missing/a.bin"
    let error = #expect(throws: InputError.self) { try DurableFile.write([1], to: path) }
    #expect(error?.kind == .unwritable)
    #expect(error?.path == path)
    #expect(error?.found == "No such file or directory")
    #expect(error?.remedy == "create the folder first")
  }

  @Test func aFileForAFolderIsSaidSo() throws {
    let folder = try TemporaryFolder()
    try DurableFile.write([1], to: folder.path + "/file")
    let error = #expect(throws: InputError.self) { try DurableFile.write([1], to: folder.path + "/file/a.bin") }
    #expect(error?.kind == .unwritable)
    #expect(error?.found == "Not a directory")
  }

  @Test func aFolderOrADeviceIsNotReplaced() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/sub", withIntermediateDirectories: false)
    #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
    for (name, found) in [("sub", "a directory"), ("pipe", "a device or a pipe")] {
      let error = #expect(throws: InputError.self) { try DurableFile.write([1], to: folder.path + "/" + name) }
      #expect(error?.kind == .unwritable)
      #expect(error?.found == found)
    }
    #expect(folder.names == ["pipe", "sub"])
  }

  /// As root, an output to /dev/stdout took the system's link away.
  @Test func aLinkToAFolderOrADeviceIsNotReplaced() throws {
    let folder = try TemporaryFolder()
    for (name, target, found) in [
      ("null", "/dev/null", "a device or a pipe"), ("sub", "/tmp", "a directory"),
      ("chain", "null", "a device or a pipe"),
    ] {
      try #require(symlink(target, folder.path + "/" + name) == 0)
      let error = #expect(throws: InputError.self) { try DurableFile.write([1], to: folder.path + "/" + name) }
      #expect(error?.kind == .unwritable && error?.found == found, "\(name)")
    }
    // As /dev/stdout does where a shell sends the output to a file.
    let file = try #require(fopen(folder.path + "/output", "w"))
    defer { fclose(file) }
    try #require(symlink("/proc/self/fd/\(fileno(file))", folder.path + "/open") == 0)
    let error = #expect(throws: InputError.self) { try DurableFile.write([1], to: folder.path + "/open") }
    #expect(error?.found == "a link to a process's own files")
    #expect(folder.names == ["chain", "null", "open", "output", "sub"])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/null") == "/dev/null")
  }

  @Test(arguments: ["a.bin", "nothing"]) func anyOtherLinkIsReplacedAndWhatItLedToIsLeft(target: String) throws {
    let folder = try TemporaryFolder()
    try DurableFile.write([1], to: folder.path + "/a.bin")
    try #require(symlink(target, folder.path + "/link") == 0)
    try DurableFile.write([2], to: folder.path + "/link")
    #expect(folder.bytes("a.bin") == [1] && folder.bytes("link") == [2])
    #expect(folder.names == ["a.bin", "link"])
  }

  @Test(arguments: [("a/b.bin", "a"), ("b.bin", "."), ("/b.bin", "/"), ("/a/b/c", "/a/b")])
  func knowsTheFolderOfAPath(path: String, folder: String) {
    #expect(DurableFile.folder(of: path) == folder)
  }
}
