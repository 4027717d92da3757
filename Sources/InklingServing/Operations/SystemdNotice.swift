import InklingPlatform

/// Tells systemd how the service is (sd_notify(3)), where it asks for that.
struct SystemdNotice: Sendable {
  private let path: String?

  init(_ environment: (String) -> String? = ListeningSocket.variable) { path = environment("NOTIFY_SOCKET") }

  /// - Parameter state: "READY=1", "STOPPING=1".
  func send(_ state: String) {
    guard let path, !path.isEmpty else { return }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    // An abstract name begins with a zero byte, which the variable writes as '@'.
    if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_DGRAM, 0)
    #endif
    guard descriptor >= 0 else { return }
    defer { _ = close(descriptor) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let text = Array(state.utf8)
    // Whether somebody listens changes nothing here.
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = sendto(descriptor, text, text.count, 0, address, length)
      }
    }
  }
}
