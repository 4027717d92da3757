import HTTPTypes
import HummingbirdCore
import NIOCore

/// Reads a request's body, which is neither too large nor in too many pieces.
enum RequestBodyReader {
  /// - Throws: 413 for what is larger than `limit`, 415 for a compressed body, 400 for one that comes in crumbs or
  ///   breaks off.
  static func bytes(of request: Request, limit: Int) async throws(ServedFault) -> [UInt8] {
    if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
      throw ServedFault(415, "a body is taken as it is, without Content-Encoding")
    }
    let tooLarge = ServedFault(413, "the body is too large; expected at most \(limit) bytes")
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
    do {
      var iterator = request.body.makeAsyncIterator()
      guard let first = try await iterator.next() else { return [] }
      var bytes = Array(first.readableBytesView)
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
