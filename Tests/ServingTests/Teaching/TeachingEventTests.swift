import Synchronization
import Testing

@testable import InklingServing

/// The events of a teaching, over a real socket.
@Suite(.startsServers) struct TeachingEventTests {
  /// What came so far, until a text is in it, or there is no more.
  private static func receive(_ connection: RawConnection, until text: String, _ already: String = "") -> String {
    var all = already
    while !all.contains(text), let more = connection.receive() { all += String(decoding: more, as: UTF8.self) }
    return all
  }

  @Test func eventsTellHowItGoes() async throws {
    let teacher = StubTeacher()
    try await TaughtServer.teaching(teacher) { (server: TestServer) throws in
      let connection = try server.listen()
      var text = Self.receive(connection, until: "share")
      #expect(text.contains("200 OK") && text.lowercased().contains("content-type: text/event-stream"))
      #expect(text.contains("event: running\ndata: {\"state\":\"running\",\"step\":\"training\",\"share\":0.5}\n\n"))
      teacher.gate.open()
      text = Self.receive(connection, until: "0\r\n\r\n", text)
      #expect(text.contains("event: accepted\ndata: {\"state\":\"accepted\",\"version\":\"2\""))
      // The connection goes on.
      #expect(connection.ask(TestServer.head("GET", "/v2"))?.status == 200)
      #expect(server.desk?.limits.readers.load(ordering: .relaxed) == 0)
    }
  }

  @Test func withoutTeachingTheyEndAtOnce() async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      let text = Self.receive(try server.listen(), until: "0\r\n\r\n")
      #expect(text.contains("event: idle\ndata: {\"state\":\"idle\"}\n\n"))
      #expect(try server.ask("HEAD", "/teach/events")?.status == 200)
    }
  }

  /// Not even the last chunk: it would be taken for the beginning of the next answer.
  @Test func behindAHeadThereIsNothing() async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      for version in ["", "Connection: close\r\n"] {
        let connection = try server.connect()
        connection.send("HEAD /teach/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.send("HEAD /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.send("GET /teach/events HTTP/1.1\r\nHost: localhost\r\n\(version)\r\n")
        let text = Self.receive(connection, until: "0\r\n\r\n")
        let answers = text.split(separator: "HTTP/1.1 200 OK\r\n")
        #expect(answers.count == 3 && answers.allSatisfy { $0.contains("\r\n\r\n") }, "\(text)")
        #expect(answers.dropLast().allSatisfy { $0.hasSuffix("\r\n\r\n") && !$0.hasSuffix("0\r\n\r\n") }, "\(text)")
        #expect(text.hasSuffix("\r\n0\r\n\r\n") && text.contains("event: idle"))
      }
      var frames = HTTP2Frames(try server.connect())
      frames.ask("HEAD", "/teach/events", stream: 1)
      #expect(frames.body(of: 1) == "")
    }
  }

  /// A hundred thousand steps between two looks are one event.
  @Test func whatNobodyReadsIsNotKept() async throws {
    let teacher = StubTeacher(reports: 100_000)
    try await TaughtServer.with(teacher) { (server: TestServer, _: String) throws in
      try server.correct()
      _ = try server.act("/teach")
      let connection = try server.listen()
      teacher.gate.awaitSomebody()
      teacher.gate.open()
      let text = Self.receive(connection, until: "0\r\n\r\n")
      #expect(text.split(separator: "event: ").count < 1000 && text.contains("event: accepted"))
    }
  }

  @Test func aReaderThatGoesAwayCostsNothing() async throws {
    let teacher = StubTeacher()
    try await TaughtServer.teaching(teacher) { (server: TestServer) throws in
      do {
        let connection = try server.listen()
        _ = Self.receive(connection, until: "share")
      }
      TestServer.wait { server.desk?.limits.readers.load(ordering: .relaxed) == 0 }
      teacher.gate.open()
      server.awaitTeaching("accepted")
      #expect(try server.isWell())
    }
  }

  @Test func moreReadersThanThereMayBeAreTold() async throws {
    let teacher = StubTeacher()
    try await TaughtServer.teaching(teacher) { (server: TestServer) throws in
      let readers = try (0..<TeachingLimits.mostReaders).map { _ in try server.listen() }
      for reader in readers { _ = Self.receive(reader, until: "share") }
      let text = Self.receive(try server.listen(), until: "0\r\n\r\n")
      #expect(text.contains("event: busy\ndata: {\"error\":"))
      teacher.gate.open()
    }
  }

  @Test func theyEndWithTheServer() async throws {
    let teacher = StubTeacher()
    try await TaughtServer.teaching(teacher) { (server: TestServer) throws in
      let connection = try server.listen()
      _ = Self.receive(connection, until: "share")
      server.server.stop()
      #expect(connection.isEnded())
      teacher.gate.open()
    }
  }
}
