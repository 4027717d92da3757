import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP2

/// A connection that speaks HTTP/2, with the streams that its client opens.
struct HTTP2Connection: Sendable {
  let streams: NIOHTTP2Handler.AsyncStreamMultiplexer<RequestChannel>
}

/// HTTP/2 (RFC 9113) with this server's limits and deadlines: each stream is a request, answered as HTTP/1.1's are.
struct GuardedHTTP2: Sendable {
  private let stream: HTTP2Stream

  init(_ handler: RequestHandler, _ limits: ConnectionDeadlines.Limits) {
    stream = HTTP2Stream(handler, limits)
  }

  /// Streams of a connection at a time: what NIO allows too before the client has confirmed a limit. One more breaks the
  /// protocol and ends the connection.
  static let streams = 100
  /// Streams that a client may reset, that may break the protocol, and frames that only keep a server busy (PING,
  /// SETTINGS, PRIORITY), of a connection in `window`. One more ends it with ENHANCE_YOUR_CALM (CVE-2023-44487).
  static let resets = 200
  static let window = TimeAmount.seconds(30)
  /// CONTINUATION frames of one list of header fields.
  static let continuations = 5

  private static var configuration: NIOHTTP2Handler.Configuration {
    var configuration = NIOHTTP2Handler.Configuration()
    configuration.connection.initialSettings = [
      HTTP2Setting(parameter: .maxConcurrentStreams, value: streams),
      HTTP2Setting(parameter: .maxHeaderListSize, value: GuardedChannel.heads.maxHeaderListSize),
    ]
    configuration.connection.maximumSequentialContinuationFrames = continuations
    configuration.connection.maximumBufferedControlFrames = 1000
    configuration.connection.controlFrameRateLimit.maximumCount = resets
    configuration.connection.controlFrameRateLimit.windowLength = window
    configuration.stream.streamResetFrameRateLimit.maximumCount = resets
    configuration.stream.streamResetFrameRateLimit.windowLength = window
    configuration.stream.streamErrorRateLimit.maximumCount = resets
    configuration.stream.streamErrorRateLimit.windowLength = window
    return configuration
  }

  /// Adds its handlers, on the connection's event loop.
  func setUp(_ channel: any Channel, _ deadlines: NIOLoopBound<ConnectionDeadlines>) throws -> HTTP2Connection {
    deadlines.value.becameMultiplexed()
    let pipeline = channel.pipeline.syncOperations
    let connection = NIOLoopBound(HTTP2ConnectionHandler(deadlines.value), eventLoop: channel.eventLoop)
    try pipeline.addHandler(HTTP2FrameHandler(deadlines.value))
    let streams = try pipeline.configureAsyncHTTP2Pipeline(
      mode: .server, streamDelegate: nil, frameDelegate: FaultObserver(deadlines: deadlines.value),
      configuration: Self.configuration
    ) { [stream] own in
      connection.value.opened(own)
      return stream.setUp(own).map { RequestChannel($0) }
    }
    try pipeline.addHandler(connection.value)
    return HTTP2Connection(streams: streams)
  }

  /// Answers until the connection ends.
  func handle(_ connection: HTTP2Connection, _ logger: Logger) async {
    await withDiscardingTaskGroup { tasks in
      do {
        for try await stream in connection.streams.inbound {
          tasks.addTask { await self.stream.handle(value: stream.take(), logger: logger) }
        }
      } catch {
        logger.debug("the connection is lost: \(error)")
      }
    }
  }
}

/// Sees that NIO has told the client of a fault that ends the connection. NIO leaves it open; of the errors that it
/// reports, many are of one stream alone.
private struct FaultObserver: NIOHTTP2FrameDelegate {
  let deadlines: ConnectionDeadlines

  func wroteFrame(_ frame: HTTP2Frame) {
    if case .goAway(_, let code, _) = frame.payload, code != .noError { deadlines.broken() }
  }
}

/// One stream: a request and its answer.
private struct HTTP2Stream: HTTPChannelHandler {
  typealias Value = HTTP1Channel.Value

  let responder: HTTPChannelHandler.Responder
  private let limits: ConnectionDeadlines.Limits

  init(_ handler: RequestHandler, _ limits: ConnectionDeadlines.Limits) {
    responder = { request, writer, channel in
      do {
        try await handler.respond(request, writer, channel)
      } catch {
        if Task.isCancelled { handler.lifecycle.brokeOff(1) }
        throw error
      }
    }
    self.limits = limits
  }

  func setUp(_ channel: any Channel) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(HTTP2FramePayloadToHTTPServerCodec())
      try channel.pipeline.syncOperations.addHandler(StreamRequestHandler(limits))
      return try Value(wrappingChannelSynchronously: channel)
    }
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> { setUp(channel) }

  func handle(value: Value, logger: Logger) async {
    await withTaskCancellationHandler {
      await handleHTTP(asyncChannel: value, logger: logger)
    } onCancel: {
      value.channel.close(promise: nil)
    }
  }
}
