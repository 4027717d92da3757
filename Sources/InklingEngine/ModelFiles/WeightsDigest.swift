import InklingFiles

/// The SHA-256 digest of weights, as 64 lower-case hexadecimal digits: over all tensors' values as little-endian float32,
/// in the order of the names' UTF-8 bytes. Names and shapes are not in it. Equal digests mean the same bits, which is
/// what "same seed, same bytes" promises.
public func weightsSHA256(of tensors: [NamedTensor]) -> String {
  var digest = SHA256Digest()
  for tensor in tensors.inNameOrder { tensor.values.withUnsafeBytes { digest.update($0) } }
  return digest.hex()
}

extension [NamedTensor] {
  /// In the order of the names' UTF-8 bytes, which is Python's order of strings.
  var inNameOrder: [NamedTensor] { sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }
}
