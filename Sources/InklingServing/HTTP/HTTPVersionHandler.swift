import NIOCore
import NIOHTTP1

/// Has a request of HTTP/1.0 mean what it means there: one answer and the end of the connection, no interim answer, and no
/// body in chunks (RFC 9112, 6.1 and 9.3; RFC 9110, 10.1.1). Behind it nobody knows a request's version.
final class HTTPVersionHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private var isOld = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data), head.version != .http1_1 else {
      return context.fireChannelRead(data)
    }
    isOld = true
    // The option keep-alive need not be followed.
    head.headers.replaceOrAdd(name: "Connection", value: "close")
    head.headers.remove(name: "Expect")
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard isOld, case .head(var head) = unwrapOutboundIn(data), !head.headers.contains(name: "Content-Length") else {
      return context.write(data, promise: promise)
    }
    // NIO writes chunks for later versions alone; the end of the connection ends the body.
    head.version = .http1_0
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }
}
