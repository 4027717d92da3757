import NIOCore
import Synchronization

/// Closes a server's socket without losing a connection that a client has made already: closing resets those that wait in
/// the system's queue, and NIO closes those that are still being set up. So both are taken in first.
final class Entrance: ChannelInboundHandler, Sendable {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel

  /// How long, in milliseconds, nobody must have come: a client whose connection stands may still be telling the system so.
  private static let quiet = 10
  /// How long it waits for that at most, where the system cannot keep newcomers out.
  private static let longest = 200

  private let socket: ListeningSocket
  /// Connections that were taken and nobody looks after yet.
  private let arriving = Mutex<Set<ObjectIdentifier>>([])

  init(_ socket: ListeningSocket) { self.socket = socket }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let channel = unwrapInboundIn(data)
    let key = ObjectIdentifier(channel)
    arriving.withLock { _ = $0.insert(key) }
    channel.closeFuture.whenComplete { [self] _ in arriving.withLock { _ = $0.remove(key) } }
    context.fireChannelRead(data)
  }

  /// The connection is looked after.
  func admitted(_ channel: any Channel) {
    arriving.withLock { _ = $0.remove(ObjectIdentifier(channel)) }
  }

  /// - Parameters:
  ///   - server: the channel of the socket.
  ///   - close: closes it, on its event loop, once all have been taken in.
  func finish(_ server: any Channel, close: @escaping @Sendable () -> Void) {
    server.eventLoop.execute { [self] in
      if server.isActive, socket.isShared {
        // Whoever waits is the next process's, and is not taken any more.
        try? server.syncOptions?.setOption(.autoRead, value: false)
      } else if server.isActive {
        socket.keepNewcomersOut()
      }
      look(server, quiet: 0, all: 0, close)
    }
  }

  private func look(_ server: any Channel, quiet: Int, all: Int, _ close: @escaping @Sendable () -> Void) {
    // A channel that is closed has no descriptor any more.
    guard server.isActive, quiet < Self.quiet, all < Self.longest else { return close() }
    let isQuiet = arriving.withLock { $0.isEmpty } && !socket.hasNewcomers
    server.eventLoop.scheduleTask(in: .milliseconds(1)) { [self] in
      look(server, quiet: isQuiet ? quiet + 1 : 0, all: all + 1, close)
    }
  }
}
