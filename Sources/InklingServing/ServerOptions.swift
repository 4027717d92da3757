/// How a server serves.
public struct ServerOptions: Sendable {
  /// The address that it listens on, a name or a number.
  public var host = "127.0.0.1"
  /// The port; 0 for any that is free.
  public var port = 8080
  /// What clients must send as `Authorization: Bearer TOKEN`; nil for none.
  public var token: String?
  /// The PEM file of the server's certificate, with those that vouch for it behind it; nil speaks without TLS. It needs
  /// the package's trait `TLS`.
  public var certificate: String?
  /// The PEM file of the certificate's private key, not encrypted.
  public var privateKey: String?
  /// Whether it may listen on other addresses than this machine's own without a token.
  public var isOpen = false
  /// Threads that compute, for each model; nil for as many as there are processors.
  public var threads: Int?
  /// How long the first request of a block waits for others when the server is busy, in milliseconds.
  public var gatheringMilliseconds = 1.0
  /// The most images that may wait for a model.
  public var queuedImages = 1024
  /// The most requests a second of one client; nil for any number.
  public var ratePerSecond: Double?
  /// The most bytes of a request's body.
  public var largestBody = 16 << 20
  /// The most bytes of bodies that are held at a time, of all requests together, beside the first 64 KiB of each; at least
  /// `largestBody`.
  public var heldBodies = 256 << 20
  /// The most connections at a time, and the most requests, of which HTTP/2 has several on one.
  public var connections = 1000
  /// The file in which corrections are kept, for the models to be taught by; nil keeps none.
  public var store: String?
  /// How long requests may take to end when the server is told to end, in seconds.
  public var drainSeconds = 10.0
  /// Whether log lines are JSON.
  public var logsJSON = false
  /// Whether every request is logged.
  public var logsRequests = false
  /// Whether SIGTERM and SIGINT end it.
  public var followsSignals = true
  /// The deadlines of connections.
  package var deadlines = ConnectionDeadlines.Limits()
  /// Where log lines go; nil for standard error.
  package var logTarget: (@Sendable ([UInt8]) -> Void)?
  /// How often files are looked at, in milliseconds.
  package var watchMilliseconds = 1000

  /// The options that are used unless others are asked for.
  public init() {}
}
