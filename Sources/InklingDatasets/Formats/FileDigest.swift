import InklingFiles

/// The digest of a file's bytes as they lie on the disk.
enum FileDigest {
  /// The SHA-256 digest, as 64 hexadecimal digits.
  static func sha256(of path: String) throws(InputError) -> String {
    let file = try OpenFile(reading: path)
    var input = InputBuffer()
    var digest = SHA256Digest()
    while true {
      try input.refillIfEmpty(from: file)
      if input.isEmpty { return digest.hex() }
      digest.update(input.unused)
      input.use(input.unused.count)
    }
  }
}
