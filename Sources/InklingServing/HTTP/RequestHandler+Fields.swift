import HTTPTypes
import HummingbirdCore
import InklingFiles
import NIOCore
import Synchronization

extension RequestHandler {
  func fields(of answer: ServedAnswer, id: String) -> HTTPFields {
    var fields = answer.type.hasPrefix("text/html") ? Self.pageFields : Self.plainFields
    fields.append(HTTPField(name: .contentType, value: answer.type))
    if answer.stream == nil { fields.append(HTTPField(name: .contentLength, value: String(answer.bytes.count))) }
    fields.append(HTTPField(name: .date, value: HTTPDate.header()))
    fields.append(HTTPField(name: ProtocolFields.requestID, value: id))
    for (name, value) in answer.headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    if lifecycle.isDraining { fields[.connection] = "close" }
    return fields
  }

  static let plainFields = fixed("default-src 'none'; frame-ancestors 'none'")
  /// The page may load its own files and talk to this server.
  private static let pageFields = fixed(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
      + "media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")

  /// What no browser may do with an answer: run it, frame it, keep it, or take it for another type.
  private static func fixed(_ policy: String) -> HTTPFields {
    var fields = HTTPFields()
    fields[.server] = "inkling"
    fields[.cacheControl] = "no-store"
    fields[.contentSecurityPolicy] = policy
    fields[.xContentTypeOptions] = "nosniff"
    for (name, value) in [("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin")] {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }

  /// HTTP/2 bounds their sum alone.
  ///
  /// - Throws: 431 for too many header fields, or too long ones.
  static func requireBoundedFields(_ head: HTTPRequest) throws(ServedFault) {
    let (limits, fields) = (GuardedChannel.heads, head.headerFields)
    guard fields.count <= limits.maxHeaderFieldCount,
      fields.allSatisfy({ $0.name.rawName.utf8.count + $0.value.utf8.count <= limits.maxHeaderFieldSize })
    else {
      throw ServedFault(431, "the request has too many header fields, or too long ones")
    }
  }

  /// The client's own identifier, if it may be said again, or a new one.
  func identifier(_ request: HTTPRequest) -> String {
    if let given = request.headerFields[ProtocolFields.requestID], (1...64).contains(given.utf8.count),
      given.utf8.allSatisfy(Self.isIdentifierByte)
    {
      return given
    }
    return prefix + "-" + String(number.add(1, ordering: .relaxed).newValue, radix: 36)
  }

  private static func isIdentifierByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// The address without its port, as rates are counted.
  static func client(_ channel: any Channel) -> String { channel.remoteAddress?.ipAddress ?? "local" }

  static func split(_ target: String) -> (path: String, query: String) {
    guard let mark = target.firstIndex(of: "?") else { return (target, "") }
    return (String(target[..<mark]), String(target[target.index(after: mark)...]))
  }
}
