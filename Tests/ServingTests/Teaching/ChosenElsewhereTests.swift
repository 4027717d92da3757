import InklingFiles
import InklingPlatform
import InklingStore
import Testing

@testable import InklingServing

/// Versions that another program chooses while a server runs.
@Suite(.startsServers) struct ChosenElsewhereTests {
  private static func with(_ body: @escaping @Sendable (TestServer, StubTeacher) throws -> Void) async throws {
    let teacher = StubTeacher()
    teacher.gate.open()
    try await TaughtServer.with(teacher, change: { $0.watchMilliseconds = 5 }) {
      (server: TestServer, _: String) throws in
      try server.correct()
      _ = try server.act("/teach")
      server.awaitTeaching("accepted")
      #expect(server.desk?.servedVersion == 2)
      try body(server, teacher)
    }
  }

  /// `inkling teach` said that it was used from then on, and the server answered as before until its next start.
  @Test func itAnswers() async throws {
    try await Self.with { server, teacher in
      for version in [1, 2] {
        try teacher.choose(version)
        TestServer.wait { server.desk?.answering?.version == "\(version)" }
        #expect(try server.ask("GET", "/versions")?.text.contains(#""served":"\#(version)""#) == true)
      }
      let isSaid = {
        server.log.all.split(separator: "\n").count { $0.contains("another program has chosen the version") }
      }
      TestServer.wait { isSaid() == 2 }
      // Its own choices are nobody else's.
      let count = server.log.all.count
      #expect(try server.act("/versions/1/serve").status == 200)
      for _ in 0..<3 { server.desk?.followChoice() }
      #expect(server.desk?.servedVersion == 1 && server.log.all.count == count)
    }
  }

  @Test func aModelThatIsUnloadedStaysSo() async throws {
    try await Self.with { server, teacher in
      try server.server.models.unload("stub")
      try teacher.choose(1)
      for _ in 0..<3 { server.desk?.followChoice() }
      #expect(server.desk?.answering?.version == nil)
      _ = try server.server.models.load("stub")
      TestServer.wait { server.desk?.answering?.version == "1" }
    }
  }

  /// Nothing is changed for a version that would not answer after another start, and that is said once.
  @Test func oneThatIsDamagedDoesNotAnswer() async throws {
    try await Self.with { server, teacher in
      #expect(try server.act("/versions/1/serve").status == 200)
      teacher.damage(2)
      try teacher.choose(2)
      TestServer.wait { server.log.all.contains("the version that another program has chosen is not served") }
      for _ in 0..<3 { server.desk?.followChoice() }
      #expect(server.desk?.servedVersion == 1)
      #expect(server.log.all.split(separator: "\n").count { $0.contains("has chosen is not served") } == 1)
    }
  }

  @Test func oneOfAnotherFileDoesNotAnswer() async throws {
    try await Self.with { server, teacher in
      #expect(try server.act("/versions/1/serve").status == 200)
      try teacher.follow(StubModel.seeing)
      try teacher.choose(2)
      TestServer.wait { server.log.all.contains("a version was chosen that is of another file than the model's now") }
      #expect(server.desk?.servedVersion == 1)
    }
  }
}
