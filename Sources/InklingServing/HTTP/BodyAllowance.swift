import HTTPTypes
import HummingbirdCore
import Synchronization

/// How many bytes of bodies a server holds at a time, of all requests together: what a request has got of its body counts
/// until it is answered. The first bytes of each are free, so that small requests are answered while large ones wait; how
/// many requests there are is bounded elsewhere.
final class BodyAllowance: Sendable {
  /// Bytes of each body that do not count.
  static let free = 65536

  private let limit: Int
  private let taken = Atomic<Int>(0)

  init(_ limit: Int) { self.limit = limit }

  /// Bytes that are held now.
  var held: Int { taken.load(ordering: .relaxed) }

  fileprivate func has(_ count: Int) -> Bool { held <= limit - count }

  fileprivate func take(_ count: Int) -> Bool {
    guard taken.add(count, ordering: .relaxed).newValue > limit else { return true }
    give(count)
    return false
  }

  fileprivate func give(_ count: Int) { taken.subtract(count, ordering: .relaxed) }
}

/// A request, and what it has taken of the server's allowance for bodies: it is given back with the request.
final class HeldRequest: Sendable {
  let request: Request
  private let allowance: BodyAllowance
  private let taken = Atomic<Int>(0)

  init(_ request: Request, _ allowance: BodyAllowance) {
    self.request = request
    self.allowance = allowance
  }

  deinit { allowance.give(taken.load(ordering: .relaxed)) }

  var head: HTTPRequest { request.head }
  var method: HTTPRequest.Method { request.method }
  var headers: HTTPFields { request.headers }

  private static let refusal = ServedFault(
    503, "the server holds as much of other requests' bodies as it may; try again", headers: ["Retry-After": "1"])

  /// Refuses a body for which there is no room now, before it is read.
  ///
  /// - Throws: 503.
  func requireRoom(_ length: Int) throws(ServedFault) {
    guard length <= BodyAllowance.free || allowance.has(length - BodyAllowance.free) else { throw Self.refusal }
  }

  /// So many bytes of the body are held now.
  ///
  /// - Throws: 503 where others hold too many.
  func hold(_ count: Int) throws(ServedFault) {
    let more = count - BodyAllowance.free - taken.load(ordering: .relaxed)
    guard more > 0 else { return }
    guard allowance.take(more) else { throw Self.refusal }
    taken.add(more, ordering: .relaxed)
  }
}
