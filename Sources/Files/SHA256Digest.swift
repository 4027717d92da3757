import Crypto

/// The SHA-256 digest (FIPS 180-4) of bytes that arrive piece by piece.
public struct SHA256Digest: Sendable {
  private var hash = SHA256()

  public init() {}

  /// Takes in the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// The digest of everything taken in so far, as 64 lower-case hexadecimal digits.
  public func hex() -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
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
