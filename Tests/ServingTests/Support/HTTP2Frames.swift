import Testing

/// HTTP/2 frame by frame over a raw connection: what no client library would send.
struct HTTP2Frames {
  /// A frame that came.
  struct Frame: Sendable {
    let type: UInt8
    let flags: UInt8
    let stream: Int
    let payload: [UInt8]
  }

  static let (data, headers, reset, settings, ping, goAway, windowUpdate, continuation) =
    (0, 1, 3, 4, 6, 7, 8, 9) as (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8)
  static let (endStream, endHeaders) = (1, 4) as (UInt8, UInt8)

  let connection: RawConnection
  private var rest: [UInt8] = []

  /// Opens a connection with prior knowledge: the preface, and empty settings.
  init(_ connection: RawConnection) {
    self.connection = connection
    connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    connection.send(Self.frame(Self.settings))
  }

  static func frame(_ type: UInt8, flags: UInt8 = 0, stream: Int = 0, _ payload: [UInt8] = []) -> [UInt8] {
    let length = [16, 8, 0].map { UInt8(truncatingIfNeeded: payload.count >> $0) }
    let number = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: stream >> $0) }
    return length + [type, flags] + number + payload
  }

  /// Header fields without compression: literals that are not indexed (RFC 7541, 6.2.2).
  static func block(_ fields: [(String, String)]) -> [UInt8] {
    fields.flatMap { name, value in [0] + text(name) + text(value) }
  }

  /// A text with its length, as a number with a prefix of seven bits.
  private static func text(_ text: String) -> [UInt8] {
    var (length, bytes) = (text.utf8.count, [UInt8]())
    if length < 127 {
      bytes = [UInt8(length)]
    } else {
      length -= 127
      bytes = [127]
      while length >= 128 {
        bytes.append(UInt8(length % 128) | 128)
        length /= 128
      }
      bytes.append(UInt8(length))
    }
    return bytes + text.utf8
  }

  /// The fields of a request.
  static func request(
    _ method: String = "GET", _ path: String = "/v2/health/live", _ more: [(String, String)] = []
  ) -> [UInt8] {
    block([(":method", method), (":scheme", "http"), (":authority", "localhost"), (":path", path)] + more)
  }

  /// Sends a whole request.
  func ask(_ method: String, _ path: String, stream: Int, body: [UInt8] = [], _ more: [(String, String)] = []) {
    let flags = Self.endHeaders | (body.isEmpty ? Self.endStream : 0)
    connection.send(Self.frame(Self.headers, flags: flags, stream: stream, Self.request(method, path, more)))
    if !body.isEmpty {
      connection.send(Self.frame(Self.data, flags: Self.endStream, stream: stream, body))
    }
  }

  /// The next frame; nil at the connection's end.
  mutating func next() -> Frame? {
    while true {
      if rest.count >= 9 {
        let length = Int(rest[0]) << 16 | Int(rest[1]) << 8 | Int(rest[2])
        if rest.count >= 9 + length {
          let stream = rest[5..<9].reduce(0) { $0 << 8 | Int($1) }
          let frame = Frame(type: rest[3], flags: rest[4], stream: stream, payload: Array(rest[9..<9 + length]))
          rest.removeFirst(9 + length)
          return frame
        }
      }
      guard let more = connection.receive() else { return nil }
      rest += more
    }
  }

  /// The body of the answer on a stream, whose end is awaited; nil when it is reset or the connection ends. What came
  /// makes room for as much again.
  mutating func body(of stream: Int) -> String? {
    var bytes: [UInt8] = []
    while let frame = next() {
      guard frame.stream == stream else { continue }
      switch frame.type {
      case Self.data:
        bytes += frame.payload
        let room = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: frame.payload.count >> $0) }
        for number in [0, stream] where !frame.payload.isEmpty {
          connection.send(Self.frame(Self.windowUpdate, stream: number, room))
        }
      case Self.reset: return nil
      default: break
      }
      if [Self.data, Self.headers].contains(frame.type), frame.flags & Self.endStream != 0 {
        return String(decoding: bytes, as: UTF8.self)
      }
    }
    return nil
  }

  /// The error of the GOAWAY frame that ends the connection; nil when it ends without one.
  mutating func end() -> Int? {
    var code: Int?
    while let frame = next() {
      if frame.type == Self.goAway { code = frame.payload[4..<8].reduce(0) { $0 << 8 | Int($1) } }
    }
    return code
  }
}
