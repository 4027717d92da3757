import Testing

@testable import InklingServing

@Suite struct RateLimiterTests {
  @Test func aClientHasItsRate() throws {
    let limiter = RateLimiter(perSecond: 2)
    try limiter.take("a", now: 0)
    try limiter.take("a", now: 0)
    #expect(throws: ServedFault.self) { try limiter.take("a", now: 1000) }
    // Another client has its own.
    try limiter.take("b", now: 1000)
    try limiter.take("a", now: 600_000_000)
    #expect(throws: ServedFault.self) { try limiter.take("a", now: 600_000_000) }
  }

  @Test func manyClientsAreNotAllRemembered() throws {
    let limiter = RateLimiter(perSecond: 1)
    for number in 0..<70_000 { try limiter.take("\(number)", now: UInt64(number) * 100_000_000) }
  }
}
