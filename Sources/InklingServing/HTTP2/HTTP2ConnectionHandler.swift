import NIOCore
import NIOHTTP2

/// Counts the streams of a connection, and says good-bye: GOAWAY with the last stream that is answered, when the server
/// ends or nothing was asked for long (RFC 9113, 6.8).
final class HTTP2ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame
  typealias InboundOut = HTTP2Frame
  typealias OutboundOut = HTTP2Frame

  private let deadlines: ConnectionDeadlines
  private var lastStream = HTTP2StreamID.rootStream
  private var isAnnounced = false

  init(_ deadlines: ConnectionDeadlines) { self.deadlines = deadlines }

  func handlerAdded(context: ChannelHandlerContext) {
    let own = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    deadlines.farewell = {
      let (handler, context) = own.value
      handler.announce(context)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { deadlines.farewell = nil }

  /// A stream has begun, on the connection's event loop.
  func opened(_ stream: any Channel) {
    if let number = try? stream.syncOptions?.getOption(HTTP2StreamChannelOptions.streamID) { lastStream = number }
    deadlines.streamOpened()
    let own = NIOLoopBound(deadlines, eventLoop: stream.eventLoop)
    stream.closeFuture.whenComplete { _ in own.value.streamClosed() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    deadlines.writability(context.channel.isWritable)
    context.fireChannelWritabilityChanged()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // Who was silent when the server began to end has one chance to ask, as of HTTP/1.1.
    if deadlines.isDraining, lastStream != .rootStream { announce(context) }
    context.fireChannelReadComplete()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent { announce(context) }
    // Streams are ended by frames: whose side of the connection is closed is gone.
    if case .some(.inputClosed) = event as? ChannelEvent { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  /// Streams that are open are answered; NIO refuses later ones, which the client may ask of another connection.
  private func announce(_ context: ChannelHandlerContext) {
    guard !isAnnounced, !deadlines.isBroken else { return }
    isAnnounced = true
    let payload = HTTP2Frame.FramePayload.goAway(lastStreamID: lastStream, errorCode: .noError, opaqueData: nil)
    context.writeAndFlush(wrapOutboundOut(HTTP2Frame(streamID: .rootStream, payload: payload)), promise: nil)
  }
}
