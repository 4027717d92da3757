import InklingFiles

/// A member's name that could stand for a file inside a folder, and for nothing outside it.
struct ZipName {
  let text: String

  /// - Throws: `InputError` of kind `.malformed` for bytes that are not UTF-8, and as `check(_:)`.
  init(_ bytes: ArraySlice<UInt8>, of source: ZipSource, at offset: Int) throws(InputError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw source.fault("a member's name is not UTF-8", at: offset)
    }
    if let wrong = Self.fault(of: text) {
      throw source.fault(wrong, at: offset, found: "'\(text.prefix(200))'", remedy: "make the archive anew")
    }
    self.text = text
  }

  /// What is wrong with a name; nil when nothing is.
  static func fault(of name: String) -> String? {
    let bytes = name.utf8
    if bytes.isEmpty { return "a member of the ZIP archive has no name" }
    if bytes.count > 0xFFFF { return "a member's name is too long" }
    if bytes.contains(0) || bytes.contains(UInt8(ascii: "\\")) {
      return "a member's name has a character that no name may have"
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isDrive = bytes.count > 1 && bytes[bytes.index(after: bytes.startIndex)] == UInt8(ascii: ":")
    if name.hasPrefix("/") || isDrive || parts.contains("..") {
      return "a member's name leads out of the ZIP archive"
    }
    return nil
  }
}
