extension JSONReader {
  /// A number, which is finite.
  package mutating func number() throws(ServedFault) -> Double {
    _ = peek()
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    let whole = position
    var value = digits(0)
    guard position > whole, position == whole + 1 || bytes[whole] != UInt8(ascii: "0") else {
      throw fault("no number is written so")
    }
    let isShort = position - whole <= 15
    let next = position < bytes.count ? bytes[position] : 0
    guard next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") || !isShort else {
      if bytes[start] == UInt8(ascii: "-") { value = -value }
      return value
    }
    if next == UInt8(ascii: ".") { try part() }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      if position + 1 < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position + 1]) {
        position += 1
      }
      try part()
    }
    guard position - start <= 64, let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)),
      number.isFinite
    else {
      position = start
      throw fault("the number is out of range", expected: "a finite one of at most 64 characters")
    }
    return number
  }

  /// A mark and at least one digit.
  private mutating func part() throws(ServedFault) {
    position += 1
    let start = position
    _ = digits(0)
    guard position > start else { throw fault("no number is written so", expected: "a digit") }
  }

  private mutating func digits(_ start: Double) -> Double {
    var value = start
    while position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
      value = value * 10 + Double(digit)
      position += 1
    }
    return value
  }

  /// A whole number of at least 0.
  package mutating func count() throws(ServedFault) -> Int {
    let start = position
    let value = try number()
    guard value >= 0, value < 9e15, value.rounded() == value else {
      position = start
      throw fault("something else is there", expected: "a whole number of at least 0")
    }
    return Int(value)
  }

  /// A text: UTF-8, escapes resolved.
  package mutating func string() throws(ServedFault) -> String {
    try take("\"")
    let start = position
    while position < bytes.count, case let byte = bytes[position], byte != UInt8(ascii: "\""), byte != 0x5C,
      byte >= 0x20
    {
      position += 1
    }
    guard position < bytes.count else { throw fault("a text has no end") }
    var content = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          position = start
          throw fault("a text is no UTF-8")
        }
        return text
      case 0x5C: content.append(contentsOf: try escape())
      case ..<0x20: throw fault("a text holds a control character")
      default: content.append(byte)
      }
    }
    throw fault("a text has no end")
  }

  private mutating func escape() throws(ServedFault) -> [UInt8] {
    guard position < bytes.count else { throw fault("a text has no end") }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "/"), 0x5C: return [letter]
    case UInt8(ascii: "u"): return Array(String(Character(try unicode())).utf8)
    default: throw fault("there is no such escape")
    }
  }

  private mutating func unicode() throws(ServedFault) -> Unicode.Scalar {
    let first = try unit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard 0xD800...0xDBFF ~= first, position + 1 < bytes.count, bytes[position] == 0x5C,
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw fault("half a surrogate pair") }
    position += 2
    let second = try unit()
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00))
    else { throw fault("half a surrogate pair") }
    return scalar
  }

  private mutating func unit() throws(ServedFault) -> UInt16 {
    guard position + 4 <= bytes.count,
      let value = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
      bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-")
    else { throw fault("an escape needs four hexadecimal digits") }
    position += 4
    return value
  }

  /// Passes over a value of any kind.
  package mutating func skip() throws(ServedFault) {
    var open: [UInt8] = []
    repeat {
      switch try kind() {
      case .string: _ = try string()
      case .number: _ = try number()
      case .word:
        guard takesWord("true") || takesWord("false") || takesWord("null") else { throw fault("no value begins so") }
      case .array:
        position += 1
        guard takes("]") else {
          try enter(UInt8(ascii: "]"), &open)
          continue
        }
      case .object:
        position += 1
        guard takes("}") else {
          try enter(UInt8(ascii: "}"), &open)
          try key()
          continue
        }
      }
      try leave(&open)
    } while !open.isEmpty
  }

  private func enter(_ end: UInt8, _ open: inout [UInt8]) throws(ServedFault) {
    guard open.count < Self.deepest else {
      throw fault("it is nested too deeply", expected: "at most \(Self.deepest) levels")
    }
    open.append(end)
  }

  private mutating func key() throws(ServedFault) {
    _ = try string()
    try take(":")
  }

  /// After a value: to the next one, out of what ends here.
  private mutating func leave(_ open: inout [UInt8]) throws(ServedFault) {
    while let end = open.last {
      if takes(",") {
        if end == UInt8(ascii: "}") { try key() }
        return
      }
      guard peek() == end else { throw fault("something else is there", expected: "',' or an end") }
      position += 1
      open.removeLast()
    }
  }
}
