import NIOCore

/// Waits for the first bytes of a connection: HTTP/2 begins with a preface that is no request of HTTP/1.1
/// (RFC 9113, 3.4).
final class ProtocolSniffer: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  private var promise: EventLoopPromise<GuardedChannel.Spoken>?
  private let speak: (_ isHTTP2: Bool) -> EventLoopFuture<GuardedChannel.Spoken>
  private var bytes = ByteBuffer()
  private var isDecided = false

  /// - Parameters:
  ///   - promise: what it turns out to be.
  ///   - speak: adds the handlers of HTTP/1.1 or HTTP/2.
  init(
    _ promise: EventLoopPromise<GuardedChannel.Spoken>,
    speak: @escaping (_ isHTTP2: Bool) -> EventLoopFuture<GuardedChannel.Spoken>
  ) {
    self.promise = promise
    self.speak = speak
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var more = unwrapInboundIn(data)
    bytes.writeBuffer(&more)
    guard !isDecided else { return }
    let start = bytes.readableBytesView.prefix(Self.preface.count)
    let isHTTP2 = Self.preface.starts(with: start)
    guard !isHTTP2 || start.count == Self.preface.count else { return }
    isDecided = true
    let own = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    speak(isHTTP2).whenComplete { result in
      let (handler, context) = own.value
      handler.handOver(result, context)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // Who says nothing more has not said enough.
    if case .some(.inputClosed) = event as? ChannelEvent, !isDecided { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(.failure(ChannelError.eof))
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { finish(.failure(ChannelError.eof)) }

  private func handOver(_ result: Result<GuardedChannel.Spoken, any Error>, _ context: ChannelHandlerContext) {
    finish(result)
    guard case .success = result else { return context.close(promise: nil) }
    context.fireChannelRead(wrapInboundOut(bytes))
    context.fireChannelReadComplete()
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  private func finish(_ result: Result<GuardedChannel.Spoken, any Error>) {
    promise?.completeWith(result)
    promise = nil
  }
}
