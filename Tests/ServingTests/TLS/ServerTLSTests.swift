import InklingFiles
import Testing

@testable import InklingServing

/// What needs no TLS; certificates, keys and handshakes are tried by Tests/Peers/serving.py, with a program that has it.
@Suite struct ServerTLSTests {
  @Test func neitherIsNoTLS() throws {
    let tls = try ServerTLS.made(certificate: nil, key: nil)
    #expect(tls == nil)
  }

  @Test func oneWithoutTheOtherIsRefused() {
    for (certificate, key) in [("a.pem", nil), (nil, "b.pem")] as [(String?, String?)] {
      let error = #expect(throws: InputError.self) {
        _ = try ServerTLS.made(certificate: certificate, key: key)
      }
      #expect(error?.kind == .usage)
      #expect(error?.description.contains("one of them is missing") == true)
    }
  }

  #if !TLS
    @Test func aProgramWithoutTLSSaysHowToGetIt() {
      let error = #expect(throws: InputError.self) { _ = try ServerTLS.made(certificate: "a.pem", key: "b.pem") }
      #expect(error?.description.contains("--traits TLS") == true)
    }
  #endif
}
