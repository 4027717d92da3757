import HTTPTypes
import HummingbirdCore
import NIOCore

/// Reads a request's body, which is neither too large nor in too many pieces.
enum RequestBodyReader {
  /// - Throws: 413 for what is larger than `limit`, 415 for a compressed body, 400 for one that comes in crumbs or
  ///   breaks off, 503 where other requests hold as much as there may be.
  static func bytes(of request: HeldRequest, limit: Int) async throws(ServedFault) -> [UInt8] {
    if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
      throw ServedFault(415, "a body is taken as it is, without Content-Encoding")
    }
    let tooLarge = ServedFault(413, "the body is too large; expected at most \(limit) bytes")
    let length = request.headers[.contentLength].flatMap { Int($0) }
    if let length {
      guard length <= limit else { throw tooLarge }
      try request.requireRoom(length)
    }
    do {
      var iterator = request.request.body.makeAsyncIterator()
      guard let first = try await iterator.next() else { return [] }
      var bytes = Array(first.readableBytesView)
      try request.hold(bytes.count)
      // What grows takes up to twice as much.
      if let length, length > bytes.count { bytes.reserveCapacity(length) }
      var pieces = 1
      while let next = try await iterator.next() {
        pieces += 1
        // The network's own pieces are larger.
        guard pieces <= 4096 + bytes.count / 64 else {
          // The rest would take as long: the connection ends.
          throw ServedFault(
            400, "the body comes in too many pieces; send larger chunks", headers: ["Connection": "close"])
        }
        guard bytes.count + next.readableBytes <= limit else { throw tooLarge }
        try request.hold(bytes.count + next.readableBytes)
        bytes.append(contentsOf: next.readableBytesView)
      }
      guard bytes.count <= limit else { throw tooLarge }
      // What takes long to read is not begun when nobody gets the answer.
      guard !Task.isCancelled else { throw ServedFault.busy }
      return bytes
    } catch let fault as ServedFault {
      throw fault
    } catch {
      throw .badRequest("the body breaks off")
    }
  }
}
