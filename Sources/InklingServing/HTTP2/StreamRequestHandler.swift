import HTTPTypes
import NIOCore
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP2

/// Sees the request and the answer of one stream: the deadlines of its body and of its reader, as HTTP/1.1 has them.
final class StreamRequestHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private static let host = HTTPField.Name("Host") ?? .origin

  private let limits: ConnectionDeadlines.Limits
  private var body: PatientDeadline?
  private var reader: PatientDeadline?
  /// Parts of the answer that the client has not taken.
  private var unwritten = 0
  private var (isRead, ends) = (false, false)

  init(_ limits: ConnectionDeadlines.Limits) { self.limits = limits }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(var head):
      body = closing(after: limits.body, context)
      // A request that was HTTP/1.1 once may have Host (RFC 9113, 8.3.1).
      let hosts = head.headerFields[values: Self.host]
      if hosts.count == 1, head.authority == nil || head.authority == hosts[0] {
        head.authority = hosts[0]
        head.headerFields[Self.host] = nil
      }
      context.fireChannelRead(wrapInboundOut(.head(head)))
    case .body: context.fireChannelRead(data)
    case .end:
      isRead = true
      body?.cancel()
      context.fireChannelRead(data)
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let written = promise ?? context.eventLoop.makePromise()
    let own = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    unwritten += 1
    if reader == nil { reader = closing(after: limits.reader, context) }
    switch unwrapOutboundIn(data) {
    case .head(var head):
      // HTTP/2 has no such field (RFC 9113, 8.2.2).
      if head.headerFields[.connection] == "close" { ends = true }
      head.headerFields[.connection] = nil
      written.futureResult.whenComplete { _ in own.value.0.wrote(own.value.1, isLast: false) }
      context.write(wrapOutboundOut(.head(head)), promise: written)
    case .body:
      written.futureResult.whenComplete { _ in own.value.0.wrote(own.value.1, isLast: false) }
      context.write(data, promise: written)
    case .end:
      written.futureResult.whenComplete { _ in own.value.0.wrote(own.value.1, isLast: true) }
      context.write(data, promise: written)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // A request that has begun is answered when the server ends.
    if !(event is ChannelShouldQuiesceEvent) { context.fireUserInboundEventTriggered(event) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    body?.cancel()
    reader?.cancel()
    context.fireChannelInactive()
  }

  /// The client took a part: it has as long again for the next.
  private func wrote(_ context: ChannelHandlerContext, isLast: Bool) {
    unwritten -= 1
    reader?.cancel()
    reader = unwritten > 0 ? closing(after: limits.reader, context) : nil
    // The rest of a body that nobody reads is not waited for.
    if isLast, ends, !isRead, context.channel.isActive {
      context.triggerUserOutboundEvent(NIOHTTP2FramePayloadToHTTPEvent.reset(code: .noError), promise: nil)
    }
  }

  private func closing(after milliseconds: Int, _ context: ChannelHandlerContext) -> PatientDeadline {
    let channel = context.channel
    return PatientDeadline(after: .milliseconds(Int64(milliseconds)), on: context.eventLoop) {
      channel.close(promise: nil)
    }
  }
}
