import HummingbirdCore
import Logging
import NIOCore
import NIOExtras
import NIOPosix
import ServiceLifecycle

/// Takes connections of a bound socket and has Hummingbird speak HTTP on them. Hummingbird's own server binds by name
/// and cannot be handed a socket.
struct Listener<Child: ServerChildChannel>: Service {
  let socket: ListeningSocket
  let child: Child
  let group: any EventLoopGroup
  let logger: Logger
  let limits: ConnectionDeadlines.Limits
  let metrics: ServerMetrics
  let lifecycle: ServerLifecycle
  let onRunning: @Sendable () -> Void

  func run() async throws {
    let quiescing = ServerQuiescingHelper(group: group)
    let server = try await ServerBootstrap(group: group)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(quiescing.makeServerChannelHandler(channel: channel))
        }
      }
      .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
      .bind(socket.descriptor, serverBackPressureStrategy: nil) { channel in setUp(channel) }
    await withGracefulShutdownHandler {
      onRunning()
      await withDiscardingTaskGroup { tasks in
        do {
          try await server.executeThenClose { inbound in
            for try await connection in inbound {
              tasks.addTask { await child.handle(value: connection, logger: logger) }
            }
          }
        } catch {
          logger.error("the socket is lost: \(error)")
        }
      }
    } onGracefulShutdown: {
      lifecycle.drain()
      quiescing.initiateShutdown(promise: nil)
    }
    // What it counts of connections must be over before the event loops are.
    guard !Task.isCancelled else { return }
    let over = group.next().makePromise(of: Void.self)
    quiescing.initiateShutdown(promise: over)
    try? await over.futureResult.get()
  }

  private func setUp(_ channel: any Channel) -> EventLoopFuture<Child.Value> {
    let metrics = metrics
    metrics.connections(1)
    channel.closeFuture.whenComplete { _ in metrics.connections(-1) }
    return child.setup(channel: channel, logger: logger)
  }
}
