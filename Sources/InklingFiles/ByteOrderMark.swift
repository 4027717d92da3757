/// The mark U+FEFF that some editors put at the head of a UTF-8 file. It is no part of the text.
package enum ByteOrderMark {
  private static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// 3 where `text` begins with it, else 0.
  package static func length(in text: [UInt8]) -> Int { text.starts(with: bytes) ? bytes.count : 0 }

  /// The text behind it.
  package static func skipped(_ text: [UInt8]) -> ArraySlice<UInt8> { text[length(in: text)...] }
}
