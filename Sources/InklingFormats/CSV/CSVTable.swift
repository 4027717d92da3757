public import InklingFiles

/// A table of text, as CSV files hold it (RFC 4180).
public struct CSVTable: Sendable, Equatable {
  /// The columns' names; nil without a first line of them.
  public var header: [String]?
  /// The rows below it, all of one length.
  public var rows: [[String]]

  /// The most fields that are read as text.
  public static let mostFields = 1 << 24

  /// A table to be written.
  public init(header: [String]? = nil, rows: [[String]]) {
    self.header = header
    self.rows = rows
  }

  /// Decodes a file's bytes: UTF-8, with or without a byte order mark, lines ending in `\r\n` or `\n`.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - hasHeader: whether the first line holds the columns' names; nil for a first line with anything but numbers.
  ///   - separator: what stands between two fields.
  ///   - path: for errors.
  /// - Throws: `InputError` of kind `.malformed`, with the line, for a row of another length than the first, quotes that are
  ///   out of place, text that is not UTF-8, a field beyond 1 MiB, and more than 2^24 fields; for no row at all.
  public init(
    decoding bytes: [UInt8], hasHeader: Bool? = nil, separator: Unicode.Scalar = ",", path: String? = nil
  ) throws(InputError) {
    var scanner = try CSVScanner(bytes, separator: separator, path: path)
    var rows: [[String]] = []
    var header: [String]?
    var count = 0
    while try scanner.next() {
      count += scanner.fields.count
      guard count <= Self.mostFields else {
        throw scanner.fault("table with too many fields", expected: "at most \(Self.mostFields)")
      }
      let row = try scanner.fields.map { field throws(InputError) in try scanner.text(of: field) }
      let isFirst = rows.isEmpty && header == nil
      if isFirst, hasHeader ?? scanner.looksLikeHeader { header = row } else { rows.append(row) }
    }
    guard count > 0 else { throw scanner.fault("table without a line", expected: "rows") }
    self.init(header: header, rows: rows)
  }

  /// The numbers of some columns: [rows, columns].
  ///
  /// - Parameters:
  ///   - name: the array's.
  ///   - columns: the columns that are taken; nil for all.
  ///   - type: F32, F64 or I64.
  /// - Precondition: the columns are there.
  /// - Throws: `InputError` of kind `.malformed` for a field that is no number, or none of that type; of kind `.usage` for
  ///   another type.
  public func array(
    _ name: String, columns: Range<Int>, as type: ElementType = .float32
  ) throws(InputError) -> NamedArray {
    var bytes: [UInt8] = []
    for (index, row) in rows.enumerated() {
      for text in row[columns] {
        let field = Array(text.utf8)[...]
        let number: [UInt8]? =
          switch type {
          case .float32: CSVNumber.float(field, Float.self).map { Self.bytes($0) }
          case .float64: CSVNumber.float(field, Double.self).map { Self.bytes($0) }
          case .int64: CSVNumber.integer(field).map { Self.bytes($0) }
          default:
            throw InputError(
              .usage, "numbers of a table are not read as \(type.rawValue)", expected: "F32, F64 or I64")
          }
        guard let number else {
          throw InputError(
            .malformed, "field of row \(index + 1) that is no number of the type \(type.rawValue)",
            expected: "a number", found: "'\(text.prefix(40))'")
        }
        bytes += number
      }
    }
    return try NamedArray(name: name, elementType: type, shape: [rows.count, columns.count], bytes: bytes)
  }

  private static func bytes(_ number: some BitwiseCopyable) -> [UInt8] { withUnsafeBytes(of: number) { [UInt8]($0) } }
}

extension CSVScanner {
  /// - Throws: `InputError` of kind `.usage` for a separator that cannot be one.
  init(_ bytes: [UInt8], separator: Unicode.Scalar, path: String?) throws(InputError) {
    guard separator.isASCII, !"\"\r\n0123456789+-.eE".unicodeScalars.contains(separator) else {
      throw InputError(
        .usage, "this cannot separate fields", expected: "a comma, a semicolon or a tab", found: "'\(separator)'")
    }
    self.init(bytes, separator: UInt8(separator.value), path: path)
  }

  /// Whether the record that was read last has anything but numbers.
  var looksLikeHeader: Bool { fields.contains { CSVNumber.float(bytes(of: $0), Double.self) == nil } }
}
