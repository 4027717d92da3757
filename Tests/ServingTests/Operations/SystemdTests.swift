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

  private func variables(_ process: String, _ count: String?) -> (String) -> String? {
    { name in name == "LISTEN_PID" ? process : name == "LISTEN_FDS" ? count : nil }
  }

  private func refusal(_ process: String, _ count: String?, _ descriptor: CInt = -1) -> String? {
    let error = #expect(throws: InputError.self) {
      _ = try ListeningSocket.activated(variables(process, count), descriptor: descriptor)
    }
    #expect(error?.kind == .usage)
    return error?.description
  }

  @Test func variablesThatAreNoNumbersAreRefused() throws {
    let own = String(getpid())
    for count in ["x", "", "1x", " 1", "-1", "+1", "99999999999999999999"] {
      #expect(refusal(own, count)?.contains("LISTEN_FDS") == true, "\(count)")
    }
    for process in ["x", "", "\(own) ", "0x1", "-\(own)"] {
      #expect(refusal(process, "1")?.contains("LISTEN_PID") == true, "\(process)")
    }
    // Another process's are not looked at, and without a number there is no socket.
    #expect(try ListeningSocket.activated(variables("1", "x")) == nil)
    #expect(try ListeningSocket.activated(variables(own, nil)) == nil)
  }

  @Test func whatTakesNoConnectionsIsRefused() throws {
    let own = String(getpid())
    let listening = try ListeningSocket(host: "127.0.0.1", port: 0)
    defer { _ = close(listening.descriptor) }
    let taken = try ListeningSocket.activated(variables(own, "1"), descriptor: listening.descriptor)
    #expect(taken?.port == listening.port && taken?.isShared == true)
    #if canImport(Glibc)
      let (stream, datagram) = (CInt(SOCK_STREAM.rawValue), CInt(SOCK_DGRAM.rawValue))
    #else
      let (stream, datagram) = (SOCK_STREAM, SOCK_DGRAM)
    #endif
    let packets = socket(AF_INET, datagram, 0)
    var pair: [CInt] = [-1, -1]
    try #require(socketpair(AF_UNIX, stream, 0, &pair) == 0)
    let file = open("/dev/null", O_RDONLY)
    defer { for descriptor in pair + [packets, file] { _ = close(descriptor) } }
    #expect(refusal(own, "1", packets)?.contains("another kind") == true)
    #expect(refusal(own, "1", pair[0])?.contains("a connection") == true)
    #expect(refusal(own, "1", file)?.contains("no socket") == true)
    #expect(refusal(own, "1", 9999)?.contains("no socket") == true)
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
