import Testing

@testable import InklingServing

@Suite struct JSONReaderTests {
  private func number(_ text: String) throws(ServedFault) -> Double {
    var reader = JSONReader(Array(text.utf8))
    let value = try reader.number()
    try reader.finish()
    return value
  }

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("0.5", 0.5), ("1e3", 1000), ("1E-2", 0.01), ("-1.25e+1", -12.5),
    ("123456789012345", 123_456_789_012_345), ("12345678901234567890", 12_345_678_901_234_567_168), ("  3 ", 3),
  ]) func numbersAreRead(text: String, value: Double) throws { #expect(try number(text) == value) }

  @Test(arguments: ["", "-", "01", "1.", ".5", "1e", "1e+", "NaN", "1e999", "0x1", "1 2", "--1", "1.5.2"])
  func whatIsNoNumberIsRefused(text: String) { #expect(throws: ServedFault.self) { try number(text) } }

  @Test func textsHaveTheirEscapesResolved() throws {
    var reader = JSONReader(Array(#""a\n\"\\\/\u0041\ud83d\ude00é""#.utf8))
    #expect(try reader.string() == "a\n\"\\/A😀é")
  }

  @Test(arguments: [
    "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\u+123\"",
    "\"\n\"",
  ]) func brokenTextsAreRefused(text: String) {
    var reader = JSONReader(Array(text.utf8))
    #expect(throws: ServedFault.self) { try reader.string() }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    var reader = JSONReader([0x22, 0xFF, 0x22])
    #expect(throws: ServedFault.self) { try reader.string() }
  }

  @Test(arguments: [#"{"a":[1,{"b":[]},{}],"c":null}"#, "[[],[[]]]", "true", #"[{"a":1,"b":2}]"#])
  func valuesArePassedOver(text: String) throws {
    var reader = JSONReader(Array(text.utf8))
    try reader.skip()
    try reader.finish()
  }

  @Test(arguments: ["[", "[1", "[1,", "{", #"{"a""#, #"{"a":"#, #"{"a":1,}"#, "[1,]", "[1}", "tru", "[1 2]", "]"])
  func brokenValuesAreRefused(text: String) {
    var reader = JSONReader(Array(text.utf8))
    #expect(throws: ServedFault.self) {
      try reader.skip()
      try reader.finish()
    }
  }

  @Test func aKeyComesOnce() {
    var reader = JSONReader(Array(#"{"a":1,"a":2}"#.utf8))
    #expect(throws: ServedFault.badRequest("the JSON is wrong at byte 10: the key 'a' is there twice")) {
      try reader.object { (reader, _) throws(ServedFault) in try reader.skip() }
    }
  }

  @Test func whatIsWrittenIsRead() throws {
    let text = "\u{1}<&>\"\\\n\té"
    var writer = JSONWriter()
    writer.array { writer in
      writer.string(text)
      writer.string(nil as String?)
      writer.object {
        $0.key("k"); $0.number(1.5)
      }
    }
    #expect(String(decoding: writer.bytes, as: UTF8.self).hasSuffix(#"é",null,{"k":1.5}]"#))
    #expect(!writer.bytes.contains(UInt8(ascii: "<")))
    var reader = JSONReader(writer.bytes)
    try reader.take("[")
    #expect(try reader.string() == text)
  }
}
