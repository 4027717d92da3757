import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Sees the bytes of a connection, before they are a request.
final class ConnectionByteHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let deadlines: ConnectionDeadlines

  init(_ deadlines: ConnectionDeadlines) { self.deadlines = deadlines }

  func handlerAdded(context: ChannelHandlerContext) { deadlines.started() }
  func handlerRemoved(context: ChannelHandlerContext) { deadlines.ended() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !deadlines.isLingering else { return }
    deadlines.bytesCame()
    context.fireChannelRead(data)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    deadlines.readingPaused()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    deadlines.readingResumed()
    context.read()
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
  /// Whether an answer has said that none follows it.
  private var hasSaidSo = false
  private var isDeaf = false

  init(_ deadlines: ConnectionDeadlines) { self.deadlines = deadlines }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    // A request that comes behind the last answer is not read (RFC 9112, 9.6).
    if hasSaidSo, case .head = part { isDeaf = true }
    guard !isDeaf else { return }
    switch part {
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
      // What a client has asked for behind this is answered too: only the last answer says that it is the last.
      hasSaidSo = deadlines.isLastRequest
      head.headerFields[.connection] = hasSaidSo ? "close" : nil
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .body: context.write(data, promise: promise)
    case .end:
      let isLast = deadlines.answered()
      guard closes, isLast else { return context.write(data, promise: promise) }
      let written = promise ?? context.eventLoop.makePromise()
      let own = NIOLoopBound(deadlines, eventLoop: context.eventLoop)
      written.futureResult.whenComplete { _ in own.value.finish() }
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
