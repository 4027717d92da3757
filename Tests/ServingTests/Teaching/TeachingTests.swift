import InklingFiles
import Testing

@testable import InklingServing

/// Teaching over a real socket, with a teacher whose lessons are short.
@Suite(.startsServers) struct TeachingTests {
  private static func version(_ server: TestServer) throws -> String {
    let text = try #require(try server.ask("POST", "/predict", body: [7])).text
    return String(try #require(text.split(separator: #""version":""#).last?.first))
  }

  @Test func aModelThatIsNotWorseTakesOverAndOneGoesBack() async throws {
    let teacher = StubTeacher()
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      try server.correct()
      let begun = try server.act("/teach")
      #expect(begun.status == 200 && begun.text.hasPrefix(#"{"state":"running""#))
      teacher.gate.awaitSomebody()
      #expect(try server.ask("GET", "/teach")?.text == #"{"state":"running","step":"training","share":0.5}"#)
      let again = try server.act("/teach")
      #expect(again.status == 409 && again.text == #"{"error":"the model is being taught already"}"#)
      #expect(try server.act("/versions/1/serve").status == 409)
      #expect(try Self.version(server) == "1")
      teacher.gate.open()
      server.awaitTeaching("accepted")
      #expect(
        try server.ask("GET", "/teach")?.text
          == #"{"state":"accepted","version":"2","not_worse":true,"margin":0.001,"taught":1,"replayed":30,"weight_share":1.0,"seconds":1.3,"#
          + #""notes":["\u003cb\u003eso\u003c/b\u003e"],"comparison":[{"set":"test","images":100,"#
          + #""before":{"right":50,"accuracy":0.5,"interval":[0.25,0.75]},"#
          + #""after":{"right":49,"accuracy":0.49,"interval":[0.25,0.75]},"won":1,"lost":2,"p":1.0}]}"#)
      #expect(try Self.version(server) == "2")
      #expect(try server.ask("GET", "/metrics")?.text.contains("weights=\"taught-2\"") == true)
      let back = try server.act("/versions/1/serve")
      #expect(
        back.text
          == #"{"model":"stub","served":"1","digest":"0123","versions":[{"version":"1","corrections":0,"date":null},"#
          + #"{"version":"2","corrections":1,"date":"2026-01-31T12:00:00Z"}]}"#)
      #expect(try Self.version(server) == "1")
      #expect(try server.act("/versions/2/serve").status == 200)
      #expect(try Self.version(server) == "2")
      for path in ["/versions/3/serve", "/versions/0/serve", "/versions/-1/serve", "/versions/x/serve"] {
        #expect(try server.act(path).status == 404)
      }
    }
  }

  /// What it said was passed over.
  @Test func aBodyThatSaysSomethingIsRefused() async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      try server.correct()
      for path in ["/teach", "/teach/accept", "/teach/discard", "/versions/1/serve"] {
        for body in [#"{"force":true}"#, "[]", "x"] {
          let answer = try server.ask("POST", path, fields: [TaughtServer.page], body: Array(body.utf8))
          #expect(answer?.status == 400, "\(path) \(body)")
        }
      }
      #expect(server.desk?.state.state.name == "idle")
      #expect(
        try server.ask("POST", "/versions/1/serve", fields: [TaughtServer.page], body: Array("{}".utf8))?.status == 200)
    }
  }

  @Test func theVersionThatWasChosenIsServedByTheNextServer() async throws {
    let teacher = StubTeacher()
    teacher.gate.open()
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      try server.correct()
      _ = try server.act("/teach")
      server.awaitTeaching("accepted")
    }
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      #expect(try Self.version(server) == "2")
      // Its own version is there too, by name.
      #expect(try server.ask("GET", "/v2/models/stub/versions/1/ready")?.status == 200)
    }
  }

  @Test(arguments: ["accept", "discard"]) func oneThatIsWorseWaits(decision: String) async throws {
    let teacher = StubTeacher(isNotWorse: false)
    teacher.gate.open()
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      #expect(try server.act("/teach/\(decision)").status == 409)
      try server.correct()
      _ = try server.act("/teach")
      server.awaitTeaching("waiting")
      #expect(try Self.version(server) == "1")
      #expect(try server.act("/teach").status == 409)
      // It is kept before somebody decides, and stays so.
      let kept = #"{"version":"2","corrections":1,"date":"2026-01-31T12:00:00Z","worse":true}"#
      #expect(try server.ask("GET", "/versions")?.text.contains(kept) == true)
      #expect(server.log.all.contains("model taught, and worse: it waits for accept or discard"))
      let decided = try server.act("/teach/\(decision)")
      #expect(try server.ask("GET", "/versions")?.text.contains(kept) == true)
      #expect(server.log.all.contains("what was taught is not used") == (decision == "discard"))
      #expect(decided.status == 200 && decided.text.hasPrefix(#"{"state":"\#(decision)ed""#))
      #expect(try Self.version(server) == (decision == "accept" ? "2" : "1"))
      #expect(try server.act("/teach/\(decision)").status == 409)
      let metrics = try #require(try server.ask("GET", "/metrics")).text
      #expect(metrics.contains("inkling_teachings_total{model=\"stub\",result=\"worse\"} 1\n"))
      #expect(metrics.contains("inkling_teachings_total{model=\"stub\",result=\"\(decision)ed\"} 1\n"))
      #expect(metrics.contains("inkling_served_version{model=\"stub\"} \(decision == "accept" ? 2 : 1)\n"))
    }
  }

  @Test func whatIsTaughtCanBeStopped() async throws {
    let teacher = StubTeacher()
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      try server.correct()
      _ = try server.act("/teach")
      teacher.gate.awaitSomebody()
      #expect(try server.act("/teach/discard").status == 200)
      teacher.gate.open()
      server.awaitTeaching("idle")
      #expect(server.log.all.contains("teaching broken off") && server.log.all.contains("it was discarded"))
      #expect(try Self.version(server) == "1")
      #expect(try server.ask("GET", "/versions")?.text.contains(#""version":"2""#) == false)
    }
  }

  @Test func aTeachingThatFailsLeavesAllAsItIs() async throws {
    let teacher = StubTeacher(fault: InputError(.missing, "no data", path: "/secret/place"))
    teacher.gate.open()
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      try server.correct()
      _ = try server.act("/teach")
      server.awaitTeaching("failed")
      #expect(try server.ask("GET", "/teach")?.text == #"{"state":"failed","error":"no data."}"#)
      #expect(try Self.version(server) == "1")
      #expect(server.log.all.contains("/secret/place"))
      // It may be tried again.
      #expect(try server.act("/teach").status == 200)
      server.awaitTeaching("failed")
    }
  }

  @Test func withoutCorrectionsNothingIsTaught() async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      let answer = try server.act("/teach")
      #expect(answer.status == 409 && answer.text == #"{"error":"there are no corrections yet"}"#)
    }
  }

  /// Who may change which model answers: a token where there is one, else the server's own page on this machine.
  @Test func notEverybodyTeaches() async throws {
    let changes = ["/teach", "/teach/accept", "/teach/discard", "/versions/1/serve"]
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      for path in changes {
        let refused = try #require(try server.ask("POST", path))
        #expect(refused.status == 401 && refused.text.contains("from the server's own page on this machine"))
        for foreign in ["Origin: https://evil.example", "Origin: null"] {
          #expect(try server.ask("POST", path, fields: [foreign])?.status == 403)
        }
      }
    }
    try await TaughtServer.with(change: { $0.token = "secret-token" }) { (server: TestServer, _: String) throws in
      for path in changes + ["/versions"] { #expect(try server.act(path).status == 401) }
      let fields = ["Authorization: Bearer secret-token"]
      #expect(try server.ask("POST", "/versions/1/serve", fields: fields)?.status == 200)
      #expect(try server.ask("POST", "/teach", fields: fields)?.status == 409)
    }
    try await TaughtServer.with(change: { ($0.host, $0.isOpen) = ("0.0.0.0", true) }) {
      (server: TestServer, _: String) throws in
      for path in changes { #expect(try server.act(path).status == 401) }
      #expect(try server.correct().text.contains(#""may_teach":false"#))
    }
  }
}
