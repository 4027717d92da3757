import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

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
    let deadlines: NIOLoopBound<ConnectionDeadlines>
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
      try channel.pipeline.syncOperations.addHandler(ConnectionByteHandler(deadlines, isFirst: true))
      let promise = channel.eventLoop.makePromise(of: Spoken.self)
      let sniffer = ProtocolSniffer(promise) { isHTTP2 in speak(isHTTP2, channel, bound, logger) }
      try channel.pipeline.syncOperations.addHandler(sniffer)
      return Value(channel: channel, spoken: promise.futureResult, deadlines: bound)
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
    } onCancel: { [lifecycle = handler.lifecycle] in
      value.channel.eventLoop.execute {
        lifecycle.brokeOff(value.deadlines.value.requestsLost)
        value.channel.close(promise: nil)
      }
    }
  }

  #if TLS
    private func negotiate(
      _ channel: any Channel, _ tls: ServerTLS, _ deadlines: NIOLoopBound<ConnectionDeadlines>, _ logger: Logger
    ) throws -> Value {
      // TLS has an end of its own; where the bytes end without it, the connection was cut off.
      try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(SocketByteHandler(deadlines.value))
      try pipeline.addHandler(NIOSSLServerHandler(context: tls.context))
      try pipeline.addHandler(ConnectionByteHandler(deadlines.value, isFirst: false))
      deadlines.value.handshakeBegan()
      let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Spoken> { result in
        deadlines.value.handshakeEnded()
        return speak(result == .negotiated(ServerTLS.http2), channel, deadlines, logger)
      }
      try pipeline.addHandler(negotiation)
      return Value(channel: channel, spoken: negotiation.protocolNegotiationResult, deadlines: deadlines)
    }
  #endif

  private func speak(
    _ isHTTP2: Bool, _ channel: any Channel, _ deadlines: NIOLoopBound<ConnectionDeadlines>, _ logger: Logger
  ) -> EventLoopFuture<Spoken> {
    if isHTTP2 {
      return channel.eventLoop.makeCompletedFuture { .http2(try http2.setUp(channel, deadlines)) }
    }
    let additional = [ConnectionRequestHandler(deadlines.value)]
    return inner(additional: additional).setup(channel: channel, logger: logger).flatMapThrowing { value in
      let pipeline = channel.pipeline.syncOperations
      // The handler of requests does what it does, and knows their versions.
      pipeline.removeHandler(try pipeline.handler(type: HTTP1ToHTTPServerCodec.self), promise: nil)
      return .http1(RequestChannel(value))
    }
  }

  private func inner(additional: [any RemovableChannelHandler]) -> HTTP1Channel {
    // It is asked once, on the connection's own event loop.
    nonisolated(unsafe) let additional = additional
    return HTTP1Channel(
      responder: { [handler] request, writer, channel in try await handler.respond(request, writer, channel) },
      configuration: .init(additionalChannelHandlers: additional, httpDecoderConfiguration: Self.heads))
  }
}
