import InklingFiles
import InklingPlatform
import InklingStore
import Synchronization
import Testing

@testable import InklingServing

/// What is kept of a teaching, and what is said of versions that do not answer.
@Suite(.startsServers) struct KeptVersionTests {
  private static func worse() -> StubTeacher {
    let teacher = StubTeacher(isNotWorse: false)
    teacher.gate.open()
    return teacher
  }

  private static let isOfAnother = "it was taught from another file than the model's now, or with other options"

  private static func teach(_ server: TestServer, until state: String) throws {
    try server.correct()
    #expect(try server.act("/teach").status == 200)
    server.awaitTeaching(state)
  }

  /// It was lost with the server that taught it.
  @Test func whatIsWorseIsServedByTheNextServer() async throws {
    let teacher = Self.worse()
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      try Self.teach(server, until: "waiting")
    }
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      #expect(try server.ask("GET", "/teach")?.text == #"{"state":"idle"}"#)
      #expect(try server.ask("GET", "/versions")?.text.contains(#""served":"1""#) == true)
      #expect(try server.act("/versions/2/serve").text.contains(#""served":"2""#))
    }
  }

  @Test func whatWaitsMayBeChosenByItsNumber() async throws {
    try await TaughtServer.with(Self.worse()) { (server: TestServer, _: String) throws in
      try Self.teach(server, until: "waiting")
      #expect(try server.act("/versions/2/serve").status == 200)
      #expect(try server.ask("GET", "/teach")?.text.hasPrefix(#"{"state":"accepted","version":"2""#) == true)
      #expect(try server.act("/teach/accept").status == 409)
    }
  }

  /// It waits, and is kept once there is room.
  @Test func whatCannotBeKeptWaitsAllTheSame() async throws {
    let teacher = Self.worse()
    teacher.failingKeeps.withLock { $0 = 2 }
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      try Self.teach(server, until: "waiting")
      #expect(server.log.all.contains("what was taught is not kept, and lost when the server ends"))
      #expect(try server.act("/teach/accept").status == 503)
      #expect(try server.act("/teach/accept").text.hasPrefix(#"{"state":"accepted","version":"2""#))
    }
  }

  /// Nothing said that a teaching ended with the server.
  @Test func aTeachingThatTheEndBreaksOffIsSaid() async throws {
    let teacher = StubTeacher()
    let log = try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      try server.correct()
      _ = try server.act("/teach")
      teacher.gate.awaitSomebody()
      return server.log
    }
    teacher.gate.open()
    #expect(log.all.contains("teaching broken off") && log.all.contains("the server ends"))
  }

  /// One damaged version had all of them answered with 503.
  @Test func aDamagedVersionHidesNoOther() async throws {
    let teacher = StubTeacher()
    teacher.gate.open()
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      for _ in 0..<2 { try Self.teach(server, until: "accepted") }
      TestServer.wait { (try? teacher.versions().count) == 2 && server.desk?.servedVersion == 3 }
      teacher.damage(2)
      let text = try #require(try server.ask("GET", "/versions")).text
      #expect(text.contains(#""served":"3""#) && text.contains(#"{"version":"3","corrections":1"#))
      #expect(text.hasSuffix(#""damaged":[{"version":"2","reason":"no report"}]}"#))
      let refused = try server.act("/versions/2/serve")
      #expect(refused.status == 503 && refused.text.contains("version 2 is damaged: no report"))
      #expect(try server.act("/versions/1/serve").status == 200)
    }
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      #expect(server.log.all.contains("a version is damaged"))
    }
  }

  /// It was said to be served, and listed with versions that nobody can ask for.
  @Test func onlyWhatAnswersIsListed() async throws {
    let (file, teacher) = (ModelFile(), StubTeacher())
    teacher.gate.open()
    try await TaughtServer.replacing(teacher, file) { (server: TestServer) throws in
      try Self.teach(server, until: "accepted")
      let versions = { try #require(try server.ask("GET", "/v2/models/stub")).text }
      #expect(try versions().contains(#""versions":["1","2"]"#))
      #expect(try server.act("/versions/1/serve").status == 200)
      #expect(try versions().contains(#""versions":["1"]"#))
      let reason = { server.server.models.all.first { $0.source.version == 2 }?.reason }
      #expect(reason() == "it is kept, and does not answer")
      file.hold { $0.digest = "other" }
      _ = try server.server.models.load("stub")
      #expect(reason() == Self.isOfAnother)
      try server.server.models.unload("stub")
      #expect(try server.ask("GET", "/versions")?.text.contains(#""served":null"#) == true)
      #expect(reason() == Self.isOfAnother)
    }
  }

  /// The sentence said that there is none, and it answered.
  @Test func aVersionThatWasGivenBesideIsSaidSo() async throws {
    let path = "/tmp/inkling-corrections-\(UInt64.random(in: .min ... .max))"
    defer { for ending in ["", "-wal", "-shm", "-reserve"] { unlink(path + ending) } }
    let parts = TeachingParts(store: try CorrectionStore(path: path), teacher: StubTeacher())
    let sources = try [2, 5].map { try ModelSource(name: "stub", version: $0) { StubModel.seeing } }
    try await TestServer.with(sources: sources, teaching: { _ in parts }) { (server: TestServer) throws in
      #expect(try server.ask("GET", "/v2/models/stub/versions/2/ready")?.status == 200)
      let refused = try server.act("/versions/2/serve")
      #expect(refused.status == 409 && refused.text.contains("version 2 was given beside version 5"))
      #expect(try server.act("/versions/3/serve").status == 404)
    }
  }
}
