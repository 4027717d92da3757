import HummingbirdCore

/// An answer before it is written.
struct ServedAnswer: Sendable {
  var status = 200
  var type = "application/json"
  var bytes: [UInt8] = []
  /// Further header fields.
  var headers: [(String, String)] = []
  /// Writes the body piece by piece, in place of `bytes`.
  var stream: (@Sendable (inout any ResponseBodyWriter) async throws -> Void)?

  init(json bytes: [UInt8]) { self.bytes = bytes }

  init(status: Int = 200, type: String, bytes: [UInt8]) {
    self.status = status
    self.type = type
    self.bytes = bytes
  }

  init(_ fault: ServedFault) {
    status = fault.status
    bytes = ProtocolDocuments.error(fault.message)
    headers = fault.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
