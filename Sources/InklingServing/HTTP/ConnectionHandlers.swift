import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Sees the bytes of a connection, before they are a request.
final class ConnectionByteHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let deadlines: ConnectionDeadlines

  init(_ deadlines: ConnectionDeadlines) { self.deadlines = deadlines }

  func handlerAdded(context: ChannelHandlerContext) { deadlines.started() }
  func handlerRemoved(context: ChannelHandlerContext) { deadlines.ended() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    deadlines.bytesCame()
    context.fireChannelRead(data)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent { deadlines.drain() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadlines.ended()
    context.fireChannelInactive()
  }
}

/// Sees requests and answers, ends the connection after an answer that says so, and lets a client that asks while the
/// server ends have one more answer.
final class ConnectionRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let deadlines: ConnectionDeadlines
  private var closes = false

  init(_ deadlines: ConnectionDeadlines) { self.deadlines = deadlines }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      deadlines.headCame()
      // NIO reads nothing behind a request for another protocol; this server has none to change to.
      if head.headerFields[.upgrade] != nil || head.method == .connect { closes = true }
    case .end: deadlines.bodyEnded()
    case .body: break
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(var head):
      if head.headerFields[.connection] == "close" { closes = true }
      guard closes, head.status.kind != .informational else { return context.write(data, promise: promise) }
      head.headerFields[.connection] = "close"
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .body: context.write(data, promise: promise)
    case .end:
      let isLast = deadlines.answered()
      guard closes, isLast else { return context.write(data, promise: promise) }
      let channel = context.channel
      let written = promise ?? context.eventLoop.makePromise()
      written.futureResult.whenComplete { _ in channel.close(promise: nil) }
      context.writeAndFlush(data, promise: written)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    deadlines.writability(context.channel.isWritable)
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // The first handler has seen it; the others would close what may still ask once.
    if !(event is ChannelShouldQuiesceEvent) { context.fireUserInboundEventTriggered(event) }
  }
}
