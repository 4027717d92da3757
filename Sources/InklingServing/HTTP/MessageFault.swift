import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// What is wrong with bytes that are no request of HTTP/1.1. Hummingbird answers them with an empty 400; this says why.
enum MessageFault {
  /// The sentence for an error of NIO's parser. It does not tell a long address from long header fields.
  static func fault(_ error: HTTPParserError) -> ServedFault {
    let limits = GuardedChannel.heads
    return switch error {
    case .headerOverflow:
      ServedFault(
        431,
        "the address or the header fields are too long; expected at most \(limits.maxHeaderFieldSize) bytes each, "
          + "\(limits.maxHeaderListSize) in all, and \(limits.maxHeaderFieldCount) fields")
    case .invalidMethod: .badRequest("the request's method is none of HTTP's")
    case .invalidVersion: .badRequest("the request's version of HTTP is none that is spoken here; expected HTTP/1.1")
    case .invalidURL, .invalidHost, .invalidPort, .invalidPath, .invalidQueryString, .invalidFragment:
      .badRequest("the request's address is none")
    case .invalidContentLength, .unexpectedContentLength:
      .badRequest("the body's length is none, or it has chunks too; expected one of both")
    case .invalidChunkSize: .badRequest("a chunk of the body has no size")
    case .invalidHeaderToken, .lfExpected: .badRequest("a header field is none")
    case .closedConnection, .invalidEOFState: .badRequest("the request breaks off")
    // The parser has no word of its own for a length before chunks.
    default: .badRequest("this is no request of HTTP/1.1, or its body has a length and chunks; expected one of both")
    }
  }

  /// Whether an answer is the library's own: all of this server say who they are.
  static func isBare(_ head: HTTPResponse) -> Bool {
    head.status == .badRequest && head.headerFields[.server] == nil
  }

  /// The head and the body of the answer in its place.
  static func answer(_ fault: ServedFault) -> (head: HTTPResponse, body: ByteBuffer) {
    let bytes = ServedAnswer(fault).bytes
    var head = HTTPResponse(status: .init(code: fault.status))
    head.headerFields = RequestHandler.plainFields
    head.headerFields[.contentType] = "application/json"
    head.headerFields[.contentLength] = "\(bytes.count)"
    head.headerFields[.date] = HTTPDate.header()
    head.headerFields[.connection] = "close"
    return (head, ByteBuffer(bytes: bytes))
  }
}
