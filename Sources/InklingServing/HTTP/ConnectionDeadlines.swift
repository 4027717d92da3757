import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// How long a connection may take for each of its steps. Hummingbird has but one time, which each byte starts anew;
/// these do not move, so that a client that sends a byte now and then holds nothing for long.
///
/// It belongs to its connection's event loop.
package final class ConnectionDeadlines {
  /// The times, in milliseconds.
  package struct Limits: Sendable {
    /// From the first byte of a request to the end of its header fields.
    package var head = 10_000
    /// From there to the end of its body.
    package var body = 30_000
    /// For a client that does not take what is written.
    package var reader = 30_000
    /// Between two requests.
    package var idle = 60_000
    /// The same when the server is ending.
    package var draining = 500

    package init() {}
  }

  private enum Phase { case idle, head, body, answering }

  let limits: Limits
  private var phase = Phase.idle
  private var since = NIODeadline.now()
  private var stalled: NIODeadline?
  private var isDraining = false
  private var openRequests = 0
  private var task: Scheduled<Void>?
  private var taskTime: NIODeadline?

  init(_ limits: Limits) { self.limits = limits }

  func started(_ context: ChannelHandlerContext) {
    since = .now()
    schedule(context)
  }

  func ended() {
    task?.cancel()
    task = nil
  }

  func bytesCame(_ context: ChannelHandlerContext) {
    if phase == .idle { enter(.head, context) }
  }

  func headCame(_ context: ChannelHandlerContext) {
    openRequests += 1
    enter(.body, context)
  }

  func bodyEnded(_ context: ChannelHandlerContext) { enter(.answering, context) }

  /// - Returns: whether no request is open any more.
  func answered(_ context: ChannelHandlerContext) -> Bool {
    openRequests -= 1
    guard openRequests <= 0, phase != .body else { return openRequests <= 0 }
    enter(.idle, context)
    return true
  }

  func writability(_ isWritable: Bool, _ context: ChannelHandlerContext) {
    stalled = isWritable ? nil : stalled ?? .now()
    schedule(context)
  }

  func drain(_ context: ChannelHandlerContext) {
    isDraining = true
    if phase == .idle { since = .now() }
    schedule(context)
  }

  private func enter(_ next: Phase, _ context: ChannelHandlerContext) {
    phase = next
    since = .now()
    schedule(context)
  }

  private var deadline: NIODeadline? {
    let own: NIODeadline? =
      switch phase {
      case .idle: since + .milliseconds(Int64(isDraining ? limits.draining : limits.idle))
      case .head: since + .milliseconds(Int64(limits.head))
      case .body: since + .milliseconds(Int64(limits.body))
      case .answering: nil
      }
    guard let stalled else { return own }
    let reader = stalled + .milliseconds(Int64(limits.reader))
    return own.map { min($0, reader) } ?? reader
  }

  /// One task a connection: where it comes too early it looks again.
  private func schedule(_ context: ChannelHandlerContext) {
    guard let deadline else { return }
    if let taskTime, taskTime <= deadline, task != nil { return }
    task?.cancel()
    taskTime = deadline
    let channel = context.channel
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let place = NIOLoopBound(context, eventLoop: context.eventLoop)
    task = context.eventLoop.scheduleTask(deadline: deadline) {
      bound.value.task = nil
      guard let now = bound.value.deadline else { return }
      if now <= .now() { channel.close(promise: nil) } else { bound.value.schedule(place.value) }
    }
  }
}

/// Sees the bytes of a connection, before they are a request.
final class ConnectionByteHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let deadlines: ConnectionDeadlines

  init(_ deadlines: ConnectionDeadlines) { self.deadlines = deadlines }

  func handlerAdded(context: ChannelHandlerContext) { deadlines.started(context) }
  func handlerRemoved(context: ChannelHandlerContext) { deadlines.ended() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    deadlines.bytesCame(context)
    context.fireChannelRead(data)
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
    case .head: deadlines.headCame(context)
    case .end: deadlines.bodyEnded(context)
    case .body: break
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head):
      if head.headerFields[.connection] == "close" { closes = true }
      context.write(data, promise: promise)
    case .body: context.write(data, promise: promise)
    case .end:
      let isLast = deadlines.answered(context)
      guard closes, isLast else { return context.write(data, promise: promise) }
      let channel = context.channel
      let written = promise ?? context.eventLoop.makePromise()
      written.futureResult.whenComplete { _ in channel.close(promise: nil) }
      context.writeAndFlush(data, promise: written)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    deadlines.writability(context.channel.isWritable, context)
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
    deadlines.drain(context)
  }
}
