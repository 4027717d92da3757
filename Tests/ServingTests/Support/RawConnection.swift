import InklingPlatform
import Testing

/// A connection to a server on this machine, byte by byte: what no client library would send.
final class RawConnection {
  private let descriptor: CInt
  private var rest: [UInt8] = []

  /// A silent server is given up after half a minute.
  convenience init(port: Int, receiveBuffer: CInt? = nil) throws {
    try self.init(#require(Self.reach(port, receiveBuffer)))
  }

  /// Nil where nobody listens.
  convenience init?(ifListening port: Int) {
    guard let descriptor = Self.reach(port, nil) else { return nil }
    self.init(descriptor)
  }

  private init(_ descriptor: CInt) { self.descriptor = descriptor }

  private static func reach(_ port: Int, _ receiveBuffer: CInt?) -> CInt? {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { return nil }
    var time = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<CInt>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      _ = InklingPlatform.close(descriptor)
      return nil
    }
    return descriptor
  }

  deinit { _ = close(descriptor) }

  /// - Returns: false when the server has gone away.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var place = 0
    while place < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        InklingPlatform.send(descriptor, raw.baseAddress.map { $0 + place }, bytes.count - place, CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      place += count
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Nothing more is sent.
  func finish() { _ = shutdown(descriptor, CInt(SHUT_WR)) }

  /// The next bytes; nil at the end, or when it was broken off.
  func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  /// Whether the server ends the connection; what it sends before that is dropped.
  func isEnded() -> Bool {
    while true {
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count == 0 { return true }
      if count < 0 { return errno == ECONNRESET }
    }
  }

  /// The next answer, with a body of the length that it says; nil when there is none.
  func answer(hasBody: Bool = true) -> RawAnswer? {
    while true {
      if let answer = RawAnswer(&rest, hasBody: hasBody) { return answer }
      guard let more = receive() else { return nil }
      rest += more
    }
  }

  /// Sends a request and reads its answer.
  func ask(_ text: String) -> RawAnswer? {
    send(text)
    return answer()
  }
}

/// An answer as it came.
struct RawAnswer: Sendable {
  let status: Int
  let fields: [String: String]
  let body: [UInt8]
  var text: String { String(decoding: body, as: UTF8.self) }

  /// Takes the first whole answer off the bytes.
  init?(_ bytes: inout [UInt8], hasBody: Bool) {
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) }) else {
      return nil
    }
    var lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    guard !lines.isEmpty, let status = Int(lines.removeFirst().split(separator: " ")[1]) else { return nil }
    var fields: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
    }
    let length = hasBody ? Int(fields["content-length"] ?? "0") ?? 0 : 0
    guard bytes.count >= end + 4 + length else { return nil }
    self.status = status
    self.fields = fields
    body = Array(bytes[(end + 4)..<(end + 4 + length)])
    bytes.removeFirst(end + 4 + length)
  }
}
