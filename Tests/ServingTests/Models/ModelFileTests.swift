import InklingFiles
import InklingPlatform
import InklingStore
import Synchronization
import Testing

@testable import InklingServing

/// A model's file that is gone, and one that is followed again.
@Suite(.startsServers) struct ModelFileTests {
  /// A server of one model, whose file is looked at by hand; a teacher taught it once.
  private static func with(_ body: @escaping @Sendable (TestServer, String) throws -> Void) async throws {
    let path = "/tmp/inkling-file-\(UInt64.random(in: .min ... .max))"
    defer { for ending in ["", ".sqlite", ".sqlite-wal", ".sqlite-shm", ".sqlite-reserve"] { unlink(path + ending) } }
    try DurableFile.write([1], to: path)
    let source = try ModelSource(name: "stub", watched: [path]) { () throws(InputError) in
      let bytes = try FileBytes.read(path, limit: 10)
      guard bytes != [0] else { throw InputError(.malformed, "broken") }
      var model = StubModel.seeing
      model.digest = "\(bytes)"
      return model
    }
    let teacher = StubTeacher()
    teacher.gate.open()
    let parts = TeachingParts(store: try CorrectionStore(path: path + ".sqlite"), teacher: teacher)
    try await TestServer.with(
      sources: [source], change: { $0.watchMilliseconds = 3_600_000 }, teaching: { _ in parts }
    ) { (server: TestServer) throws in try body(server, path) }
  }

  private static func look(_ server: TestServer, _ times: Int = 2) {
    for _ in 0..<times { server.server.models.lookAtFiles() }
  }

  private static func entry(_ server: TestServer) -> ModelRepository.Entry { server.server.models.all[0] }

  /// Nothing said so; after a fault of before the old reason stayed.
  @Test(arguments: [false, true]) func aFileThatIsGoneIsSaidSo(isLink: Bool) async throws {
    try await Self.with { (server: TestServer, path: String) throws in
      try DurableFile.write([0], to: path)
      Self.look(server)
      #expect(Self.entry(server).reason == "broken.")
      unlink(path)
      if isLink { #expect(symlink(path, path) == 0) }
      Self.look(server, 4)
      #expect(
        Self.entry(server).reason
          == "a file of the model is gone or cannot be reached; the model that was loaded goes on answering")
      // It is said once.
      #expect(server.log.all.split(separator: "\n").count { $0.contains("model's file gone") } == 1)
      #expect(try server.ask("POST", "/predict", body: [7])?.status == 200)
      unlink(path)
      try DurableFile.write([1], to: path)
      Self.look(server)
      #expect(Self.entry(server).reason.isEmpty && Self.entry(server).loaded != nil)
    }
  }

  @Test func aFileThatIsMovedAwayAndBackIsAsBefore() async throws {
    try await Self.with { (server: TestServer, path: String) throws in
      #expect(rename(path, path + ".away") == 0)
      Self.look(server)
      #expect(!Self.entry(server).reason.isEmpty)
      #expect(rename(path + ".away", path) == 0)
      Self.look(server)
      #expect(Self.entry(server).reason.isEmpty)
    }
  }

  /// Unloading and serving a taught version ended the following of the file.
  @Test func aFileIsFollowedAfterAnUnloading() async throws {
    try await Self.with { (server: TestServer, path: String) throws in
      try server.correct()
      _ = try server.act("/teach")
      server.awaitTeaching("accepted")
      try server.server.models.unload("stub")
      try DurableFile.write([2], to: path)
      Self.look(server, 3)
      #expect(try server.ask("POST", "/predict", body: [7])?.status == 404)
      try DurableFile.write([1], to: path)
      #expect(try server.act("/versions/2/serve").status == 200)
      try DurableFile.write([2], to: path)
      Self.look(server)
      #expect(try server.ask("POST", "/predict", body: [7])?.text.contains(#""version":"1""#) == true)
      #expect(Self.entry(server).loaded?.model.digest == "[2]")
    }
  }

  /// What cannot be opened then is opened once it changes.
  @Test func aBrokenFileIsFollowedAfterAnUnloading() async throws {
    try await Self.with { (server: TestServer, path: String) throws in
      try server.correct()
      _ = try server.act("/teach")
      server.awaitTeaching("accepted")
      try server.server.models.unload("stub")
      try DurableFile.write([0], to: path)
      #expect(try server.act("/versions/2/serve").text.contains(#""served":"2""#))
      #expect(Self.entry(server).reason == "broken.")
      try DurableFile.write([3], to: path)
      Self.look(server)
      #expect(Self.entry(server).loaded?.model.digest == "[3]")
      #expect(try server.ask("GET", "/versions")?.text.contains(#""served":"1""#) == true)
    }
  }
}
