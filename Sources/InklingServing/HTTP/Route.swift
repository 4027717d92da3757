/// What an address and a method ask for: an exact table, in which nothing of the address becomes a path.
enum Route: Equatable {
  case serverMetadata, live, ready
  case modelMetadata(String, version: String?)
  case modelReady(String, version: String?)
  case infer(String, version: String?)
  case predict
  /// What the network does with an image, for the page.
  case explain
  case index
  case load(String)
  case unload(String)
  case metrics
  /// Corrections, teaching and versions.
  case teaching(TeachingRoute)
  /// A file of the page's, by its address.
  case file(String)

  /// The path's form, for metrics and the description of the service.
  var template: String {
    switch self {
    case .serverMetadata: "/v2"
    case .live: "/v2/health/live"
    case .ready: "/v2/health/ready"
    case .modelMetadata(_, let version): "/v2/models/{model}" + Self.part(version)
    case .modelReady(_, let version): "/v2/models/{model}" + Self.part(version) + "/ready"
    case .infer(_, let version): "/v2/models/{model}" + Self.part(version) + "/infer"
    case .predict: "/predict"
    case .explain: "/explain"
    case .index: "/v2/repository/index"
    case .load: "/v2/repository/models/{model}/load"
    case .unload: "/v2/repository/models/{model}/unload"
    case .metrics: "/metrics"
    case .teaching(let route): route.template
    case .file(let path): path
    }
  }

  /// The methods that it has; GET also answers HEAD.
  var methods: [String] {
    switch self {
    case .infer, .predict, .explain, .index, .load, .unload: ["POST"]
    case .teaching(let route): route.methods
    default: ["GET"]
    }
  }

  /// Whether everybody may ask, token or not: what says that the server is there, and what a browser needs before it
  /// can send one.
  var isOpen: Bool {
    switch self {
    case .live, .ready, .file: true
    default: false
    }
  }

  /// Whether a client's rate counts it where it is answered: not what a browser needs to show the page, nor what watches the
  /// server.
  var isCounted: Bool {
    switch self {
    case .live, .ready, .file, .metrics: false
    default: true
    }
  }

  /// Whether it changes which models are served.
  var isAdministration: Bool {
    switch self {
    case .load, .unload: true
    default: false
    }
  }

  /// Whether its path names all that is asked for: a model, a version, or all models.
  var isOfModels: Bool {
    switch self {
    case .modelMetadata, .modelReady, .infer, .index, .load, .unload: true
    default: false
    }
  }

  /// The route of a path without its query; nil for what is not served.
  init?(path: String) {
    guard path.utf8.first == UInt8(ascii: "/") else { return nil }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    switch (parts.first, parts.count) {
    case ("v2", 1): self = .serverMetadata
    case ("v2", _):
      guard let route = Self.protocolRoute(Array(parts.dropFirst())) else { return nil }
      self = route
    case ("predict", 1): self = .predict
    case ("explain", 1): self = .explain
    case ("metrics", 1): self = .metrics
    case ("corrections", _), ("teach", _), ("versions", _):
      guard let route = TeachingRoute(Array(parts)) else { return nil }
      self = .teaching(route)
    default:
      guard ServedFiles.named(path) != nil else { return nil }
      self = .file(path)
    }
  }

  private static func protocolRoute(_ parts: [Substring]) -> Route? {
    switch parts.first {
    case "health" where parts.count == 2:
      return parts[1] == "live" ? .live : parts[1] == "ready" ? .ready : nil
    case "repository":
      if parts.count == 2, parts[1] == "index" { return .index }
      guard parts.count == 4, parts[1] == "models", let name = name(parts[2]) else { return nil }
      return parts[3] == "load" ? .load(name) : parts[3] == "unload" ? .unload(name) : nil
    case "models":
      guard parts.count >= 2, let model = name(parts[1]) else { return nil }
      var rest = parts.dropFirst(2)
      var version: String?
      if rest.first == "versions" {
        guard rest.count >= 2, let named = name(rest[rest.startIndex + 1]) else { return nil }
        version = named
        rest = rest.dropFirst(2)
      }
      switch (rest.first, rest.count) {
      case (nil, 0): return .modelMetadata(model, version: version)
      case ("ready", 1): return .modelReady(model, version: version)
      case ("infer", 1): return .infer(model, version: version)
      default: return nil
      }
    default: return nil
    }
  }

  private static func name(_ part: Substring) -> String? {
    guard let name = QueryText.decoded(part), !name.isEmpty else { return nil }
    return name
  }

  private static func part(_ version: String?) -> String { version == nil ? "" : "/versions/{version}" }
}
