import InklingFiles
import InklingPlatform
import InklingStore
import Testing

@testable import InklingServing

/// What a server leaves of its store when it ends.
@Suite(.startsServers) struct StoreEndTests {
  /// Its process ended with the corrections in SQLite's log: who copied the file had none.
  @Test func theFileAloneHasAllCorrectionsAfterTheEnd() async throws {
    let path = "/tmp/inkling-corrections-\(UInt64.random(in: .min ... .max))"
    defer { for ending in ["", "-wal", "-shm", "-reserve"] { unlink(path + ending) } }
    let store = try CorrectionStore(path: path)
    let log = TestLog()
    var options = ServerOptions()
    options.port = 0
    options.threads = 1
    options.followsSignals = false
    options.logTarget = { log.add($0) }
    let source = try ModelSource(name: "stub") { () throws(InputError) in StubModel.seeing }
    let server = TestServer(
      server: try InferenceServer(sources: [source], options: options, ownStore: store) {
        (_: LoadedModel) throws(InputError) -> TeachingParts in
        TeachingParts(store: store, teacher: StubTeacher())
      }, log: log)
    let run = server.run()
    let answer = await TestServer.onThread { Result { try server.correct() } }
    #expect(try answer.get().status == 200 && FileStatus.isThere(path + "-wal"))
    server.server.stop()
    try await run.value
    // It is still held here: no deinit has closed it.
    withExtendedLifetime(store) { #expect(!FileStatus.isThere(path + "-wal")) }
    #expect(!log.all.contains("not closed in order"), "\(log.all)")
    #expect(try CorrectionStore(path: path).count() == 1)
  }
}
