import Foundation
import Testing

@testable import InklingFiles
@testable import InklingFormats

/// Damaged and odd files with the verdict of the reference, which Tests/Peers/safetensors_verdicts.py wrote down.
@Suite struct SafetensorsVerdictTests {
  struct Table: Decodable { let cases: [Case] }
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let accepted: Bool
    let base64: Data
    let stricter: String?
    let written: Bool?
    var testDescription: String { name }
  }

  static let cases: [Case] = {
    let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let table = tests.appendingPathComponent("Peers/safetensors_verdicts.json")
    do {
      return try JSONDecoder().decode(Table.self, from: Data(contentsOf: table)).cases
    } catch {
      return []
    }
  }()

  @Test func thereIsATable() { #expect(Self.cases.count >= 40) }

  @Test(arguments: cases) func theVerdictIsTheReferences(_ item: Case) throws {
    let bytes = [UInt8](item.base64)
    let expected = item.accepted && item.stricter == nil
    do throws(InputError) {
      let file = try SafetensorsFile(decoding: bytes, path: "a.safetensors")
      #expect(expected, "\(item.name) was read")
      for entry in file.entries {
        try file.withBytes(of: entry) { (bytes) throws(InputError) in #expect(bytes.count == entry.dataOffsets.count) }
        guard entry.dataType.elementType != nil else { continue }
        #expect(try file.array(entry).bytes.count == entry.dataOffsets.count)
      }
      if item.written == true {
        #expect(try SafetensorsFile.encode(file.arrays(), metadata: file.metadata) == bytes)
      }
    } catch {
      #expect(!expected, "\(item.name): \(error)")
      #expect(error.kind == .malformed)
      #expect(error.description.count <= InputError.largestDescription)
    }
  }

  /// From a file and from a pipe the verdict is the same.
  @Test(arguments: cases) func theVerdictOnAPipeIsTheSame(_ item: Case) throws {
    var ends: [CInt] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (reading, descriptor) = (ends[0], ends[1])
    // No process that another test starts may keep it open.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    defer { close(reading) }
    let path = "/dev/fd/\(reading)"
    let bytes = item.base64
    let writer = Thread {
      bytes.withUnsafeBytes { buffer in
        // Small enough for the pipe's own memory; who stops reading early breaks nothing.
        _ = buffer.isEmpty ? 0 : write(descriptor, buffer.baseAddress, buffer.count)
      }
      close(descriptor)
    }
    signal(SIGPIPE, SIG_IGN)
    writer.start()
    let expected = item.accepted && item.stricter == nil
    do throws(InputError) {
      _ = try SafetensorsFile(contentsOf: path)
      #expect(expected, "\(item.name) was read")
    } catch {
      #expect(!expected, "\(item.name): \(error)")
    }
  }
}
