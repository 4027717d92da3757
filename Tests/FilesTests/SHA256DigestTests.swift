import InklingFiles
import Testing

struct SHA256DigestTests {
  /// The examples of FIPS 180-4, and the digest of nothing.
  static let known: [(text: String, hex: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test(arguments: known) func agreesWithTheStandard(example: (text: String, hex: String)) {
    #expect(sha256Hex(Array(example.text.utf8)) == example.hex)
  }

  @Test func piecesGiveTheDigestOfTheWhole() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    for size in [1, 7, 64, 999] {
      var digest = SHA256Digest()
      for start in stride(from: 0, to: bytes.count, by: size) {
        bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { digest.update($0) }
      }
      #expect(digest.hex() == sha256Hex(bytes))
    }
  }

  @Test func readingTheDigestDoesNotEndIt() {
    var digest = SHA256Digest()
    [UInt8]("a".utf8).withUnsafeBytes { digest.update($0) }
    _ = digest.hex()
    [UInt8]("bc".utf8).withUnsafeBytes { digest.update($0) }
    #expect(digest.hex() == Self.known[1].hex)
  }
}
