import HTTPTypes

/// Who may ask: a token where there is one, and on this machine's own addresses no page of another site, whatever name
/// it has the browser believe.
struct AccessPolicy: Sendable {
  /// What clients send as `Authorization: Bearer TOKEN`; nil where none is needed.
  let token: [UInt8]?
  /// The host names that requests may be for; nil for any.
  let hosts: Set<String>?
  /// Whether the server speaks TLS: its own page is then one of https.
  var isSecure = false

  /// - Throws: 400 without a Host, 401 without the token, 403 for what comes from elsewhere.
  func check(_ request: HTTPRequest, _ route: Route) throws(ServedFault) {
    guard let authority = request.authority, !authority.isEmpty else {
      throw .badRequest("the request has no header field Host")
    }
    // The first became the authority: another would have somebody else read another host.
    guard !request.headerFields.contains(Self.host) else {
      throw .badRequest("the request has several header fields Host")
    }
    if let hosts {
      // Other letters may be equal to those of a name, and are no part of one.
      guard authority.utf8.allSatisfy({ $0 < 0x80 }), hosts.contains(Self.name(of: authority).lowercased()) else {
        throw ServedFault(403, "this server answers for \(hosts.sorted().joined(separator: ", ")) alone")
      }
    }
    if let origin = request.headerFields[.origin] {
      let own = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
      guard own.count == 3, own[1].isEmpty, own[2].lowercased() == authority.lowercased(),
        !isSecure || own[0].lowercased() == "https:"
      else {
        throw ServedFault(403, "a page of another site may not ask this server")
      }
    }
    let isReading = request.method == .get || request.method == .head
    if let site = request.headerFields[Self.fetchSite], site == "cross-site", !isReading {
      throw ServedFault(403, "a page of another site may not ask this server")
    }
    if let token {
      guard route.isOpen || Self.isEqual(Self.bearer(request), token) else {
        throw ServedFault(401, "the token is missing or wrong", headers: ["WWW-Authenticate": "Bearer"])
      }
    } else if route.isAdministration {
      throw ServedFault(
        401, "models are loaded and unloaded by who has a token; start the server with --token",
        headers: ["WWW-Authenticate": "Bearer"])
    } else if case .teaching(let asked) = route, asked.changesModel, !isReading {
      // A page's own requests say where it comes from, which was checked above.
      guard hosts != nil, request.headerFields[.origin] != nil else {
        throw ServedFault(
          401, "the model is taught by who has a token, or from the server's own page on this machine",
          headers: ["WWW-Authenticate": "Bearer"])
      }
    }
  }

  /// Whether who may ask may also change which model answers, from the server's own page at least.
  var mayChangeModels: Bool { token != nil || hosts != nil }

  private static let host = HTTPField.Name("Host") ?? .origin
  private static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin

  private static func bearer(_ request: HTTPRequest) -> [UInt8] {
    guard let value = request.headerFields[.authorization], value.lowercased().hasPrefix("bearer ") else { return [] }
    return Array(value.dropFirst(7).trimmed.utf8)
  }

  /// Takes as long wherever they differ.
  private static func isEqual(_ given: [UInt8], _ token: [UInt8]) -> Bool {
    var difference: UInt8 = given.count == token.count ? 0 : 1
    for place in token.indices { difference |= token[place] ^ (place < given.count ? given[place] : 0) }
    return difference == 0
  }

  /// "localhost" of "localhost:8080", "[::1]" of "[::1]:8080".
  static func name(of authority: String) -> String {
    guard let colon = authority.lastIndex(of: ":") else { return authority }
    let port = authority[authority.index(after: colon)...]
    let isPort = port.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isPort && !authority.hasSuffix("]") ? String(authority[..<colon]) : authority
  }
}
