import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// Hummingbird's HTTP/1.1 with this server's limits and deadlines.
struct GuardedHTTP1Channel: ServerChildChannel {
  typealias Value = HTTP1Channel.Value

  private let handler: RequestHandler
  private let limits: ConnectionDeadlines.Limits

  init(_ handler: RequestHandler, _ limits: ConnectionDeadlines.Limits) {
    self.handler = handler
    self.limits = limits
  }

  /// The most bytes of a header field, of all, and how many there may be.
  static let heads = HTTP1Channel.Configuration.DecoderConfiguration(
    maxHeaderFieldSize: 16384, maxHeaderListSize: 32768, maxHeaderFieldCount: 100)

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      let deadlines = ConnectionDeadlines(limits)
      try channel.pipeline.syncOperations.addHandler(ConnectionByteHandler(deadlines))
      return NIOLoopBound(deadlines, eventLoop: channel.eventLoop)
    }.flatMap { (deadlines: NIOLoopBound<ConnectionDeadlines>) in
      inner(additional: [ConnectionRequestHandler(deadlines.value)]).setup(channel: channel, logger: logger)
    }
  }

  func handle(value: Value, logger: Logger) async {
    await inner(additional: []).handle(value: value, logger: logger)
  }

  private func inner(additional: [any RemovableChannelHandler]) -> HTTP1Channel {
    // It is asked once, on the connection's own event loop.
    nonisolated(unsafe) let additional = additional
    return HTTP1Channel(
      responder: { [handler] request, writer, channel in try await handler.respond(request, writer, channel) },
      configuration: .init(additionalChannelHandlers: additional, httpDecoderConfiguration: Self.heads))
  }
}
