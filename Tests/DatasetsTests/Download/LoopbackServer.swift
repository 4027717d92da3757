import Foundation
import Synchronization

/// A small HTTP server on this machine alone, which answers as badly as a test wants.
final class LoopbackServer: Sendable {
  struct Request: Sendable, Equatable {
    let path: String
    /// The first byte asked for, when the client goes on from the middle.
    let start: Int?
  }

  struct Reply: Sendable {
    var status = 200
    var headers: [String] = []
    var body: [UInt8] = []
    /// The connection is cut after so many bytes of the body.
    var cut: Int?

    /// The body, from where the client asked for it.
    static func file(_ body: [UInt8], _ request: Request, cut: Int? = nil) -> Reply {
      guard let start = request.start else { return Reply(body: body, cut: cut) }
      guard start < body.count else { return Reply(status: 416, headers: ["Content-Range: bytes */\(body.count)"]) }
      return Reply(
        status: 206, headers: ["Content-Range: bytes \(start)-\(body.count - 1)/\(body.count)"],
        body: Array(body[start...]), cut: cut)
    }
  }

  let port: UInt16
  private let listener: CInt
  private let seen = Mutex<[Request]>([])

  /// The address, with a slash at its end.
  var address: String { "http://127.0.0.1:\(port)/" }

  /// Everything that was asked for so far.
  var requests: [Request] { seen.withLock { $0 } }

  /// - Parameter respond: is given the request and how many requests for the same path came before it.
  init(_ respond: @escaping @Sendable (Request, Int) -> Reply) throws {
    // A proxy of this machine must not come between.
    setenv("no_proxy", "127.0.0.1", 1)
    (listener, port) = try Self.listen()
    let listener = listener
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        answer(connection, respond)
        close(connection)
      }
    }
  }

  /// Answers no more.
  func stop() {
    shutdown(listener, CInt(SHUT_RDWR))
    close(listener)
  }

  /// A port on which nobody listens.
  static func closedPort() throws -> UInt16 {
    let (listener, port) = try listen()
    close(listener)
    return port
  }

  private static func listen() throws -> (CInt, UInt16) {
    #if os(Linux)
      let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    #else
      let listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) | Foundation.listen(listener, 16) | getsockname(listener, $0, &size)
      }
    }
    guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    return (listener, UInt16(bigEndian: address.sin_port))
  }

  private func answer(_ connection: CInt, _ respond: (Request, Int) -> Reply) {
    guard let request = Self.request(from: connection) else { return }
    let before = seen.withLock { seen in
      defer { seen.append(request) }
      return seen.count { $0.path == request.path }
    }
    let reply = respond(request, before)
    let headers = reply.headers + ["Content-Length: \(reply.body.count)", "Connection: close"]
    let head = "HTTP/1.1 \(reply.status) Answer\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n"
    let bytes = Array(head.utf8) + reply.body.prefix(reply.cut ?? reply.body.count)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
      if count <= 0 { return }
      sent += count
    }
  }

  private static func request(from connection: CInt) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !String(decoding: bytes, as: UTF8.self).contains("\r\n\r\n") {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      bytes += buffer[..<count]
    }
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    let path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? "/"
    let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
    return Request(path: path, start: range.flatMap { Int($0.dropFirst(13).prefix { $0.isNumber }) })
  }
}
