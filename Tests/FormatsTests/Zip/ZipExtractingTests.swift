import Foundation
import InklingFiles
import InklingFormats
import Testing

/// Members that are unpacked into files piece by piece.
@Suite final class ZipExtractingTests {
  private let folder = NSTemporaryDirectory() + "inkling-test-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Bytes that cannot be packed.
  static let large: [UInt8] = {
    var state: UInt64 = 1
    return (0..<200_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
  }()
  static let members: [(name: String, bytes: [UInt8], isDeflated: Bool)] = [
    ("stored", large, false), ("a/deflated", large, true), ("zeros", [UInt8](repeating: 0, count: 1_000_000), true),
    ("empty", [], false), ("packed/empty", [], true),
  ]

  private func archive(_ members: [(name: String, bytes: [UInt8], isDeflated: Bool)] = members) throws -> [UInt8] {
    var writer = ZipWriter()
    for (name, bytes, isDeflated) in members { try writer.add(name, bytes, isDeflated: isDeflated) }
    return writer.finish()
  }

  private func write(_ bytes: [UInt8]) throws -> String {
    try DurableFile.write(bytes, to: folder + "/a.zip")
    return folder + "/a.zip"
  }

  private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }

  @Test func unpacksEveryMember() throws {
    let file = try ZipFile(contentsOf: write(archive()))
    for (name, bytes, _) in Self.members {
      try file.extract(name, to: folder + "/out")
      #expect(FileManager.default.contents(atPath: folder + "/out").map { Array($0) } == bytes, "\(name)")
    }
    #expect(names == ["a.zip", "out"])
  }

  /// What unpacking one member throws; nothing may be left behind.
  private func fault(_ bytes: [UInt8], _ name: String) throws -> InputError? {
    let path = try write(bytes)
    let error = #expect(throws: InputError.self) { try ZipFile(contentsOf: path).extract(name, to: folder + "/out") }
    #expect(names == ["a.zip"])
    #expect(error?.path == path)
    return error
  }

  @Test func aMissingMemberIsSaidSo() throws {
    let error = try fault(archive(), "none")
    #expect(error?.kind == .missing && error?.expected == "'none'")
  }

  /// A byte of the data near its beginning, in its middle and at its end.
  @Test(arguments: [false, true]) func damagedDataIsSaidSo(isDeflated: Bool) throws {
    let whole = try archive([("m", Self.large, isDeflated)])
    for index in [100, 70_000, 199_000] {
      var bytes = whole
      bytes[index] ^= 0x55
      let error = try fault(bytes, "m")
      #expect(error?.kind == .malformed, "byte \(index)")
      #expect(error?.what.contains("the member 'm' is") == true, "\(String(describing: error))")
    }
  }

  /// A size that is a lie, with both headers agreeing on it, is noticed before more than it says is written.
  @Test(arguments: [999_999, 1_000_001]) func anotherSizeIsSaidSo(size: Int) throws {
    var bytes = try archive([("m", [UInt8](repeating: 7, count: 1_000_000), true)])
    let directory = bytes.count - 22 - 47
    try #require(Array(bytes[directory..<directory + 4]) == [0x50, 0x4B, 1, 2])
    for (place, byte) in (0..<4).map({ ($0, UInt8(truncatingIfNeeded: size >> (8 * $0))) }) {
      bytes[22 + place] = byte
      bytes[directory + 24 + place] = byte
    }
    #expect(try fault(bytes, "m")?.what == "the length or the checksum of the member 'm' is wrong")
  }

  /// Any single wrong byte gives the right data or an error, and never ends the process.
  @Test func aWrongByteNeverGivesOtherData() throws {
    let text = Array("hello, hello, hello".utf8)
    let whole = try archive([("m", text, true)])
    for index in whole.indices {
      for flip: UInt8 in [1, 0x80, 0xFF] {
        var bytes = whole
        bytes[index] ^= flip
        let path = try write(bytes)
        do {
          try ZipFile(contentsOf: path).extract("m", to: folder + "/out")
          #expect(FileManager.default.contents(atPath: folder + "/out").map { Array($0) } == text, "byte \(index)")
        } catch {
          #expect([.malformed, .missing].contains(error.kind), "byte \(index)")
        }
      }
    }
  }
}
