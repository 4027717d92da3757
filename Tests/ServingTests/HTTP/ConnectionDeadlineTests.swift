import NIOCore
import NIOPosix
import Testing

@testable import InklingServing

/// How long a connection that says nothing may hold the server's end.
@Suite(.startsServers) struct ConnectionDeadlineTests {
  /// TLS itself is tried by Tests/Peers/serving.py, with a program that has it.
  @Test(arguments: [true, false])
  func aHandshakeThatHasNotBegunIsNotWaitedForAtTheEnd(isDrainedFirst: Bool) async throws {
    var limits = ConnectionDeadlines.Limits()
    (limits.head, limits.draining) = (3_600_000, 50)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let server = try await ServerBootstrap(group: group)
      .childChannelInitializer { [limits] channel in
        channel.eventLoop.makeCompletedFuture {
          let deadlines = ConnectionDeadlines(limits, channel)
          try channel.pipeline.syncOperations.addHandler(SocketByteHandler(deadlines))
          deadlines.started()
          if isDrainedFirst { deadlines.drain() }
          deadlines.handshakeBegan()
          if !isDrainedFirst { deadlines.drain() }
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(server.localAddress?.port)
    let isEnded = try await TestServer.onThread { Result { try RawConnection(port: port).isEnded() } }.get()
    #expect(isEnded)
    try await server.close()
    try await group.shutdownGracefully()
  }
}
