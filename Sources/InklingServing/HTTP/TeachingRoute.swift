/// What the addresses of corrections, teaching and versions ask for.
enum TeachingRoute: Equatable {
  case corrections, state, events, accept, discard, versions
  case serve(String)

  /// The path's form.
  var template: String {
    switch self {
    case .corrections: "/corrections"
    case .state: "/teach"
    case .events: "/teach/events"
    case .accept: "/teach/accept"
    case .discard: "/teach/discard"
    case .versions: "/versions"
    case .serve: "/versions/{version}/serve"
    }
  }

  var methods: [String] {
    switch self {
    case .corrections: ["GET", "POST", "DELETE"]
    case .state: ["GET", "POST"]
    case .events, .versions: ["GET"]
    case .accept, .discard, .serve: ["POST"]
    }
  }

  /// Whether a request that is no GET changes which model answers, and so needs more than somebody's own consent.
  var changesModel: Bool { self != .corrections }

  /// The route of a path's parts; nil for others.
  init?(_ parts: [Substring]) {
    switch (parts.first, parts.count) {
    case ("corrections", 1): self = .corrections
    case ("teach", 1): self = .state
    case ("teach", 2):
      switch parts[1] {
      case "events": self = .events
      case "accept": self = .accept
      case "discard": self = .discard
      default: return nil
      }
    case ("versions", 1): self = .versions
    case ("versions", 3) where parts[2] == "serve":
      guard let version = QueryText.decoded(parts[1]), !version.isEmpty else { return nil }
      self = .serve(version)
    default: return nil
    }
  }
}
