import Foundation
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine

/// Files whose headers are read before their bodies.
@Suite struct SafetensorsFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func error(_ path: String) -> InputError? {
    do throws(InputError) {
      _ = try Safetensors(contentsOf: path)
      return nil
    } catch {
      return error
    }
  }

  /// A file of `size` bytes that takes no room on the disk but for its beginning.
  private func sparse(_ start: [UInt8], size: UInt64) throws -> String {
    let path = folder.file("sparse.safetensors")
    try Data(start).write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: size)
    try file.close()
    return path
  }

  private func header(_ text: String) -> [UInt8] {
    withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Array($0) } + Array(text.utf8)
  }

  @Test func gigabytesOfZerosAreNoHeader() throws {
    let found = error(try sparse([], size: 8 << 30))
    #expect(found?.kind == .malformed)
    #expect(found?.what == "broken header")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/zero"))) func aDeviceWithoutAnEndIsNoHeader() {
    #expect(error("/dev/zero")?.what == "broken header")
  }

  @Test func aBodyThatNoMemoryHoldsIsNotRead() throws {
    let size = UInt64(1) << 33
    let text = #"{"a":{"dtype":"F32","shape":[\#(size / 4)],"data_offsets":[0,\#(size)]}}"#
    let path = try sparse(header(text), size: size + UInt64(header(text).count))
    let found = Memory.$allowance.withValue(1 << 32) { error(path) }
    #expect(found?.kind == .unavailable)
    #expect(found?.what == "there is not enough memory for the file's tensors")
    #expect(found?.expected == "\(size * 2) bytes")
  }

  @Test func theSizesAreComparedBeforeTheBodyIsRead() throws {
    let text = #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#
    let path = try sparse(header(text), size: 1 << 40)
    #expect(error(path)?.what == "bytes that belong to no tensor")
  }

  @Test(arguments: [-1, 0, 1]) func aPipeIsReadToItsEnd(difference: Int) throws {
    let whole = Safetensors(tensors: [NamedTensor(name: "a", shape: [3], values: [1, 2, 3])]).encoded()
    let bytes = difference < 0 ? Array(whole.dropLast(-difference)) : whole + Array(repeating: 0, count: difference)
    var ends: [CInt] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    // No process that another test starts may keep it open.
    _ = fcntl(writing, F_SETFD, FD_CLOEXEC)
    defer { close(reading) }
    let path = "/dev/fd/\(reading)"
    let writer = Thread {
      let file = FileHandle(fileDescriptor: writing, closeOnDealloc: false)
      try? file.write(contentsOf: Data(bytes))
      close(writing)
    }
    writer.start()
    if difference == 0 {
      #expect(try Safetensors(contentsOf: path)["a"]?.values == [1, 2, 3])
    } else {
      #expect(
        error(path)?.what == (difference < 0 ? "truncated data of tensor 'a'" : "bytes that belong to no tensor"))
    }
  }

  /// The order in the file is not the header's.
  @Test func tensorsKeepTheOrderOfTheHeader() throws {
    let text =
      #"{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"#
      + #""a":{"dtype":"BOOL","shape":[4],"data_offsets":[0,4]}}"#
    let path = folder.file("a.safetensors")
    try Data(header(text) + [1, 0, 1, 0, 0, 0, 0, 64]).write(to: URL(fileURLWithPath: path))
    let file = try Safetensors(contentsOf: path)
    #expect(file.tensors.map(\.name) == ["b", "a"])
    #expect(file.tensors.map(\.values) == [[2], [1, 0, 1, 0]])
  }
}
