import Testing

@testable import InklingFiles
@testable import InklingFormats

@Suite struct CSVDatasetTests {
  private func read(_ text: String, _ column: CSVDataset.LabelColumn? = nil) throws -> CSVDataset {
    try CSVDataset(decoding: Array(text.utf8), labelColumn: column, path: "a.csv")
  }

  private func error(_ text: String) -> String? {
    do throws(InputError) {
      _ = try CSVDataset(decoding: Array(text.utf8), path: "a.csv")
      return nil
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    "label,pixel0,pixel1\n7,0,255\n5,1,2\n", "7,0,255\n5,1,2\n", "pixel0,pixel1,Label\n0,255,7\n1,2,5\n",
    "a,b,c\n7,0,255\n5,1,2\n", "a,y,b\n0,7,255\n1,5.0,2\n",
  ]) func theSameImages(text: String) throws {
    let set = try read(text)
    #expect(try set.labels.integers() == [7, 5])
    #expect(set.labels.shape == [2])
    #expect(set.pixels.elementType == .uint8)
    #expect(set.pixels.shape == [2, 2])
    #expect(set.pixels.bytes == [0, 255, 1, 2])
  }

  @Test func theLabelMayBeSaidToBeLast() throws {
    let set = try read("0,255,7\n1,2,5\n", .last)
    #expect(try set.labels.integers() == [7, 5])
    #expect(set.pixels.bytes == [0, 255, 1, 2])
    #expect(try read("label,b\n3,4\n", .last).labels.integers() == [4])
  }

  @Test(arguments: ["0.5", "256", "-1", "1e0", " 7"]) func pixelsThatAreNoBytesAreFloats(text: String) throws {
    let set = try read("1,3,4\n2,\(text),255\n")
    #expect(set.pixels.elementType == .float32)
    let number = try #require(Float(text.filter { $0 != " " }))
    #expect(try set.pixels.floats() == [3, 4, number, 255])
  }

  @Test func faultsNameLineAndColumn() {
    let advice = "; write the table as CSV (RFC 4180)."
    #expect(
      error("label,p\n1,2\n3,x\n")
        == "pixel in line 3, column 2, that is no number in a.csv at byte 12: expected a finite number, found 'x'"
        + advice)
    #expect(error("label,p\n1,inf\n")?.hasPrefix("pixel in line 2, column 2, that is no number") == true)
    #expect(error("1.5,2\n")?.hasPrefix("label in line 1, column 1, that is no number") == true)
    #expect(
      error("1,2\n1\n")?.hasPrefix("line 2 has another length in a.csv at byte 4: expected 2 fields, found 1") == true)
    #expect(error("label,p\n")?.hasPrefix("table without a row") == true)
    #expect(error("1\n2\n")?.hasPrefix("table of one column") == true)
    #expect(error("label,y\n1,2\n")?.hasPrefix("several columns whose name is a label's") == true)
  }

  @Test func aTableThatNoMemoryHoldsIsNotRead() {
    let error = #expect(throws: InputError.self) { try Memory.$allowance.withValue(1 << 23) { try read("1,2\n") } }
    #expect(error?.kind == .unavailable)
  }
}
