/// Numbers as text in a table.
enum CSVNumber {
  /// What is a byte and is written as one: digits alone.
  static func byte(_ text: ArraySlice<UInt8>) -> UInt8? {
    guard 1...3 ~= text.count else { return nil }
    var value = 0
    for digit in text {
      guard 0x30...0x39 ~= digit else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return UInt8(exactly: value)
  }

  /// A decimal number or "nan", "inf", "-inf"; spaces around it do not count. nil for all else, and for what the type holds
  /// only as infinity.
  static func float<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ text: ArraySlice<UInt8>, _: Number.Type
  ) -> Number? {
    let text = trimmed(text)
    let word = String(decoding: text, as: UTF8.self)
    switch word {
    case "nan": return .nan
    case "inf": return .infinity
    case "-inf": return -.infinity
    default:
      // Swift reads hexadecimal numbers and payloads too.
      guard !text.isEmpty, text.allSatisfy(isDecimal), let number = Number(word), number.isFinite else { return nil }
      return number
    }
  }

  /// A whole number, which may be written with a fraction of zeros ("5.0").
  static func integer(_ text: ArraySlice<UInt8>) -> Int64? {
    let text = trimmed(text)
    guard text.allSatisfy(isDecimal) else { return nil }
    if let number = Int64(String(decoding: text, as: UTF8.self)) { return number }
    guard let number = float(text, Double.self), abs(number) <= 0x1p53 else { return nil }
    return Int64(exactly: number)
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while text.first == 0x20 { text.removeFirst() }
    while text.last == 0x20 { text.removeLast() }
    return text
  }

  private static func isDecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}
