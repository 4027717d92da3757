import InklingFiles
import InklingPlatform
import InklingStore
import Synchronization
import Testing

@testable import InklingServing

/// Models that are replaced or unloaded while they are corrected and taught.
@Suite(.startsServers) struct ReplacedModelTests {
  /// The version that answers; nil when none does.
  private static func version(_ server: TestServer) throws -> String? {
    let answer = try #require(try server.ask("POST", "/predict", body: [7]))
    guard answer.status == 200 else { return nil }
    return try String(#require(answer.text.split(separator: #""version":""#).last?.first))
  }

  private static func teach(_ server: TestServer, until state: String = "accepted") throws {
    try server.correct()
    #expect(try server.act("/teach").status == 200)
    server.awaitTeaching(state)
  }

  private static func opened() -> StubTeacher {
    let teacher = StubTeacher()
    teacher.gate.open()
    return teacher
  }

  /// The version of the file before went on answering, and nothing said so.
  @Test func aFileThatWasReplacedAnswers() async throws {
    let file = ModelFile()
    try await TaughtServer.replacing(Self.opened(), file) { (server: TestServer) throws in
      try Self.teach(server)
      // The same model again changes nothing.
      _ = try server.server.models.load("stub")
      #expect(try Self.version(server) == "2")
      file.hold { $0.digest = "other" }
      _ = try server.server.models.load("stub")
      #expect(try Self.version(server) == "1")
      #expect(server.log.all.contains("the model's file was replaced and answers"))
      let versions =
        #"{"model":"stub","served":"1","digest":"other","versions":[{"version":"1","corrections":0,"date":null}],"#
      #expect(try server.ask("GET", "/versions")?.text == versions + #""of_another_file":["2"]}"#)
      let refused = try server.act("/versions/2/serve")
      #expect(refused.status == 409 && refused.text.contains("version 2 was taught from another file"))
      #expect(try server.ask("GET", "/metrics")?.text.contains("inkling_served_version{model=\"stub\"} 1\n") == true)
      // It is taught in its turn.
      #expect(try server.act("/teach").status == 200)
      TestServer.wait { server.desk?.state.state.isRunning != true }
      #expect(server.desk?.state.state.name == "accepted")
      #expect(try Self.version(server) == "3")
      let text = try #require(try server.ask("GET", "/versions")?.text)
      #expect(text.contains(#"{"version":"3""#) && text.contains(#""of_another_file":["2"]"#))
    }
  }

  /// Its version has the number of the one before: who keeps a list of versions sees by the digest that it is of before.
  @Test func answersSayOfWhichWeightsTheyAre() async throws {
    let file = ModelFile()
    try await TaughtServer.replacing(Self.opened(), file) { (server: TestServer) throws in
      for digest in ["0123", "other"] {
        file.hold { $0.digest = digest }
        _ = try server.server.models.load("stub")
        for (method, path) in [("POST", "/predict"), ("GET", "/versions")] {
          let text = try #require(try server.ask(method, path, body: method == "POST" ? [7] : [])).text
          #expect(text.contains(#""digest":"\#(digest)""#) && text.contains(#""1""#), "\(path)")
        }
      }
    }
  }

  /// It was tried once, and what was answered later was not so.
  @Test func whatCouldNotBeFollowedIsFollowedLater() async throws {
    let (file, teacher) = (ModelFile(), Self.opened())
    try await TaughtServer.replacing(teacher, file) { (server: TestServer) throws in
      try Self.teach(server)
      teacher.follows.withLock { $0 = (0, 2) }
      file.hold { $0.digest = "other" }
      // It answers, whether it can be followed or not.
      for count in 1...3 {
        _ = try server.server.models.load("stub")
        #expect(teacher.follows.withLock { $0.count } == count)
        #expect(try Self.version(server) == "1")
      }
      #expect(server.log.all.contains("the versions do not follow the model's file"))
      #expect(try server.ask("GET", "/versions")?.text.contains(#""of_another_file":["2"]"#) == true)
      // Once it is, it is not tried again.
      _ = try server.server.models.load("stub")
      #expect(teacher.follows.withLock { $0.count } == 3)
    }
  }

  /// The model was not replaced another time when that is tried again, and who teaches it has it answer.
  @Test func teachingHasItFollowed() async throws {
    let (file, teacher) = (ModelFile(), Self.opened())
    try await TaughtServer.replacing(teacher, file) { (server: TestServer) throws in
      teacher.follows.withLock { $0 = (0, 1) }
      file.hold { $0.digest = "other" }
      _ = try server.server.models.load("stub")
      try Self.teach(server)
      #expect(teacher.follows.withLock { $0.count } == 2)
      #expect(try Self.version(server) == "2")
    }
  }

  /// What was taught is of another model than the one that answers now.
  @Test func aFileThatWasReplacedMeanwhileAnswers() async throws {
    let (file, teacher) = (ModelFile(), StubTeacher())
    try await TaughtServer.replacing(teacher, file) { (server: TestServer) throws in
      try server.correct()
      #expect(try server.act("/teach").status == 200)
      teacher.gate.awaitSomebody()
      file.hold { $0.digest = "other" }
      _ = try server.server.models.load("stub")
      teacher.gate.open()
      server.awaitTeaching("kept")
      #expect(
        try server.ask("GET", "/teach")?.text.hasPrefix(
          #"{"state":"kept","version":"2","reason":"the model's file was replaced meanwhile","not_worse":true"#) == true
      )
      #expect(try Self.version(server) == "1")
    }
  }

  /// Teaching undid what somebody had unloaded.
  @Test func whatWasUnloadedMeanwhileStaysSo() async throws {
    let (file, teacher) = (ModelFile(), StubTeacher())
    try await TaughtServer.replacing(teacher, file) { (server: TestServer) throws in
      try server.correct()
      #expect(try server.act("/teach").status == 200)
      teacher.gate.awaitSomebody()
      try server.server.models.unload("stub")
      teacher.gate.open()
      server.awaitTeaching("kept")
      #expect(try Self.version(server) == nil)
      // The number of the version that had answered stayed.
      #expect(try server.ask("GET", "/metrics")?.text.contains("inkling_served_version{") == false)
      #expect(try server.ask("GET", "/teach")?.text.contains("the model was unloaded meanwhile") == true)
      #expect(server.log.all.contains("model taught, and not served"))
      let metrics = try #require(try server.ask("GET", "/metrics")).text
      #expect(metrics.contains("inkling_teachings_total{model=\"stub\",result=\"kept\"} 1\n"))
      // Who asks for a version has it.
      #expect(try server.act("/versions/2/serve").status == 200)
      #expect(try Self.version(server) == "2")
      #expect(try server.ask("GET", "/metrics")?.text.contains("inkling_served_version{model=\"stub\"} 2\n") == true)
    }
  }

  @Test func oneThatWasUnloadedWaitsAndIsKept() async throws {
    let (file, teacher) = (ModelFile(), StubTeacher(isNotWorse: false))
    teacher.gate.open()
    try await TaughtServer.replacing(teacher, file) { (server: TestServer) throws in
      try Self.teach(server, until: "waiting")
      try server.server.models.unload("stub")
      #expect(try server.act("/teach/accept").text.hasPrefix(#"{"state":"kept","version":"2""#))
      #expect(try Self.version(server) == nil)
    }
  }

  /// The only version that answered was taken away for one that was not loaded.
  @Test func goingBackLoadsTheModelOrChangesNothing() async throws {
    let file = ModelFile()
    try await TaughtServer.replacing(Self.opened(), file) { (server: TestServer) throws in
      try Self.teach(server)
      try server.server.models.unload("stub")
      file.damage()
      // It answers although the model's own file cannot be opened, which is said.
      #expect(try server.act("/versions/2/serve").status == 200)
      #expect(server.server.models.all.contains { $0.loaded == nil && $0.reason == "the file is damaged." })
      let refused = try server.act("/versions/1/serve")
      #expect(refused.status == 503 && refused.text.contains("the file is damaged"))
      #expect(try Self.version(server) == "2")
      file.hold { _ in }
      let back = try server.act("/versions/1/serve")
      #expect(back.status == 200 && back.text.contains(#""served":"1""#))
      #expect(try Self.version(server) == "1")
    }
  }

  /// Whether a model is taught was decided when the server began.
  @Test func aModelThatCannotBeTaughtAnyMoreKeepsNothing() async throws {
    let file = ModelFile()
    try await TaughtServer.replacing(Self.opened(), file) { (server: TestServer) throws in
      try server.correct()
      file.hold { ($0.classNames, $0.digest) = ([], "texts") }
      _ = try server.server.models.load("stub")
      // The page offers to delete what was given.
      let counted = try server.ask("GET", "/corrections", fields: [TaughtServer.contributor])
      #expect(counted?.text == #"{"kept":false,"model":"stub","corrections":1,"own":1,"given":1,"deleted":null}"#)
      for refused in [try server.correct(), try server.act("/teach")] {
        #expect(refused.status == 404)
        #expect(refused.text == #"{"error":"the model 'stub' is not taught: it tells no classes apart"}"#)
      }
      // What was given is taken back all the same.
      let deleted = try server.ask("DELETE", "/corrections", fields: [TaughtServer.contributor])
      #expect(deleted?.text == #"{"kept":false,"model":"stub","corrections":0,"own":0,"given":0,"deleted":1}"#)
      file.hold { $0.digest = "again" }
      _ = try server.server.models.load("stub")
      #expect(try server.correct().status == 200)
    }
  }

  /// What was read before somebody wrote had the time of what was written, and answered for good.
  @Test func aFileThatIsWrittenWhileItIsReadIsReadAgain() async throws {
    let path = "/tmp/inkling-written-\(UInt64.random(in: .min ... .max))"
    let ends = ["", ".sqlite", ".sqlite-wal", ".sqlite-shm", ".sqlite-reserve"]
    defer { for ending in ends { unlink(path + ending) } }
    try DurableFile.write([1], to: path)
    let openings = Mutex(0)
    let source = try ModelSource(name: "stub", watched: [path]) { () throws(InputError) in
      let number = openings.withLock { count in
        count += 1
        return count
      }
      // The second time somebody writes while it is read.
      if number == 2 { try DurableFile.write([1, 2], to: path) }
      return StubModel.seeing
    }
    let parts = TeachingParts(store: try CorrectionStore(path: path + ".sqlite"), teacher: Self.opened())
    try await TestServer.with(
      sources: [source], change: { $0.watchMilliseconds = 3_600_000 }, teaching: { _ in parts }
    ) { (server: TestServer) throws in
      try server.server.models.unload("stub")
      #expect(try server.act("/versions/1/serve").status == 200)
      #expect(openings.withLock { $0 } == 2)
      // The first look sees the change, the second that it is over.
      for _ in 0..<2 { server.server.models.lookAtFiles() }
      #expect(openings.withLock { $0 } == 3)
    }
  }

  @Test func aModelThatCanBeTaughtNowSaysWhatToDo() async throws {
    let texts = ModelFile()
    texts.hold { $0.classNames = [] }
    let store = "/tmp/inkling-corrections-\(UInt64.random(in: .min ... .max))"
    defer { for ending in ["", "-wal", "-shm", "-reserve"] { unlink(store + ending) } }
    let sources = [
      try ModelSource(name: "stub") { StubModel.seeing },
      try ModelSource(name: "other") { () throws(InputError) in try texts.open() },
    ]
    let parts = TeachingParts(store: try CorrectionStore(path: store), teacher: StubTeacher())
    try await TestServer.with(sources: sources, teaching: { _ in parts }) { (server: TestServer) throws in
      texts.hold { _ in }
      _ = try server.server.models.load("other")
      #expect(
        try server.correct(of: "other").text.contains(
          "it could not be taught when the server began; start the server again"))
    }
  }
}
