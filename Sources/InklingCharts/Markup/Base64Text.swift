/// Bytes as text of 64 letters (RFC 4648), for data: addresses.
enum Base64Text {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// With padding.
  static func text(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let left = min(bytes.count - start, 3)
      let second = left > 1 ? Int(bytes[start + 1]) : 0
      let third = left > 2 ? Int(bytes[start + 2]) : 0
      let word = Int(bytes[start]) << 16 | second << 8 | third
      for place in 0..<4 {
        result.append(place <= left ? letters[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
