public import InklingFiles

/// Labelled images in a table: a line for each, its label in one column and its pixels in all others, as "label, pixel0,
/// pixel1, ..." with or without a first line of names.
public struct CSVDataset: Sendable, Equatable {
  /// Which column holds the labels.
  public enum LabelColumn: String, Sendable, Codable, CaseIterable {
    case first, last
  }

  /// The labels, whole numbers: I64 [rows], named "labels".
  public let labels: NamedArray
  /// The pixels: [rows, pixels], named "pixels"; U8 where all of them are whole numbers from 0 to 255, else F32.
  public let pixels: NamedArray

  /// Decodes a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - labelColumn: which column holds the labels; nil for the one that is named "label", "labels", "class", "target" or
  ///     "y" (in letters of any size), and the first where none is.
  ///   - hasHeader: whether the first line holds the columns' names; nil for a first line with anything but numbers.
  ///   - separator: what stands between two fields.
  ///   - path: for errors.
  /// - Throws: `InputError` of kind `.malformed`, with the line, for a label that is no whole number, a pixel that is no finite
  ///   number, two columns with a label's name, fewer than two columns, no row, and as `CSVTable.init(decoding:...)`; of kind
  ///   `.unavailable` when there is not enough memory.
  public init(
    decoding bytes: [UInt8], labelColumn: LabelColumn? = nil, hasHeader: Bool? = nil,
    separator: Unicode.Scalar = ",", path: String? = nil
  ) throws(InputError) {
    // A pixel and its separator are two bytes of the file, and four of memory, in an array that may double.
    try Memory.require(
      4 * bytes.count, for: "the table", path: path, remedy: "free some memory or raise its limit (ulimit -v)")
    var scanner = try CSVScanner(bytes, separator: separator, path: path)
    var rows = Rows()
    var labelPlace: Int?
    while try scanner.next() {
      if labelPlace == nil {
        guard scanner.fields.count > 1 else {
          throw scanner.fault("table of one column", expected: "a label and pixels in each line")
        }
        let isHeader = hasHeader ?? scanner.looksLikeHeader
        labelPlace = try Self.labelPlace(scanner, isHeader: isHeader, labelColumn)
        if isHeader { continue }
      }
      try rows.append(scanner, labelPlace: labelPlace ?? 0)
    }
    guard !rows.labels.isEmpty else {
      throw scanner.fault("table without a row", expected: "a line for each image")
    }
    labels = NamedArray(name: "labels", shape: [rows.labels.count], integers: rows.labels)
    let shape = [rows.labels.count, rows.width]
    if let floats = rows.floats {
      pixels = NamedArray(name: "pixels", shape: shape, floats: floats)
    } else {
      pixels = try NamedArray(name: "pixels", elementType: .uint8, shape: shape, bytes: rows.bytes)
    }
  }

  private static func labelPlace(
    _ scanner: CSVScanner, isHeader: Bool, _ column: LabelColumn?
  ) throws(InputError) -> Int {
    switch column {
    case .first: return 0
    case .last: return scanner.fields.count - 1
    case nil:
      guard isHeader else { return 0 }
      let names = try scanner.fields.map { field throws(InputError) in try scanner.text(of: field).lowercased() }
      let places = names.indices.filter { ["label", "labels", "class", "target", "y"].contains(names[$0]) }
      guard places.count <= 1 else {
        throw scanner.fault(
          "several columns whose name is a label's", expected: "one",
          found: "'\(names[places[0]])', '\(names[places[1]])'")
      }
      return places.first ?? 0
    }
  }

  /// What has been read.
  private struct Rows {
    var labels: [Int64] = []
    var bytes: [UInt8] = []
    /// The pixels once one of them was no byte.
    var floats: [Float]?
    var width = 0

    mutating func append(_ scanner: CSVScanner, labelPlace: Int) throws(InputError) {
      width = scanner.fields.count - 1
      for (place, field) in scanner.fields.enumerated() {
        let text = scanner.bytes(of: field)
        if place == labelPlace {
          guard let label = CSVNumber.integer(text) else { throw fault(scanner, place, "label", "a whole number") }
          labels.append(label)
        } else if floats == nil, let byte = CSVNumber.byte(text) {
          bytes.append(byte)
        } else {
          guard let number = CSVNumber.float(text, Float.self), number.isFinite else {
            throw fault(scanner, place, "pixel", "a finite number")
          }
          if floats == nil { floats = bytes.map(Float.init) }
          floats?.append(number)
        }
      }
    }

    private func fault(_ scanner: CSVScanner, _ place: Int, _ what: String, _ expected: String) -> InputError {
      let found = String(decoding: scanner.bytes(of: scanner.fields[place]).prefix(40), as: UTF8.self)
      return scanner.fault(
        "\(what) in line \(scanner.line), column \(place + 1), that is no number", expected: expected,
        found: "'\(found)'")
    }
  }
}
