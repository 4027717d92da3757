import HummingbirdCore
package import InklingFiles
package import InklingStore
import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization
import UnixSignals

/// A server that answers over HTTP with models: the Open Inference Protocol (V2), and `POST /predict` for pictures.
///
///     let server = try InferenceServer(models: [ServedSource(path: "runs/digits")])
///     print(server.address)
///     try await server.run()
public final class InferenceServer: Sendable, Service {
  private let socket: ListeningSocket
  private let options: ServerOptions
  private let metrics = ServerMetrics()
  private let lifecycle = ServerLifecycle()
  private let log: ServerLog
  private let policy: AccessPolicy
  private let tls: ServerTLS?
  private let stopping = StopRequest()
  /// What is held of the bodies of requests.
  let bodies: BodyAllowance
  /// The models that it serves.
  package let models: ModelRepository
  /// Where they are corrected and taught; nil where they are not.
  package let desks: TeachingDesks?
  /// The store that was opened for this server alone; it closes it. Nil where somebody else does, or there is none.
  private let ownStore: CorrectionStore?

  /// Binds the address and opens the models.
  ///
  /// - Parameters:
  ///   - ownStore: the store that `teaching` names, where the server is to close it when it ends.
  ///   - check: what must hold of all models together before any of them is taught.
  /// - Throws: `InputError`: `.usage` for an address that others reach without a token, `.unavailable` for one that is
  ///   taken; what is wrong with a certificate or its key; as the models' opening.
  package init(
    sources: [ModelSource], options: ServerOptions, ownStore: CorrectionStore? = nil,
    teaching: ((LoadedModel) throws(InputError) -> TeachingParts)? = nil,
    check: ([LoadedModel]) throws(InputError) -> Void = { (_) throws(InputError) in }
  ) throws(InputError) {
    self.ownStore = ownStore
    bodies = BodyAllowance(max(options.heldBodies, options.largestBody))
    tls = try ServerTLS.made(certificate: options.certificate, key: options.privateKey)
    let socket: ListeningSocket
    if let activated = try ListeningSocket.activated() {
      socket = activated
    } else {
      socket = try ListeningSocket(host: options.host, port: options.port)
    }
    if let token = options.token {
      guard (8...512).contains(token.utf8.count), token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw InputError(
          .usage, "the token is out of range", expected: "8 to 512 printable characters without spaces",
          found: "\(token.utf8.count)")
      }
    }
    guard socket.isLoopback || options.token != nil || options.isOpen else {
      throw InputError(
        .usage, "others reach this address, and no token keeps them out", found: socket.host,
        remedy: "give --token or INKLING_TOKEN, or --open to serve everybody")
    }
    self.socket = socket
    self.options = options
    log = ServerLog(
      options.logsJSON ? .json : .plain, level: options.logsRequests ? .requests : .notices, write: options.logTarget)
    var hosts: Set<String> = ["localhost", "127.0.0.1", "[::1]", socket.host]
    hosts.insert(options.host.lowercased())
    policy = AccessPolicy(
      token: options.token.map { Array($0.utf8) }, hosts: socket.isLoopback ? hosts : nil, isSecure: tls != nil)
    models = try ModelRepository(
      sources,
      ModelRepository.Loading(
        threads: options.threads ?? Processors.count, queueLimit: options.queuedImages,
        gathering: UInt64(max(0, min(1000, options.gatheringMilliseconds)) * 1e6)),
      metrics: metrics, log: log)
    guard let teaching else {
      desks = nil
      return
    }
    desks = try TeachingDesks(models, metrics: metrics, log: log, check: check, parts: teaching)
  }

  /// The address to open: "http://127.0.0.1:8080", with TLS "https://...".
  public var address: String {
    let host = ["0.0.0.0", "[::]"].contains(socket.host) ? "localhost" : socket.host
    return "\(tls == nil ? "http" : "https")://\(host):\(socket.port)"
  }

  /// Serves until it is told to end: by SIGTERM or SIGINT where the options say so, by `stop()`, or by the service
  /// group that runs it. Requests that are being answered are ended first, as long as the options allow.
  public func run() async throws { try await run {} }

  /// Serves, and says when it has begun to.
  ///
  /// - Parameter whenServing: is called once it answers, and follows signals where the options say so. An error that it
  ///   throws ends the server, and is thrown.
  public func run(whenServing: @escaping @Sendable () throws -> Void) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: min(4, Processors.count))
    var logger = Logger(label: "inkling") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .critical
    let handler = RequestHandler(
      models, options, policy: policy, metrics: metrics, log: log, lifecycle: lifecycle, desks: desks,
      allowance: bodies)
    let (limits, log) = (options.deadlines, log)
    var start = ["address": address]
    // The token itself is for nobody's log.
    if options.token != nil { start["page"] = "it asks for the token" }
    let (stopping, fault, facts) = (stopping, StartFault(), start)
    let listener = Listener(
      socket: socket, child: GuardedChannel(handler, limits, connections: options.connections, tls: tls), group: group,
      logger: logger, limits: limits, metrics: metrics, lifecycle: lifecycle,
      onRunning: {
        do {
          try whenServing()
        } catch {
          fault.error.withLock { $0 = error }
          return stopping.stop()
        }
        log.notice("serving", facts)
        SystemdNotice().send("READY=1")
      }, onEnding: { SystemdNotice().send("STOPPING=1") })
    let services: [any Service] = [
      listener, ModelWatch(models: models, desks: desks, milliseconds: options.watchMilliseconds), stopping,
    ]
    var configuration = ServiceGroupConfiguration(
      services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
      gracefulShutdownSignals: options.followsSignals ? [.sigterm, .sigint] : [], logger: logger)
    configuration.maximumGracefulShutdownDuration = .milliseconds(Int(max(0, options.drainSeconds) * 1000))
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch is CancellationError {
      // Whoever runs it has cancelled it: that is its end.
    }
    if lifecycle.unanswered > 0 {
      log.warning("requests were left unanswered", ["count": "\(lifecycle.unanswered)"])
    }
    desks?.stop()
    models.close()
    try? await group.shutdownGracefully()
    closeStore()
    if let error = fault.error.withLock({ $0 }) { throw error }
    log.notice("ended")
  }

  /// Before the process ends, which runs no `deinit`: the store's file alone has all corrections then.
  private func closeStore() {
    do throws(InputError) {
      try ownStore?.close()
    } catch {
      log.warning("the store is not closed in order", ["error": error.description])
    }
  }

  /// Whether it is ending.
  package var isDraining: Bool { lifecycle.isDraining }

  /// Has it end as SIGTERM does.
  public func stop() { stopping.stop() }
}

/// Why it could not be said that the server has begun.
private final class StartFault: Sendable {
  let error = Mutex<(any Error)?>(nil)
}

/// A service that is done when somebody asks for the end.
private final class StopRequest: Service {
  private let (stream, continuation) = AsyncStream.makeStream(of: Void.self)

  func stop() { continuation.finish() }

  func run() async throws {
    await cancelWhenGracefulShutdown { [stream] in
      for await _ in stream {}
    }
  }
}
