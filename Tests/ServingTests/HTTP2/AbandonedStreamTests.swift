import Logging
import NIOCore
import NIOPosix
import Testing

@testable import InklingServing

/// Streams that come when nobody takes them any more.
@Suite(.startsServers) struct AbandonedStreamTests {
  /// NIO ends the process for a channel that is dropped unfinished: so it did when the limit of the end cut off a client
  /// that went on asking.
  @Test func aStreamBehindTheEndIsReset() async throws {
    let options = ServerOptions()
    let (metrics, log) = (ServerMetrics(), ServerLog { _ in })
    let models = try ModelRepository(
      [try ModelSource(name: "stub") { StubModel() }],
      ModelRepository.Loading(threads: 1, queueLimit: 16, gathering: 0), metrics: metrics, log: log)
    let handler = RequestHandler(
      models, options, policy: AccessPolicy(token: nil, hosts: nil, isSecure: false), metrics: metrics, log: log,
      lifecycle: ServerLifecycle(), desks: nil, allowance: BodyAllowance(options.heldBodies))
    let guarded = GuardedHTTP2(handler, options.deadlines)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let promise = group.next().makePromise(of: HTTP2Connection.self)
    let server = try await ServerBootstrap(group: group)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let deadlines = ConnectionDeadlines(options.deadlines, channel)
          let connection = try guarded.setUp(channel, NIOLoopBound(deadlines, eventLoop: channel.eventLoop))
          promise.succeed(connection)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(server.localAddress?.port)
    let client = try RawConnection(port: port)
    let connection = try await promise.futureResult.get()
    let answering = Task { await guarded.handle(connection, Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) }
    answering.cancel()
    await answering.value
    nonisolated(unsafe) var frames = HTTP2Frames(client)
    let kinds = await TestServer.onThread {
      frames.ask("GET", "/v2", stream: 1)
      var kinds: [UInt8] = []
      while let frame = frames.next() {
        guard frame.stream == 1 else { continue }
        kinds.append(frame.type)
        if frame.type == HTTP2Frames.reset { break }
      }
      return kinds
    }
    #expect(kinds == [HTTP2Frames.reset])
    try await server.close()
    models.close()
    try await group.shutdownGracefully()
  }
}
