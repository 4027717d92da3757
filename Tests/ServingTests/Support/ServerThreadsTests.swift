import InklingFiles
import Testing

/// What other tests do keeps no server of a test from answering.
@Suite(.startsServers) struct ServerThreadsTests {
  @Test func testsThatHoldAllThreadsOfTasksHoldNoServer() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let gate = Gate()
      defer { gate.open() }
      for _ in 0..<Processors.count { Task { gate.pass() } }
      gate.awaitThose(Processors.count)
      #expect(try server.ask("GET", "/v2")?.status == 200)
    }
  }
}
