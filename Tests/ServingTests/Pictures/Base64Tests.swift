import Testing

@testable import InklingServing

@Suite struct Base64Tests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ]) func theStandardsExamples(text: String, code: String) {
    #expect(Base64.encode(Array(text.utf8)) == code)
    #expect(Base64.decode(code) == Array(text.utf8))
    #expect(Base64.decode(code.replacing("=", with: "")) == Array(text.utf8))
  }

  @Test(arguments: ["Z", "Zg=", "Zg===", "Z g=", "Zm9v\n", "Zg==Zg==", "====", "Zm-_"])
  func whatIsNoneIsRefused(code: String) { #expect(Base64.decode(code) == nil) }
}
