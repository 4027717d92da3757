import InklingFiles

extension CorrectionStore {
  /// The fewest digits that stand for a SHA-256.
  private static let fewestDigits = 6

  /// Who is meant by a token, by what the store has of it, or by the first digits of that.
  ///
  /// - Returns: as the store has it; nil for nobody.
  /// - Throws: `InputError`: `.usage` where several people's begin so.
  func contributor(named text: String) throws(InputError) -> String? {
    let small = text.lowercased()
    // A server keeps the digest of the token that its client has.
    for whole in [text, small, sha256Hex(Array(text.utf8))] where try count(contributor: whole) > 0 { return whole }
    guard (Self.fewestDigits...64).contains(small.utf8.count), small.utf8.allSatisfy(Self.isDigit) else { return nil }
    let found = try withReader { database throws(InputError) in
      var found: [String] = []
      try database.rows(
        "SELECT DISTINCT contributor FROM corrections WHERE substr(contributor, 1, ?) = ? LIMIT 2",
        [.integer(Int64(small.utf8.count)), .text(small)]
      ) { row throws(InputError) in
        found.append(row.text(0) ?? "")
        return true
      }
      return found
    }
    guard found.count < 2 else {
      throw InputError(
        .usage, "several contributors begin so", path: path, expected: "digits with which one alone begins",
        found: "'\(PrintableText.shortened(text, to: 64))'", remedy: "give more of its digits")
    }
    return found.first
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
