import Synchronization

/// So many requests a second for each client, by its address, and as many at once (a token bucket each).
final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var time: UInt64
  }

  /// Clients that are remembered.
  private static let most = 65536

  private let rate: Double
  private let buckets = Mutex<[String: Bucket]>([:])

  init(perSecond rate: Double) { self.rate = rate }

  /// - Throws: 429 with the seconds to wait.
  func take(_ client: String, now: UInt64 = MonotonicTime.now) throws(ServedFault) {
    let burst = max(1, rate)
    let isTaken = buckets.withLock { buckets in
      if buckets.count >= Self.most, buckets[client] == nil {
        // Full buckets say nothing of their clients; with none of these everybody starts anew.
        buckets = buckets.filter { $0.value.tokens + Double(now &- $0.value.time) / 1e9 * rate < burst }
        if buckets.count >= Self.most { buckets.removeAll() }
      }
      var bucket = buckets[client] ?? Bucket(tokens: burst, time: now)
      bucket.tokens = min(burst, bucket.tokens + Double(now &- bucket.time) / 1e9 * rate)
      bucket.time = now
      defer { buckets[client] = bucket }
      guard bucket.tokens >= 1 else { return false }
      bucket.tokens -= 1
      return true
    }
    guard isTaken else {
      let wait = max(1, Int((1 / rate).rounded(.up)))
      throw ServedFault(429, "this client asks too often; wait", headers: ["Retry-After": "\(wait)"])
    }
  }
}
