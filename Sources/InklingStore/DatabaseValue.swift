import InklingCSQLite

/// A value for a question mark of a statement.
enum DatabaseValue {
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
  case null

  init(_ text: String?) { self = text.map { .text($0) } ?? .null }
  init(_ bytes: [UInt8]?) { self = bytes.map { .blob($0) } ?? .null }

  /// - Returns: SQLite's code.
  func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
    switch self {
    case .integer(let value): sqlite3_bind_int64(statement, place, value)
    case .real(let value): sqlite3_bind_double(statement, place, value)
    case .text(let text):
      Array(text.utf8).withUnsafeBytes { bytes in
        // An empty text is no null.
        guard let start = bytes.baseAddress else { return inkling_bind_text(statement, place, "", 0) }
        return inkling_bind_text(statement, place, start.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
      }
    case .blob(let bytes):
      bytes.withUnsafeBytes { inkling_bind_blob(statement, place, $0.baseAddress, Int32($0.count)) }
    case .null: sqlite3_bind_null(statement, place)
    }
  }
}

/// The row that a statement stands on.
struct DatabaseRow {
  let statement: OpaquePointer

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  func real(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

  /// Nil for a null.
  func text(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(statement, column) else { return nil }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Nil for a null.
  func blob(_ column: Int32) -> [UInt8]? {
    guard sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    guard count > 0, let start = sqlite3_column_blob(statement, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
