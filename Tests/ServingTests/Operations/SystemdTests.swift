import InklingFiles
import InklingPlatform
import Testing

@testable import InklingServing

@Suite struct SystemdTests {
  @Test func aSocketIsTakenOnlyWhenItIsForThisProcess() throws {
    #expect(try ListeningSocket.activated { _ in nil } == nil)
    #expect(try ListeningSocket.activated { $0 == "LISTEN_PID" ? "1" : "1" } == nil)
    let own = { (name: String) in name == "LISTEN_PID" ? String(getpid()) : "2" }
    #expect(throws: InputError.self) { try ListeningSocket.activated(own) }
  }

  @Test func theServiceManagerIsToldOnItsSocket() throws {
    let path = "/tmp/inkling-notice-\(getpid())"
    unlink(path)
    defer { unlink(path) }
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_DGRAM, 0)
    #endif
    defer { _ = close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    try #require(isBound)
    SystemdNotice { _ in path }.send("READY=1")
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT))
    #expect(count == 7 && String(decoding: buffer.prefix(7), as: UTF8.self) == "READY=1")
  }

  @Test func anAddressThatIsNoneIsSaid() {
    #expect(throws: InputError.self) { try ListeningSocket(host: "no such host", port: 0) }
    #expect(throws: InputError.self) { try ListeningSocket(host: "127.0.0.1", port: 65536) }
  }
}
