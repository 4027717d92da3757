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
  let onEnding: @Sendable () -> Void

  func run() async throws {
    // The socket and what closes it share an event loop: nothing comes between the last look and the end.
    let loop = group.next()
    let quiescing = ServerQuiescingHelper(group: loop)
    let entrance = Entrance(socket)
    let bootstrap = ServerBootstrap(group: loop, childGroup: group)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          socket.restoreQueue()
          try channel.pipeline.syncOperations.addHandler(quiescing.makeServerChannelHandler(channel: channel))
          try channel.pipeline.syncOperations.addHandler(entrance)
        }
      }
      .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
    let server: NIOAsyncChannel<Child.Value, Never>
    do {
      server = try await bootstrap.bind(socket.descriptor, serverBackPressureStrategy: nil) { setUp($0) }
    } catch let error as IOError {
      throw socket.unusable(error.errnoCode)
    }
    await withGracefulShutdownHandler {
      onRunning()
      await withDiscardingTaskGroup { tasks in
        do {
          try await server.executeThenClose { inbound in
            for try await connection in inbound {
              tasks.addTask { await child.handle(value: connection, logger: logger) }
              entrance.admitted(connection.channel)
            }
          }
        } catch {
          logger.error("the socket is lost: \(error)")
        }
      }
    } onGracefulShutdown: {
      onEnding()
      entrance.finish(server.channel) {
        // In this order: who is told to go elsewhere must not come in again.
        quiescing.initiateShutdown(promise: nil)
        lifecycle.drain()
      }
    }
    // What it counts of connections must be over before the event loops are.
    guard !Task.isCancelled else { return }
    let over = group.next().makePromise(of: Void.self)
    quiescing.initiateShutdown(promise: over)
    await withTaskCancellationHandler {
      try? await over.futureResult.get()
    } onCancel: {
      // The time is up, whatever is still open: the event loops close it.
      over.succeed()
    }
  }

  private func setUp(_ channel: any Channel) -> EventLoopFuture<Child.Value> {
    let metrics = metrics
    metrics.connections(1)
    channel.closeFuture.whenComplete { _ in metrics.connections(-1) }
    return child.setup(channel: channel, logger: logger)
  }
}
