import NIOCore

/// Follows the bytes of a connection that speaks HTTP/2, so that what has begun has a deadline: the preface, header
/// fields with the frames that continue them, and every other frame but DATA, which has its stream's.
///
/// Nothing is read any more of a client that broke the protocol.
final class HTTP2FrameHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let deadlines: ConnectionDeadlines
  private var progress = HTTP2FrameProgress()

  init(_ deadlines: ConnectionDeadlines) { self.deadlines = deadlines }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !deadlines.isBroken else { return }
    progress.read(unwrapInboundIn(data).readableBytesView)
    deadlines.frame(isUnfinished: progress.isUnfinished)
    context.fireChannelRead(data)
  }
}
