import InklingCSQLite
import InklingFiles
import InklingPlatform
import InklingStore
import Synchronization
import Testing

@testable import InklingServing

/// A store that cannot take a correction: the client is told, nothing is lost, and the server goes on.
@Suite(.startsServers) struct StoreFaultTests {
  private static func isSaid(_ answer: RawAnswer, _ sentence: String, _ path: String) -> Bool {
    answer.status == 503 && answer.text.contains(sentence) && !answer.text.contains(path)
      && answer.fields["retry-after"] == "1"
  }

  /// Runs statements as another program would.
  private static func run(_ statements: String, _ path: String, _ body: () throws -> Void = {}) throws {
    var handle: OpaquePointer?
    try #require(sqlite3_open(path, &handle) == SQLITE_OK)
    defer { sqlite3_close(handle) }
    try #require(sqlite3_exec(handle, statements, nil, nil, nil) == SQLITE_OK)
    try body()
  }

  @Test func aLockedStoreIsSaid() async throws {
    try await TaughtServer.with(open: { try CorrectionStore(path: $0, busyMilliseconds: 20) }) {
      (server: TestServer, path: String) throws in
      try server.correct()
      try Self.run("BEGIN IMMEDIATE", path) {
        let answer = try server.correct()
        #expect(Self.isSaid(answer, "the store is locked by another program", path), "\(answer.text)")
        #expect(try server.isWell())
        // Readers need not wait.
        #expect(try server.ask("GET", "/corrections")?.text.contains(#""corrections":1"#) == true)
      }
      #expect(try server.correct().text.contains(#""corrections":2"#))
    }
  }

  @Test func aReadOnlyStoreIsSaid() async throws {
    try await TaughtServer.with(open: { path in
      try CorrectionStore(path: path).add(
        Correction(
          framed: StubModel.seeing.framed, model: .init(name: "stub", version: 1, digest: "0"), answer: "a",
          probability: 1, label: "b", contributor: "c"))
      return try CorrectionStore(path: path, isReadOnly: true)
    }) { (server: TestServer, path: String) throws in
      let answer = try server.correct()
      #expect(Self.isSaid(answer, "the store may not be written to", path), "\(answer.text)")
      // Options are for who started the server; the log has them.
      #expect(!answer.text.contains("--store") && server.log.all.contains("--store"))
      #expect(try server.ask("GET", "/corrections")?.text.contains(#""corrections":1"#) == true)
    }
  }

  /// Those that wait at the store take threads: no more than there may be, and nobody else waits for them.
  @Test func moreThanMayWaitAtTheStoreAreTold() async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      let limits = try #require(server.desk?.limits)
      limits.storeWork.add(TeachingLimits.mostStoreWork, ordering: .relaxed)
      for answer in [
        try server.correct(), try #require(try server.ask("GET", "/corrections")), try server.act("/teach"),
      ] {
        #expect(answer.status == 503 && answer.fields["retry-after"] == "1", "\(answer.text)")
      }
      #expect(try server.ask("POST", "/predict", body: [7])?.status == 200)
      // Who was told so does not count.
      #expect(limits.storeWork.load(ordering: .relaxed) == TeachingLimits.mostStoreWork)
      limits.storeWork.subtract(TeachingLimits.mostStoreWork, ordering: .relaxed)
      #expect(try server.correct().status == 200)
    }
  }

  @Test func aFullStoreIsSaid() async throws {
    try await TaughtServer.with(open: { try CorrectionStore(path: $0, largestBytes: 64 << 10) }) {
      (server: TestServer, path: String) throws in
      let picture = Base64.encode(StubModel.signature + [UInt8](repeating: 9, count: 20_000))
      let large = TaughtServer.correction { $0["picture"] = "\"\(picture)\"" }
      var kept = 0
      var answer = try server.correct(large)
      while answer.status == 200, kept < 100 {
        kept += 1
        answer = try server.correct(large)
      }
      #expect(kept > 0 && Self.isSaid(answer, "the store cannot grow", path), "\(answer.text)")
      // What was kept before is all there.
      #expect(try CorrectionStore(path: path, isReadOnly: true).count() == kept)
      #expect(try server.ask("DELETE", "/corrections", fields: [TaughtServer.contributor])?.status == 200)
      #expect(try server.correct(large).status == 200)
    }
  }

  /// Corrections were called kept that were in no file.
  @Test func aStoreThatWasTakenAwayIsSaid() async throws {
    try await TaughtServer.with { (server: TestServer, path: String) throws in
      try server.correct()
      for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
      for method in ["GET", "POST", "DELETE"] {
        let answer = try #require(
          try server.ask(
            method, "/corrections", fields: [TaughtServer.contributor],
            body: method == "POST" ? TaughtServer.correction() : []))
        #expect(Self.isSaid(answer, "the store's file was taken away, and nothing is kept", path), "\(answer.text)")
      }
      #expect(!FileStatus.isThere(path))
    }
  }

  @Test func aDamagedStoreIsSaid() async throws {
    try await TaughtServer.with { (server: TestServer, path: String) throws in
      try Self.run("DROP TABLE corrections", path)
      for method in ["GET", "POST", "DELETE"] {
        let answer = try #require(
          try server.ask(
            method, "/corrections", fields: [TaughtServer.contributor],
            body: method == "POST" ? TaughtServer.correction() : []))
        #expect(Self.isSaid(answer, "the store is damaged", path), "\(answer.text)")
      }
      #expect(try server.ask("POST", "/predict", body: [7])?.status == 200)
      #expect(server.log.all.contains(path))
    }
  }
}
