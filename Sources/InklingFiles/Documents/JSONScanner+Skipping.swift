extension JSONScanner {
  /// Any value, checked and forgotten.
  ///
  /// - Parameter depth: how many levels of objects and arrays it may have.
  package mutating func skipValue(depth: Int) throws(InputError) {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"):
      try requireDepth(depth)
      try object { (scanner, _, _) throws(InputError) in try scanner.skipValue(depth: depth - 1) }
    case UInt8(ascii: "["):
      try requireDepth(depth)
      try take("[")
      if takes("]") { return }
      repeat { try skipValue(depth: depth - 1) } while takes(",")
      try take("]")
    case UInt8(ascii: "\""): _ = try string()
    default: try skipWord()
    }
  }

  private func requireDepth(_ depth: Int) throws(InputError) {
    guard depth > 0 else { throw fault("JSON nested too deeply", at: position, expected: "fewer levels") }
  }

  /// A number in the range of a double, true, false or null.
  private mutating func skipWord() throws(InputError) {
    let start = position
    var text = takeWord()
    while true {
      let more = takeWord()
      if more.isEmpty { break }
      text += more
    }
    if ["null", "true", "false"].contains(text) { return }
    guard Self.isNumber(text), let number = Double(text), number.isFinite else {
      throw fault(
        "broken JSON", at: start, expected: "a value", found: text.isEmpty ? nil : "'\(text.prefix(40))'")
    }
  }
}
