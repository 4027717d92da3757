import InklingCNettle

/// The SHA-256 digest (FIPS 180-4) of bytes that arrive piece by piece.
public struct SHA256Digest: Sendable {
  private var context = sha256_ctx()

  /// The digest of no bytes yet.
  public init() { nettle_sha256_init(&context) }

  /// Takes in the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    nettle_sha256_update(&context, bytes.count, start.assumingMemoryBound(to: UInt8.self))
  }

  /// The digest of everything taken in so far, as 64 lower-case hexadecimal digits.
  public func hex() -> String {
    // Nettle starts anew when it writes a digest: a copy does, and this goes on.
    var copy = context
    let digest = [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_SIZE)) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      sha256_finish(&copy, start)
      count = buffer.count
    }
    let digits = Array("0123456789abcdef".utf8)
    let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}

/// The SHA-256 digest of `bytes`, as 64 lower-case hexadecimal digits.
public func sha256Hex(_ bytes: UnsafeRawBufferPointer) -> String {
  var digest = SHA256Digest()
  digest.update(bytes)
  return digest.hex()
}

/// The SHA-256 digest of `bytes`, as 64 lower-case hexadecimal digits.
public func sha256Hex(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { sha256Hex($0) } }
