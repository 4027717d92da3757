import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

#if TLS
  import NIOSSL
  import NIOTLS
#endif

/// Hummingbird's HTTP/1.1, and HTTP/2, with this server's limits and deadlines. TLS's handshake says which it is, and
/// without TLS the first bytes do.
struct GuardedChannel: ServerChildChannel {
  /// A connection, and what it turns out to speak.
  struct Value: ServerChildChannelValue {
    let channel: any Channel
    let spoken: EventLoopFuture<Spoken>
  }

  /// What a connection speaks.
  enum Spoken: Sendable {
    case http1(RequestChannel)
    case http2(HTTP2Connection)
  }

  private let handler: RequestHandler
  private let limits: ConnectionDeadlines.Limits
  private let tls: ServerTLS?
  private let http2: GuardedHTTP2
  private let table: ConnectionTable

  /// - Parameter connections: how many there may be at a time.
  init(_ handler: RequestHandler, _ limits: ConnectionDeadlines.Limits, connections: Int, tls: ServerTLS?) {
    self.handler = handler
    self.limits = limits
    self.tls = tls
    table = ConnectionTable(limit: connections)
    http2 = GuardedHTTP2(handler, limits)
  }

  /// The most bytes of a header field, of all, and how many there may be.
  static let heads = HTTP1Channel.Configuration.DecoderConfiguration(
    maxHeaderFieldSize: 16384, maxHeaderListSize: 32768, maxHeaderFieldCount: 100)

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      let deadlines = ConnectionDeadlines(limits, channel)
      table.add(channel, deadlines)
      let bound = NIOLoopBound(deadlines, eventLoop: channel.eventLoop)
      #if TLS
        if let tls { return try negotiate(channel, tls, bound, logger) }
      #endif
      try channel.pipeline.syncOperations.addHandler(ConnectionByteHandler(deadlines))
      let promise = channel.eventLoop.makePromise(of: Spoken.self)
      let sniffer = ProtocolSniffer(promise) { isHTTP2 in speak(isHTTP2, channel, bound, logger) }
      try channel.pipeline.syncOperations.addHandler(sniffer)
      return Value(channel: channel, spoken: promise.futureResult)
    }
  }

  func handle(value: Value, logger: Logger) async {
    await withTaskCancellationHandler {
      // A connection that ends before it speaks has no requests.
      switch try? await value.spoken.get() {
      case .http1(let connection): await inner(additional: []).handle(value: connection.take(), logger: logger)
      case .http2(let connection): await http2.handle(connection, logger)
      case nil: break
      }
      // TLS's end takes a while, and nothing may outlive the event loops.
      value.channel.close(promise: nil)
      try? await value.channel.closeFuture.get()
    } onCancel: {
      value.channel.close(promise: nil)
    }
  }

  #if TLS
    private func negotiate(
      _ channel: any Channel, _ tls: ServerTLS, _ deadlines: NIOLoopBound<ConnectionDeadlines>, _ logger: Logger
    ) throws -> Value {
      // TLS has an end of its own; where the bytes end without it, the connection was cut off.
      try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(NIOSSLServerHandler(context: tls.context))
      try pipeline.addHandler(ConnectionByteHandler(deadlines.value))
      deadlines.value.handshakeBegan()
      let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Spoken> { result in
        deadlines.value.handshakeEnded()
        return speak(result == .negotiated(ServerTLS.http2), channel, deadlines, logger)
      }
      try pipeline.addHandler(negotiation)
      return Value(channel: channel, spoken: negotiation.protocolNegotiationResult)
    }
  #endif

  private func speak(
    _ isHTTP2: Bool, _ channel: any Channel, _ deadlines: NIOLoopBound<ConnectionDeadlines>, _ logger: Logger
  ) -> EventLoopFuture<Spoken> {
    if isHTTP2 {
      return channel.eventLoop.makeCompletedFuture { .http2(try http2.setUp(channel, deadlines)) }
    }
    let additional = [ConnectionRequestHandler(deadlines.value)]
    return inner(additional: additional).setup(channel: channel, logger: logger).map { .http1(RequestChannel($0)) }
  }

  private func inner(additional: [any RemovableChannelHandler]) -> HTTP1Channel {
    // It is asked once, on the connection's own event loop.
    nonisolated(unsafe) let additional = additional
    return HTTP1Channel(
      responder: { [handler] request, writer, channel in try await handler.respond(request, writer, channel) },
      configuration: .init(additionalChannelHandlers: additional, httpDecoderConfiguration: Self.heads))
  }
}
