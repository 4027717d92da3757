public import InklingFiles

extension CSVTable {
  /// The table as a file's bytes: UTF-8, lines ending in `\n`, quotes only where they are needed.
  ///
  /// - Throws: `InputError` of kind `.usage` for rows of different lengths, rows of no fields, and a separator that cannot be
  ///   one.
  public func encoded(separator: Unicode.Scalar = ",") throws(InputError) -> [UInt8] {
    // It says whether this can be a separator.
    _ = try CSVScanner([], separator: separator, path: nil)
    let lines = (header.map { [$0] } ?? []) + rows
    var bytes: [UInt8] = []
    for (index, line) in lines.enumerated() {
      guard line.count == lines[0].count, !line.isEmpty else {
        throw InputError(
          .usage, "row \(index + 1) of a table has another length", expected: "\(max(lines[0].count, 1)) fields",
          found: "\(line.count)")
      }
      Self.append(line, to: &bytes, separator)
    }
    return bytes
  }

  /// Arrays side by side as a file's bytes: one of shape [rows] is a column with its name, one of shape [rows, columns] is
  /// columns named with a number behind its name ("pixel0", "pixel1"). Numbers are written with as few digits as read back
  /// to the same bits (of a NaN, to a NaN); bools are 0 and 1.
  ///
  /// - Throws: `InputError` of kind `.usage` for no arrays, other shapes, and different numbers of rows; `.malformed` for a
  ///   bool that is neither 0 nor 1.
  public static func encode(_ arrays: [NamedArray], hasHeader: Bool = true) throws(InputError) -> [UInt8] {
    guard let first = arrays.first, let rows = first.shape.first,
      arrays.allSatisfy({ 1...2 ~= $0.shape.count && $0.shape[0] == rows && $0.shape.last != 0 || $0.shape == [0] })
    else {
      let shapes = arrays.prefix(8).map { "\($0.shape.prefix(8))" }
      throw InputError(
        .usage, "a table cannot hold arrays of these shapes", expected: "[rows] or [rows, columns], with the same rows",
        found: shapes.joined(separator: ", "))
    }
    var bytes: [UInt8] = []
    if hasHeader {
      let names = arrays.flatMap { array in
        array.shape.count == 1 ? [array.name] : (0..<array.shape[1]).map { "\(array.name)\($0)" }
      }
      append(names, to: &bytes, ",")
    }
    let columns = try arrays.map { array throws(InputError) in
      (width: array.shape.count == 1 ? 1 : array.shape[1], text: try array.numberTexts())
    }
    for row in 0..<rows {
      var isFirst = true
      for column in columns {
        for place in row * column.width..<(row + 1) * column.width {
          if !isFirst { bytes.append(UInt8(ascii: ",")) }
          isFirst = false
          bytes += column.text(place).utf8
        }
      }
      bytes.append(0x0A)
    }
    return bytes
  }

  private static func append(_ line: [String], to bytes: inout [UInt8], _ separator: Unicode.Scalar) {
    for (index, field) in line.enumerated() {
      if index > 0 { bytes.append(UInt8(separator.value)) }
      let needsQuotes =
        field.isEmpty && line.count == 1 || field.unicodeScalars.first == "\u{FEFF}"
        || field.unicodeScalars.contains { $0 == separator || $0 == "\"" || $0 == "\n" || $0 == "\r" }
      guard needsQuotes else {
        bytes += field.utf8
        continue
      }
      bytes.append(UInt8(ascii: "\""))
      for byte in field.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(0x0A)
  }
}

extension NamedArray {
  /// Each number as text that reads back to the same bits.
  fileprivate func numberTexts() throws(InputError) -> (Int) -> String {
    switch elementType {
    case .float64:
      let numbers = try numbers()
      return { numbers[$0].isNaN ? "nan" : "\(numbers[$0])" }
    case .float32, .float16, .bfloat16, .float8E4M3, .float8E5M2:
      let floats = try floats()
      return { floats[$0].isNaN ? "nan" : "\(floats[$0])" }
    case .uint64:
      let numbers = stored(UInt64.self)
      return { "\(numbers[$0])" }
    default:
      let integers = try integers()
      return { "\(integers[$0])" }
    }
  }
}
