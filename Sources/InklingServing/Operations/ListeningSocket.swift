import InklingFiles
import InklingPlatform

/// A socket that is bound, by this process or by who started it (systemd's socket activation).
struct ListeningSocket: Sendable {
  let descriptor: CInt
  /// The address as browsers take it: "127.0.0.1", "[::1]".
  let host: String
  let port: Int
  /// Whether nobody but this machine reaches it.
  let isLoopback: Bool
  /// Whether it was handed over: who did so keeps it, and the connections that wait for it, when this process ends.
  let isShared: Bool

  /// Connections that may wait to be taken; the system may allow fewer.
  private static let queue: CInt = 512

  /// Binds an address.
  ///
  /// - Throws: `InputError`: `.usage` for an address that this machine has not, `.unavailable` for a port that is taken
  ///   or not allowed.
  init(host: String, port: Int) throws(InputError) {
    guard (0...65535).contains(port) else {
      throw InputError(.usage, "the port is out of range", expected: "0 to 65535", found: "\(port)")
    }
    var hints = addrinfo()
    hints.ai_socktype = Self.streamType
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    guard getaddrinfo(bare, String(port), &hints, &found) == 0, let first = found else {
      throw InputError(.usage, "there is no such address to listen on", found: host, remedy: "check --host")
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(first.pointee.ai_family, first.pointee.ai_socktype, 0)
    guard descriptor >= 0 else { throw Self.refused(host, port) }
    var yes: CInt = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    guard bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0, listen(descriptor, Self.queue) == 0
    else {
      let error = Self.refused(host, port)
      _ = InklingPlatform.close(descriptor)
      throw error
    }
    try self.init(bound: descriptor, isShared: false)
  }

  /// The socket that systemd hands over, if it does: as sd_listen_fds(3), which ignores what is for another process.
  ///
  /// - Parameter descriptor: of the first socket: 3 is systemd's own.
  /// - Throws: `InputError` of kind `.usage` for several, for what is no socket that can listen for TCP, and for variables
  ///   that are no numbers.
  static func activated(
    _ environment: (String) -> String? = variable, descriptor: CInt = 3
  ) throws(InputError) -> ListeningSocket? {
    guard let process = environment("LISTEN_PID") else { return nil }
    let identifier = try number(process, "LISTEN_PID")
    guard identifier == getpid(), let given = environment("LISTEN_FDS") else { return nil }
    let count = try number(given, "LISTEN_FDS")
    guard count == 1 else {
      throw InputError(
        .usage, "systemd hands over another number of sockets", expected: "LISTEN_FDS=1", found: "\(count)")
    }
    try requireListening(descriptor)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return try ListeningSocket(bound: descriptor, isShared: true)
  }

  static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// - Throws: `InputError` of kind `.usage` for what is no whole number of digits alone.
  private static func number(_ text: String, _ variable: String) throws(InputError) -> Int {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(text)
    else {
      throw InputError(
        .usage, "the variable \(variable) says which sockets are handed over, and is no number",
        found: "'\(PrintableText.shortened(PrintableText.escaped(text), to: 40))'",
        remedy: "unset it, or have systemd start the server")
    }
    return number
  }

  /// - Throws: `InputError` of kind `.usage` for what takes no connections: datagrams, a connection, no socket at all.
  private static func requireListening(_ descriptor: CInt) throws(InputError) {
    let found: String
    switch option(SO_TYPE, of: descriptor) {
    case nil: found = "no socket"
    case .some(streamType): found = isConnected(descriptor) ? "a connection; is it of Accept=yes?" : ""
    case .some: found = "a socket of another kind, such as ListenDatagram's"
    }
    guard found.isEmpty else {
      throw InputError(
        .usage, "what systemd hands over takes no connections", expected: "the socket of one ListenStream",
        found: found, remedy: "check the socket unit")
    }
  }

  private static let streamType: CInt = {
    #if canImport(Glibc)
      CInt(SOCK_STREAM.rawValue)
    #else
      SOCK_STREAM
    #endif
  }()

  private static func option(_ name: CInt, of descriptor: CInt) -> CInt? {
    var value: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
  }

  private static func isConnected(_ descriptor: CInt) -> Bool {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) == 0 }
    }
  }

  private init(bound descriptor: CInt, isShared: Bool) throws(InputError) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var text = [CChar](repeating: 0, count: 1025)
    var number = [CChar](repeating: 0, count: 32)
    let isRead = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        getsockname(descriptor, address, &length) == 0
          && getnameinfo(
            address, length, &text, socklen_t(text.count), &number, socklen_t(number.count),
            NI_NUMERICHOST | NI_NUMERICSERV) == 0
      }
    }
    guard isRead, let port = Int(Self.string(number)) else {
      throw InputError(.usage, "the socket has no address of the internet", found: "another kind of socket")
    }
    let host = Self.string(text)
    self.descriptor = descriptor
    self.host = host.contains(":") ? "[\(host)]" : host
    self.port = port
    self.isShared = isShared
    isLoopback = host == "::1" || host.hasPrefix("127.") || host.hasPrefix("::ffff:127.")
  }

  private static func string(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Why the system lets it take no connections.
  ///
  /// - Parameter code: errno's.
  func unusable(_ code: CInt) -> InputError { Self.refused(host, port, code) }

  private static func refused(_ host: String, _ port: Int, _ code: CInt = errno) -> InputError {
    let remedy =
      switch code {
      case EADDRINUSE: "end what listens there, or take another --port"
      case EACCES: "take a --port from 1024 on"
      default: "check --host and --port"
      }
    return InputError(
      .unavailable, "the server cannot listen on \(host), port \(port)", found: String(cString: strerror(code)),
      remedy: remedy)
  }
}

extension ListeningSocket {
  /// NIO shortens the queue to 128 connections when it takes a socket over, whatever its option says.
  ///
  /// How many whoever hands a socket over has asked for cannot be read: then as many may wait as the system allows.
  func restoreQueue() {
    // The socket listens already: where this is refused, its queue is shorter.
    _ = listen(descriptor, isShared ? .max : Self.queue)
  }

  /// Whether connections wait that would be lost with this process.
  var hasNewcomers: Bool {
    guard !isShared else { return false }
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&ready, 1, 0) > 0
  }

  /// Has the system drop what asks for a new connection, where it can; one that is half made is still completed. A client
  /// tries again within a second, and finds the socket closed, or another server's.
  func keepNewcomersOut() {
    #if os(Linux)
      guard !isShared else { return }
      // Of the classic packet filter: drops a TCP segment whose flags, its byte 13, have SYN (2).
      var steps = [
        FilterStep(code: 0x30, value: 13), FilterStep(code: 0x45, ifFalse: 1, value: 2),
        FilterStep(code: 0x06, value: 0), FilterStep(code: 0x06, value: .max),
      ]
      steps.withUnsafeMutableBufferPointer { steps in
        var program = FilterProgram(count: UInt16(steps.count), steps: steps.baseAddress)
        // Where the system refuses it, there is no more than a moment to come too late in.
        let size = socklen_t(MemoryLayout<FilterProgram>.size)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, size)
      }
    #endif
  }
}

#if os(Linux)
  /// `struct sock_filter` of linux/filter.h.
  private struct FilterStep {
    var code: UInt16
    var ifTrue: UInt8 = 0
    var ifFalse: UInt8 = 0
    var value: UInt32
  }

  /// `struct sock_fprog`.
  private struct FilterProgram {
    var count: UInt16
    var steps: UnsafeMutablePointer<FilterStep>?
  }
#endif
