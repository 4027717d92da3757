import Foundation
import Testing

@testable import InklingFiles
@testable import InklingFormats

/// Files by NumPy and by hand, with what NumPy reads from them, which Tests/Peers/numpy_files.py wrote down.
@Suite struct NPYTests {
  struct Table: Decodable { let cases: [Case] }
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let accepted: Bool
    let base64: Data
    let type: String?
    let shape: [Int]?
    let values: [String]?
    let written: Bool?
    var testDescription: String { name }
  }

  static let cases: [Case] = {
    let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    do {
      return try JSONDecoder().decode(
        Table.self, from: Data(contentsOf: tests.appendingPathComponent("Peers/numpy_files.json"))
      ).cases
    } catch {
      return []
    }
  }()

  @Test func thereIsATable() { #expect(Self.cases.count > 100) }

  @Test(arguments: cases) func whatNumPyReadsIsRead(_ item: Case) throws {
    do throws(InputError) {
      let array = try NPY.decode([UInt8](item.base64), name: "a", path: "a.npy")
      #expect(item.accepted, "\(item.name) was read")
      #expect(array.elementType.rawValue == item.type)
      #expect(array.shape == item.shape)
      let values = item.values ?? []
      if array.elementType.isFloat {
        #expect(try array.numbers().map(\.bitPattern) == values.map { Double($0)?.bitPattern })
      } else if array.elementType == .uint64 {
        #expect(array.stored(UInt64.self).map(String.init) == values)
      } else {
        #expect(try array.integers().map(String.init) == values)
      }
      if item.written == true { #expect(try NPY.encode(array) == [UInt8](item.base64)) }
    } catch {
      #expect(!item.accepted, "\(item.name): \(error)")
      #expect(error.kind == .malformed)
      #expect(error.description.count <= InputError.largestDescription)
    }
  }

  private func error(_ header: String, _ body: [UInt8] = [0, 0, 0, 0], version: UInt8 = 1) -> String? {
    let length = withUnsafeBytes(of: UInt32(header.utf8.count).littleEndian) { Array($0.prefix(version == 1 ? 2 : 4)) }
    do throws(InputError) {
      _ = try NPY.decode(NPYHeader.magic + [version, 0] + length + header.utf8 + body, name: "a", path: "a.npy")
      return nil
    } catch {
      return error.description
    }
  }

  @Test func sentencesSayWhatAndWhere() {
    func header(_ type: String, _ shape: String) -> String {
      "{'descr': \(type), 'fortran_order': False, 'shape': \(shape)}"
    }
    #expect(
      error(header("'|O'", "(1,)"))
        == "an array of Python objects, which is a pickle and is not read in a.npy at byte 11: expected one of f2, f4, f8, "
        + "i1 to i8, u1 to u8 and b1, found '|O'; store it as numbers.")
    #expect(
      error(header("[('x', '<f4')]", "(1,)"))
        == "an array of records (a structured type) in a.npy at byte 20: expected one type, such as '<f4'; store each field "
        + "as an array of its own.")
    #expect(
      error(header("'<f4'", "(2,)"))
        == "the array 'a' does not fill its shape in a.npy at byte 65: expected 8 bytes for F32 [2], found 4; make or "
        + "download it again.")
    #expect(
      error(header("'<f4'", "(-1,)"))
        == "broken header in a.npy at byte 61: expected a whole number without leading zeros, found '-'; give an .npy file, "
        + "or make or download it again.")
    #expect(
      error(header("'<f4'", "(4294967296, 4294967296)"))?.hasPrefix(
        "the array 'a' does not fill its shape in a.npy at byte 85: expected more than 2^63 bytes") == true)
  }

  @Test func aHeaderBeyondItsLimitIsNotRead() {
    let text = error(String(repeating: " ", count: 1 << 16 + 1), version: 2)
    #expect(text?.hasPrefix("impossible header length in a.npy at byte 8: expected at most 65536 bytes") == true)
  }

  @Test(arguments: [ElementType.bfloat16, .float8E4M3, .float8E5M2]) func typesThatNumPyLacksBecomeFloats(
    type: ElementType
  ) throws {
    let array = try NamedArray(
      name: "a", elementType: type, shape: [2], bytes: Array(repeating: 0x3A, count: 2 * type.byteCount))
    let read = try NPY.decode(NPY.encode(array), name: "a")
    #expect(read.elementType == .float32)
    #expect(try read.floats() == array.floats())
  }

  @Test func aHugeHeaderIsOfVersionTwo() throws {
    let bytes = NPYHeader.encode("|u1", shape: Array(repeating: 1, count: 30_000))
    #expect(bytes[6] == 2)
    #expect(bytes.count % 64 == 0)
  }
}
