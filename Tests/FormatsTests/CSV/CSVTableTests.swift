import Testing

@testable import InklingFiles
@testable import InklingFormats

@Suite struct CSVTableTests {
  private func read(_ text: String, hasHeader: Bool? = nil, separator: Unicode.Scalar = ",") throws -> CSVTable {
    try CSVTable(decoding: Array(text.utf8), hasHeader: hasHeader, separator: separator, path: "a.csv")
  }

  private func error(_ bytes: [UInt8]) -> String? {
    do throws(InputError) {
      _ = try CSVTable(decoding: bytes, path: "a.csv")
      return nil
    } catch {
      return error.description
    }
  }

  private func error(_ text: String) -> String? { error(Array(text.utf8)) }

  @Test(arguments: [
    "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2", "\u{FEFF}a,b\n1,2\n", "\"a\",\"b\"\n\"1\",2\n\n\n", "a,b\r\n1,2\n\r\n",
  ]) func theSameTable(text: String) throws {
    #expect(try read(text) == CSVTable(header: ["a", "b"], rows: [["1", "2"]]))
  }

  @Test func quotesKeepWhatWouldSeparate() throws {
    let table = try read("\"a,\"\"b\"\"\",\"\n\r\n\"\n,\"\"\n\"\"\"\",x y \n")
    #expect(table.header == ["a,\"b\"", "\n\r\n"])
    #expect(table.rows == [["", ""], ["\"", "x y "]])
    #expect(try CSVTable(decoding: table.encoded()) == table)
  }

  @Test func aFirstLineOfNumbersIsNoHeader() throws {
    #expect(try read("1,2\n3,4\n").header == nil)
    #expect(try read("1,2\n3,4\n", hasHeader: true).header == ["1", "2"])
    #expect(try read("a,b\n", hasHeader: false).rows == [["a", "b"]])
    #expect(try read("1;2,5\n", hasHeader: false, separator: ";").rows == [["1", "2,5"]])
  }

  @Test func blankLinesAreRowsOfOneEmptyField() throws {
    #expect(try read("a\n\nb\n\n").rows == [[""], ["b"]])
    let table = CSVTable(header: ["a"], rows: [["b"], [""]])
    #expect(try CSVTable(decoding: table.encoded()) == table)
  }

  @Test func faultsNameTheLine() {
    let advice = "; write the table as CSV (RFC 4180)."
    #expect(
      error("a,b\n1,\"\n2\"\n3\n")
        == "line 4 has another length in a.csv at byte 11: expected 2 fields, found 1" + advice)
    #expect(
      error("a,b\n1,2\n\n3,4\n") == "line 3 has another length in a.csv at byte 8: expected 2 fields, found 1" + advice)
    #expect(error("a\nb\"c\n") == "quote inside a field without quotes in line 2 in a.csv at byte 3" + advice)
    #expect(error("a\n\"b\nc") == "quotes that are opened in line 2 and never closed in a.csv at byte 2" + advice)
    #expect(
      error("a\n\"b\"c\n") == "text behind the closing quotes in line 2 in a.csv at byte 5: expected a separator"
        + advice)
    #expect(
      error("a\rb\n") == "carriage return without a line feed in line 1 in a.csv at byte 1: expected \\r\\n or \\n"
        + advice)
    #expect(
      error([0x61, 0x0A, 0xFF]) == "text that is not UTF-8 in line 2 in a.csv at byte 2: expected UTF-8" + advice)
    #expect(error("\n\n") == "table without a line in a.csv at byte 0: expected rows" + advice)
    #expect(
      error("a\n" + String(repeating: "b", count: CSVScanner.longestField + 3))
        == "field that is too long in line 2 in a.csv at byte 2: expected at most 1048576 bytes" + advice)
    #expect(
      error(String(repeating: ",", count: CSVScanner.mostFields))
        == "line 1 has too many fields in a.csv at byte 0: expected at most 1048576" + advice)
  }

  @Test func numbersComeBackToTheSameBits() throws {
    let floats: [Float] = [
      0.1, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 16_777_216, .pi, -1,
    ]
    let doubles = floats.map(Double.init) + [0.1, .leastNonzeroMagnitude, .pi]
    let bytes = try CSVTable.encode([
      NamedArray(name: "x", shape: [3, 3], floats: floats),
      NamedArray(name: "y", shape: [3], integers: [.min, 0, .max]),
    ])
    let table = try CSVTable(decoding: bytes)
    #expect(table.header == ["x0", "x1", "x2", "y"])
    #expect(try table.array("x", columns: 0..<3).floats().map(\.bitPattern) == floats.map(\.bitPattern))
    #expect(try table.array("y", columns: 3..<4, as: .int64).integers() == [.min, 0, .max])
    let array = try NamedArray(
      name: "x", elementType: .float64, shape: [12], bytes: doubles.withUnsafeBytes { [UInt8]($0) })
    let again = try CSVTable(decoding: CSVTable.encode([array], hasHeader: false)).array(
      "x", columns: 0..<1, as: .float64)
    #expect(again.bytes == array.bytes)
    let large = try NamedArray(name: "x", elementType: .uint64, shape: [1], bytes: Array(repeating: 255, count: 8))
    #expect(try CSVTable.encode([large]) == Array("x\n18446744073709551615\n".utf8))
  }

  @Test func randomBitsComeBack() throws {
    var state: UInt32 = 1
    let floats = (0..<10_000).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(bitPattern: state)
    }
    let array = NamedArray(name: "x", shape: [floats.count], floats: floats)
    let read = try CSVTable(decoding: CSVTable.encode([array])).array("x", columns: 0..<1).floats()
    #expect(zip(read, floats).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN })
  }

  @Test func shapesThatNoTableHoldsAreRefused() {
    let shapes: [[[Int]]] = [[], [[]], [[1, 1, 1]], [[2], [3]], [[2, 0]]]
    for shapes in shapes {
      let arrays = shapes.map { NamedArray(name: "a", shape: $0, floats: Array(repeating: 0, count: $0.reduce(1, *))) }
      let error = #expect(throws: InputError.self) { try CSVTable.encode(arrays) }
      #expect(error?.what == "a table cannot hold arrays of these shapes")
    }
  }

  @Test(arguments: ["0x10", "1e999", "", "1_000", "infinity", "nan(0x1)", "--1", "1,5"]) func whatIsNoNumber(
    text: String
  ) {
    let table = CSVTable(rows: [["1"], [text]])
    let error = #expect(throws: InputError.self) { try table.array("x", columns: 0..<1) }
    #expect(error?.what == "field of row 2 that is no number of the type F32")
  }
}
