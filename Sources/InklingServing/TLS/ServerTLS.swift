import InklingFiles
import InklingPlatform

#if TLS
  import NIOCore
  import NIOSSL
#endif

/// What a server needs to speak TLS (1.2 or later): its certificate and key, looked at before it listens.
struct ServerTLS: Sendable {
  /// HTTP/2's name in the handshake (RFC 9113, 3.2).
  static let http2 = "h2"

  #if TLS
    let context: NIOSSLContext
  #endif

  /// The most bytes of a file: chains of certificates have a few thousand.
  private static let largestFile = 1 << 20

  /// - Parameters:
  ///   - certificate: the path of its PEM file, with those that vouch for it behind it; nil for no TLS.
  ///   - key: the path of its private key's PEM file.
  ///   - now: seconds since 1970.
  /// - Throws: `InputError`: `.usage` for one without the other, and for a certificate that is not valid now; as
  ///   `FileBytes.read`; `.malformed` for files that hold no certificate or no key, or a key of another certificate.
  static func made(
    certificate: String?, key: String?, now: Int = time(nil)
  ) throws(InputError) -> ServerTLS? {
    switch (certificate, key) {
    case (nil, nil): return nil
    case (let certificate?, let key?): return try ServerTLS(certificate, key, now)
    default:
      throw InputError(
        .usage, "TLS needs a certificate and its key, and one of them is missing",
        expected: "--tls-certificate and --tls-key", found: certificate == nil ? "--tls-key" : "--tls-certificate")
    }
  }

  #if TLS
    private init(_ certificatePath: String, _ keyPath: String, _ now: Int) throws(InputError) {
      let certificates = try Self.certificates(certificatePath)
      for certificate in certificates { try Self.require(certificate, certificatePath, now) }
      let key = try Self.key(keyPath)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = [Self.http2, "http/1.1"]
      // A client that does not answer the end is left.
      configuration.shutdownTimeout = .seconds(1)
      do {
        context = try NIOSSLContext(configuration: configuration)
      } catch {
        throw InputError(
          .malformed, "the private key is not the certificate's", path: keyPath,
          expected: "the key of \(certificatePath)", remedy: "give the certificate's own key as --tls-key")
      }
    }

    private static func certificates(_ path: String) throws(InputError) -> [NIOSSLCertificate] {
      let bytes = try FileBytes.read(path, limit: largestFile)
      do {
        return try NIOSSLCertificate.fromPEMBytes(bytes)
      } catch {
        throw InputError(
          .malformed, "the file holds no certificate", path: path,
          expected: "PEM, which begins with -----BEGIN CERTIFICATE-----",
          remedy: "give the server's certificate first, and behind it those that vouch for it")
      }
    }

    private static func require(
      _ certificate: NIOSSLCertificate, _ path: String, _ now: Int
    ) throws(InputError) {
      if now > Int(certificate.notValidAfter) {
        throw InputError(
          .usage, "the certificate has expired", path: path,
          found: "valid until \(HTTPDate.stamp(at: certificate.notValidAfter))", remedy: "renew it")
      }
      if now < Int(certificate.notValidBefore) {
        throw InputError(
          .usage, "the certificate is not valid yet", path: path,
          found: "valid from \(HTTPDate.stamp(at: certificate.notValidBefore))", remedy: "check this machine's clock")
      }
    }

    private static func key(_ path: String) throws(InputError) -> NIOSSLPrivateKey {
      let bytes = try FileBytes.read(path, limit: largestFile)
      do {
        return try NIOSSLPrivateKey(bytes: bytes, format: .pem)
      } catch {
        throw InputError(
          .malformed, "the file holds no private key that can be read", path: path,
          expected: "PEM, which begins with -----BEGIN PRIVATE KEY----- and is not encrypted",
          remedy: "give the certificate's key as --tls-key; openssl pkey takes a passphrase off")
      }
    }
  #else
    private init(_ certificatePath: String, _ keyPath: String, _ now: Int) throws(InputError) {
      throw InputError(
        .unavailable, "this program was built without TLS",
        remedy: "build it with: swift build -c release --product inkling --traits TLS")
    }
  #endif
}
