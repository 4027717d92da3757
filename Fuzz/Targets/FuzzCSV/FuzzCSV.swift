import Fuzzing
import InklingFiles
import InklingFormats

/// What is read as a table must come back when it is written; as a data set it must fill its shape.
@main
enum FuzzCSV {
  static func main() {
    Fuzzing.run { (bytes) throws(InputError) in
      let table = try CSVTable(decoding: bytes, path: "fuzz")
      let again = try CSVTable(decoding: table.encoded(), hasHeader: table.header != nil)
      precondition(again == table)
      let set = try CSVDataset(decoding: bytes, path: "fuzz")
      precondition(set.labels.shape[0] == set.pixels.shape[0])
      let written = try CSVTable(decoding: CSVTable.encode([set.labels, set.pixels]), hasHeader: true)
      let width = set.pixels.shape[1]
      let labels = try written.array("labels", columns: 0..<1, as: .int64)
      precondition(labels.bytes == set.labels.bytes)
      let pixels = try written.array("pixels", columns: 1..<1 + width).floats()
      let expected = try set.pixels.floats()
      precondition(pixels.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }
}
