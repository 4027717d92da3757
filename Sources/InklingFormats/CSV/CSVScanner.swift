import InklingFiles

/// Reads the records of a table front to back: RFC 4180, with `\n` as the end of a line too, and any one separator.
///
/// Every record has as many fields as the first. Blank lines at the end are none.
struct CSVScanner {
  /// A field of the record that was read last.
  struct Field {
    fileprivate let range: Range<Int>
    /// Whether it had a quote in it, so that its text is no part of the file.
    fileprivate let isUnescaped: Bool
    /// Whether it stood in quotes.
    let isQuoted: Bool
  }

  /// The fields of the record that was read last.
  private(set) var fields: [Field] = []
  /// The line where it begins, from 1.
  private(set) var line = 0
  /// Where in the file it begins.
  private(set) var start = 0

  private let bytes: [UInt8]
  /// Where the blank lines at the end begin.
  private let end: Int
  private let path: String?
  private let separator: UInt8
  private var position: Int
  private var nextLine = 1
  private var columns: Int?
  private var unescaped: [UInt8] = []

  /// The most fields of a record.
  static let mostFields = 1 << 20
  /// The most bytes of a field.
  static let longestField = 1 << 20

  init(_ bytes: [UInt8], separator: UInt8, path: String?) {
    self.bytes = bytes
    self.separator = separator
    self.path = path
    position = ByteOrderMark.length(in: bytes)
    end = bytes.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { $0 + 1 } ?? 0
  }

  /// The bytes of a field of the record that was read last.
  func bytes(of field: Field) -> ArraySlice<UInt8> {
    field.isUnescaped ? unescaped[field.range] : bytes[field.range]
  }

  /// The text of a field of the record that was read last.
  func text(of field: Field) throws(InputError) -> String {
    guard let text = String(validating: bytes(of: field), as: UTF8.self) else {
      throw fault("text that is not UTF-8 in line \(line)", expected: "UTF-8")
    }
    return text
  }

  /// Reads the next record.
  ///
  /// - Returns: false at the end.
  mutating func next() throws(InputError) -> Bool {
    (line, start) = (nextLine, position)
    guard position < end else { return false }
    fields.removeAll(keepingCapacity: true)
    unescaped.removeAll(keepingCapacity: true)
    repeat {
      guard fields.count < Self.mostFields else {
        throw fault("line \(line) has too many fields", expected: "at most \(Self.mostFields)")
      }
      fields.append(try field())
    } while takesSeparator()
    let columns = columns ?? fields.count
    guard fields.count == columns else {
      throw fault("line \(line) has another length", expected: "\(Self.count(columns))", found: "\(fields.count)")
    }
    self.columns = columns
    return true
  }

  private static func count(_ columns: Int) -> String { columns == 1 ? "1 field" : "\(columns) fields" }

  /// Takes the separator, or the end of the line.
  private mutating func takesSeparator() -> Bool {
    guard position < end else { return false }
    if bytes[position] == separator {
      position += 1
      return true
    }
    position += bytes[position] == 0x0D ? 2 : 1
    nextLine += 1
    return false
  }

  private mutating func field() throws(InputError) -> Field {
    if position < end, bytes[position] == UInt8(ascii: "\"") { return try quoted() }
    let begin = position
    while position < end, bytes[position] != separator, bytes[position] != 0x0A {
      if bytes[position] == 0x0D { break }
      guard bytes[position] != UInt8(ascii: "\"") else {
        throw fault("quote inside a field without quotes in line \(nextLine)", at: position)
      }
      position += 1
    }
    try checkEnd(begin)
    return Field(range: begin..<position, isUnescaped: false, isQuoted: false)
  }

  private mutating func quoted() throws(InputError) -> Field {
    let opening = (position, nextLine)
    position += 1
    var begin = position
    var place: Int?
    while true {
      guard position < end else {
        throw fault("quotes that are opened in line \(opening.1) and never closed", at: opening.0)
      }
      if bytes[position] == 0x0A { nextLine += 1 }
      guard bytes[position] == UInt8(ascii: "\"") else {
        position += 1
        continue
      }
      guard position + 1 < end, bytes[position + 1] == UInt8(ascii: "\"") else { break }
      place = place ?? unescaped.count
      unescaped += bytes[begin...position]
      position += 2
      begin = position
    }
    var range = begin..<position
    if let place {
      unescaped += bytes[range]
      range = place..<unescaped.count
    }
    position += 1
    try checkEnd(opening.0)
    return Field(range: range, isUnescaped: place != nil, isQuoted: true)
  }

  /// Behind a field there is a separator or the end of a line.
  private func checkEnd(_ begin: Int) throws(InputError) {
    guard position - begin <= Self.longestField + 2 else {
      throw fault("field that is too long in line \(line)", at: begin, expected: "at most \(Self.longestField) bytes")
    }
    guard position < end, bytes[position] != separator, bytes[position] != 0x0A else { return }
    guard bytes[position] == 0x0D else {
      throw fault("text behind the closing quotes in line \(nextLine)", at: position, expected: "a separator")
    }
    guard position + 1 < end, bytes[position + 1] == 0x0A else {
      throw fault("carriage return without a line feed in line \(nextLine)", at: position, expected: "\\r\\n or \\n")
    }
  }

  /// A fault in the record that was read last, or at another byte.
  func fault(_ what: String, at offset: Int? = nil, expected: String? = nil, found: String? = nil) -> InputError {
    InputError(
      .malformed, what, path: path, offset: offset ?? start, expected: expected, found: found,
      remedy: "write the table as CSV (RFC 4180)")
  }
}
