import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Sees the bytes of a connection before TLS does.
final class SocketByteHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let deadlines: ConnectionDeadlines

  init(_ deadlines: ConnectionDeadlines) { self.deadlines = deadlines }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    deadlines.read(unwrapInboundIn(data).readableBytes)
    context.fireChannelRead(data)
  }
}

/// Sees the bytes of a connection, before they are a request.
final class ConnectionByteHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let deadlines: ConnectionDeadlines
  /// Whether they are the socket's own.
  private let isFirst: Bool

  init(_ deadlines: ConnectionDeadlines, isFirst: Bool) {
    self.deadlines = deadlines
    self.isFirst = isFirst
  }

  func handlerAdded(context: ChannelHandlerContext) { deadlines.started() }
  func handlerRemoved(context: ChannelHandlerContext) { deadlines.ended() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isFirst { deadlines.read(unwrapInboundIn(data).readableBytes) }
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
///
/// It is in the place of NIO's own step from the parts of HTTP/1 to those of any version, behind which nobody knows a
/// request's version.
final class ConnectionRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let deadlines: ConnectionDeadlines
  private var closes = false
  /// Whether an answer has said that none follows it.
  private var hasSaidSo = false
  /// Whether the client has said that it asks for nothing more.
  private var isToldSo = false
  /// Whether it asks in HTTP/1.0.
  private var isOld = false
  private var isDeaf = false
  /// Of the requests that are not answered yet, in their order, which want no body.
  private var wantHeadsAlone: [Bool] = []
  /// Why what came last is no request; nil where it is one.
  private var fault: ServedFault?

  init(_ deadlines: ConnectionDeadlines) { self.deadlines = deadlines }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    // A request that comes behind the last one or the last answer is not read (RFC 9112, 9.6).
    if hasSaidSo || isToldSo, case .head = part { isDeaf = true }
    guard !isDeaf else { return }
    switch part {
    case .head(let head):
      do {
        let request = try request(head)
        wantHeadsAlone.append(head.method == .HEAD)
        deadlines.headCame()
        context.fireChannelRead(wrapInboundOut(.head(request)))
      } catch {
        // Which the library answers, as it answers what it cannot read.
        fault = .badRequest("the request's address or a header field is none")
        context.fireErrorCaught(HTTPParserError.unknown)
      }
    case .body(let bytes): context.fireChannelRead(wrapInboundOut(.body(bytes)))
    case .end(let trailers):
      deadlines.bodyEnded()
      context.fireChannelRead(wrapInboundOut(.end(trailers.map { HTTPFields($0, splitCookie: false) })))
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let error = error as? HTTPParserError { fault = MessageFault.fault(error) }
    context.fireErrorCaught(error)
  }

  /// The request as all versions have it, and what it says of the connection.
  private func request(_ old: HTTPRequestHead) throws -> HTTPRequest {
    var head = try HTTPRequest(old, secure: false, splitCookie: false)
    // A target that names a host counts, whatever Host says; without Host the request is wrong all the same (RFC 9112, 3.2.2).
    if head.authority != nil, let named = Self.authority(ofTarget: old.uri) { head.authority = named }
    if old.version != .http1_1 {
      // One answer and the end: the option keep-alive need not be followed (RFC 9112, 9.3), and a wish for an interim answer
      // must not be (RFC 9110, 10.1.1).
      isOld = true
      head.headerFields[.expect] = nil
    }
    if isOld || Self.hasClose(head.headerFields[.connection]) {
      (closes, isToldSo) = (true, true)
      // As Hummingbird knows it.
      head.headerFields[.connection] = "close"
    }
    // NIO reads nothing behind a request for another protocol; this server has none to change to.
    if head.headerFields[.upgrade] != nil || head.method == .connect { closes = true }
    return head
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(var head):
      var refusal: ByteBuffer?
      if let fault, MessageFault.isBare(head) {
        self.fault = nil
        (head, refusal) = MessageFault.answer(fault)
      }
      if head.headerFields[.connection] == "close" { closes = true }
      guard closes, head.status.kind != .informational else { return write(head, context, promise) }
      // What a client has asked for behind this is answered too: only the last answer says that it is the last.
      hasSaidSo = deadlines.isLastRequest && (isToldSo || !deadlines.isOwedMore)
      head.headerFields[.connection] = hasSaidSo ? "close" : nil
      write(head, context, promise)
      if let refusal { context.write(wrapOutboundOut(.body(.byteBuffer(refusal))), promise: nil) }
    case .body(let bytes): context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: promise)
    case .end(let trailers):
      let isLast = deadlines.answered()
      // NIO does not know that an answer is to HEAD, and would write the last chunk of a body without a length: nothing
      // stands behind such a head (RFC 9112, 6.3).
      let isHeadAlone = !wantHeadsAlone.isEmpty && wantHeadsAlone.removeFirst()
      let end = wrapOutboundOut(
        isHeadAlone ? .body(.byteBuffer(ByteBuffer())) : .end(trailers.map { HTTPHeaders($0) }))
      guard hasSaidSo, isLast else { return context.write(end, promise: promise) }
      let written = promise ?? context.eventLoop.makePromise()
      let own = NIOLoopBound(deadlines, eventLoop: context.eventLoop)
      written.futureResult.whenComplete { _ in own.value.finish() }
      context.writeAndFlush(end, promise: written)
    }
  }

  private func write(_ head: HTTPResponse, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
    var old = HTTPResponseHead(head)
    // NIO writes a body without a length in chunks for later versions alone (RFC 9112, 6.1): its end is the connection's.
    if isOld, hasSaidSo, head.headerFields[.contentLength] == nil { old.version = .http1_0 }
    context.write(wrapOutboundOut(.head(old)), promise: promise)
  }

  /// The host and the port that a target in absolute form names, as they stand there; empty where it names none, nil for a
  /// target in another form.
  static func authority(ofTarget target: String) -> String? {
    guard !target.hasPrefix("/"), target != "*" else { return nil }
    guard let slashes = target.firstRange(of: "://") else { return "" }
    return String(target[slashes.upperBound...].prefix { !"/?#".contains($0) })
  }

  /// Whether the field Connection, a list in which case makes no difference, has the option (RFC 9110, 7.6.1).
  private static func hasClose(_ options: String?) -> Bool {
    guard let options else { return false }
    return options == "close" || options.lowercased().split(separator: ",").contains { $0.trimmed == "close" }
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
