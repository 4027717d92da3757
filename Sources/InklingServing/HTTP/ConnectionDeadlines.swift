import InklingPlatform
import NIOCore

/// How long a connection may take for each of its steps. Hummingbird has but one time, which each byte starts anew;
/// these do not move, so that a client that sends a byte now and then holds nothing for long. A client that is waited for
/// has no less time because the server was busy: time in which it did not read does not count.
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
    /// The same when the server is ending, and for a client to read what it did wrong.
    package var draining = 500

    package init() {}
  }

  /// `silent`: TLS's handshake is waited for, and nothing has come.
  private enum Phase { case idle, silent, head, body, answering, ending }

  let limits: Limits
  private let channel: any Channel
  /// Whether requests go side by side: each is then its stream's.
  private var isMultiplexed = false
  private var phase = Phase.idle
  private var since = NIODeadline.now()
  private var stalled: NIODeadline?
  private var unfinished: NIODeadline?
  /// Since when this side has not read on.
  private var unread: NIODeadline?
  private(set) var isDraining = false
  private var drainingSince = NIODeadline.now()
  /// Bytes that had come when the server began to end, and are not read yet.
  private var owedBytes = 0
  private var openRequests = 0
  private var task: Scheduled<Void>?
  private var taskTime: NIODeadline?
  /// What is done before the connection is closed.
  var farewell: (() -> Void)?
  let patience = ConnectionPatience()
  private var hasOwnEnd = false
  /// Whether this phase has got its time twice.
  private var isProlonged = false
  /// Whether the client has all that it gets: what it still sends is dropped.
  private(set) var isLingering = false

  init(_ limits: Limits, _ channel: any Channel) {
    self.limits = limits
    self.channel = channel
  }

  func started() {
    since = .now()
    schedule()
  }

  func ended() {
    task?.cancel()
    task = nil
    farewell = nil
  }

  func bytesCame() {
    if phase == .idle, !isMultiplexed { enter(.head) }
  }

  /// Bytes were read off the socket, TLS's own too.
  func read(_ count: Int) {
    if owedBytes > 0 { owedBytes = max(0, owedBytes - count) }
    guard phase == .silent else { return }
    phase = .head
    schedule()
  }

  /// Whether a client is still to be heard that had asked before the server began to end.
  var isOwedMore: Bool { owedBytes > 0 }

  /// Requests that are lost with the connection; over HTTP/2 each stream's task knows its own.
  var requestsLost: Int { isMultiplexed ? 0 : openRequests + (openRequests == 0 && stalled != nil ? 1 : 0) }

  /// This side reads nothing for now: what came before is not taken in yet.
  func readingPaused() { unread = .now() }

  func readingResumed() {
    guard let start = unread else { return }
    unread = nil
    guard isServerBusy, phase == .head || phase == .body else { return }
    since = since + (NIODeadline.now() - max(start, since))
    if task == nil { schedule() }
  }

  /// Whether a request is open, which this side may have to answer before it reads on.
  private var isServerBusy: Bool { openRequests > 0 }
  private var isUnreadByBusyServer: Bool { unread != nil && isServerBusy }

  /// TLS's handshake has as long as header fields have, from the connection's beginning.
  func handshakeBegan() {
    hasOwnEnd = true
    enter(.silent)
  }

  /// A request is still to come.
  func handshakeEnded() { enter(.idle) }

  /// The connection speaks HTTP/2: it has requests, or is idle.
  func becameMultiplexed() {
    (isMultiplexed, hasOwnEnd) = (true, true)
    enter(.idle)
  }

  func streamOpened() {
    openRequests += 1
    if phase == .idle { enter(.answering) }
  }

  func streamClosed() {
    openRequests -= 1
    if openRequests == 0, phase == .answering { enter(.idle) }
  }

  /// Whether a frame of HTTP/2 has begun that must not take longer than header fields may.
  func frame(isUnfinished: Bool) {
    guard isUnfinished != (unfinished != nil) else { return }
    unfinished = isUnfinished ? .now() : nil
    schedule()
  }

  /// The client was told what it did wrong: it has a moment to read that.
  func broken() {
    if phase != .ending { enter(.ending) }
  }

  /// Whether nothing of what the client sends counts any more.
  var isBroken: Bool { phase == .ending }

  /// Whether no other request than one is open.
  var isLastRequest: Bool { openRequests <= 1 }

  func headCame() {
    openRequests += 1
    enter(.body)
  }

  func bodyEnded() { enter(.answering) }

  /// - Returns: whether no request is open any more.
  func answered() -> Bool {
    openRequests -= 1
    guard openRequests <= 0, phase != .body else {
      if task == nil { schedule() }
      return openRequests <= 0
    }
    enter(.idle)
    return true
  }

  func writability(_ isWritable: Bool) {
    stalled = isWritable ? nil : stalled ?? .now()
    schedule()
  }

  func drain() {
    isDraining = true
    drainingSince = .now()
    if phase == .idle { since = .now() }
    // Who asks on and on would never be told to stop: what has come by now is answered, and it is told then.
    owedBytes = bytesInSocket
    schedule()
  }

  /// What the system has of the client's and this side has not read.
  private var bytesInSocket: Int {
    let count = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
      unreadBytes(of: $0)
    }
    return (count ?? nil) ?? 0
  }

  /// Ends the connection if it has nothing to be answered.
  ///
  /// - Returns: whether it did.
  func endIfWaiting() -> Bool {
    guard phase != .answering else { return false }
    farewell?()
    channel.close(promise: nil)
    return true
  }

  private func enter(_ next: Phase) {
    switch next {
    // Who begins a request has been waited for no less.
    case .silent, .head, .ending: break
    case .idle: patience.waits()
    case .body: patience.waitsForBody()
    case .answering: patience.answers()
    }
    phase = next
    since = .now()
    isProlonged = false
    schedule()
  }

  private func end() {
    farewell?()
    if phase == .idle { finish() } else { channel.close(promise: nil) }
  }

  /// Ends a connection whose answers are written, its client's own side a moment later: to close both while the client
  /// still sends would reset the connection, and what is on its way to the client would be lost (RFC 9112, 9.6).
  ///
  /// TLS waits for the client's own good-bye, and HTTP/2 says which requests it has not seen.
  func finish() {
    guard !hasOwnEnd else { return channel.close(promise: nil) }
    isLingering = true
    channel.close(mode: .output, promise: nil)
    broken()
  }

  private var deadline: NIODeadline? {
    let own: NIODeadline? =
      switch phase {
      case .idle: since + .milliseconds(Int64(isDraining ? limits.draining : limits.idle))
      case .head where isUnreadByBusyServer, .body where isUnreadByBusyServer: nil
      case .silent where isDraining:
        min(
          since + .milliseconds(Int64(limits.head)), drainingSince + .milliseconds(Int64(limits.draining)))
      case .silent, .head: since + .milliseconds(Int64(limits.head))
      case .body: since + .milliseconds(Int64(limits.body))
      case .answering: nil
      case .ending: since + .milliseconds(Int64(limits.draining))
      }
    let reader = stalled.map { $0 + .milliseconds(Int64(limits.reader)) }
    let frame = unfinished.map { $0 + .milliseconds(Int64(limits.head)) }
    return [own, reader, frame].compactMap { $0 }.min()
  }

  /// One task a connection: where it comes too early it looks again.
  private func schedule() {
    guard let deadline else { return }
    if let taskTime, taskTime <= deadline, task != nil { return }
    task?.cancel()
    taskTime = deadline
    let bound = NIOLoopBound(self, eventLoop: channel.eventLoop)
    task = channel.eventLoop.scheduleTask(deadline: deadline) { bound.value.look() }
  }

  private func look() {
    task = nil
    guard let deadline else { return }
    let now = NIODeadline.now()
    guard deadline <= now else { return schedule() }
    // As `PatientDeadline`, for all of the times at once.
    if let taskTime, now - taskTime > PatientDeadline.late, !isProlonged, phase != .ending {
      isProlonged = true
      since = now
      stalled = stalled.map { _ in now }
      unfinished = unfinished.map { _ in now }
      return schedule()
    }
    // Who has spoken is not silent: the event loop had others to look after.
    if isDraining, phase == .idle || phase == .silent, bytesInSocket > 0 {
      (since, drainingSince) = (now, now)
      return schedule()
    }
    end()
  }
}
