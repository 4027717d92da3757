import InklingFiles
import InklingPlatform
import Synchronization
import Testing

@testable import InklingServing

/// Models that are loaded again, where some cannot be, or are just being written.
@Suite(.startsServers) struct ModelLoadingTests {
  /// Which versions are broken, and how often a model was opened.
  private final class Place: Sendable {
    let broken = Mutex<Set<Int>>([])
    let openings = Atomic<Int>(0)

    func source(_ version: Int) throws -> ModelSource {
      try ModelSource(name: "stub", version: version) { () throws(InputError) in
        if self.broken.withLock({ $0.contains(version) }) {
          throw InputError(.malformed, "broken", path: "/secret/place")
        }
        return StubModel()
      }
    }
  }

  private static let token = ["Authorization: Bearer secret-token"]

  /// A server with two versions.
  private static func with(_ body: @escaping @Sendable (TestServer, Place) throws -> Void) async throws {
    let place = Place()
    try await TestServer.with(
      sources: [try place.source(1), try place.source(2)], change: { $0.token = "secret-token" }
    ) { (server: TestServer) throws in try body(server, place) }
  }

  private static func act(_ server: TestServer, _ what: String) throws -> RawAnswer {
    try #require(try server.ask("POST", "/v2/repository/models/stub/\(what)", fields: token))
  }

  private static func predict(_ server: TestServer, _ query: String = "") throws -> RawAnswer {
    try #require(try server.ask("POST", "/predict\(query)", fields: token, body: [7]))
  }

  @Test func aBrokenVersionKeepsNoOtherOut() async throws {
    try await Self.with { (server: TestServer, place: Place) throws in
      #expect(try Self.act(server, "unload").status == 200)
      place.broken.withLock { $0 = [1] }
      let answer = try Self.act(server, "load")
      #expect(answer.status == 200)
      #expect(answer.text == #"{"error":"version 1 could not be loaded: broken; the other versions are loaded"}"#)
      #expect(try Self.predict(server).text.contains(#""version":"2""#))
      #expect(try Self.predict(server, "?version=1").status == 404)
      // With the last one in its place nothing is wrong.
      place.broken.withLock { $0 = [] }
      let whole = try Self.act(server, "load")
      #expect(whole.status == 200 && whole.body.isEmpty)
    }
  }

  @Test func whereNoneCanBeLoadedThatIsRefused() async throws {
    try await Self.with { (server: TestServer, place: Place) throws in
      #expect(try Self.act(server, "unload").status == 200)
      place.broken.withLock { $0 = [1, 2] }
      let answer = try Self.act(server, "load")
      #expect(answer.status == 400)
      #expect(
        answer.text == #"{"error":"version 1 could not be loaded: broken; version 2 could not be loaded: broken"}"#)
    }
  }

  /// Nothing stays where nothing was.
  @Test func whatWasUnloadedDoesNotStay() async throws {
    let place = Place()
    try await TestServer.with(sources: [try place.source(1)], change: { $0.token = "secret-token" }) {
      (server: TestServer) throws in
      #expect(try Self.act(server, "unload").status == 200)
      place.broken.withLock { $0 = [1] }
      let answer = try Self.act(server, "load")
      #expect(answer.status == 400 && answer.text == #"{"error":"the model could not be loaded: broken."}"#)
    }
  }

  @Test func theModelThatIsMeantIsNamed() async throws {
    try await Self.with { (server: TestServer, _: Place) throws in
      #expect(
        try Self.predict(server, "?version=9").text == #"{"error":"there is no model 'stub', version '9'"}"#)
      #expect(try Self.act(server, "unload").status == 200)
      #expect(try Self.predict(server).text == #"{"error":"the model 'stub' is not loaded"}"#)
    }
  }

  /// What was read before and after somebody wrote may be of two models.
  @Test func whatIsWrittenMeanwhileIsReadAgain() async throws {
    let path = "/tmp/inkling-written-\(UInt64.random(in: .min ... .max))"
    defer { unlink(path) }
    try DurableFile.write([1], to: path)
    let openings = Place()
    let source = try ModelSource(name: "stub", watched: [path]) { () throws(InputError) in
      let number = openings.openings.add(1, ordering: .relaxed).newValue
      // The second time somebody writes while it is read.
      if number == 2 { try DurableFile.write([1, 2], to: path) }
      var model = StubModel()
      model.digest = "opening-\(number)"
      return model
    }
    try await TestServer.with(
      sources: [source],
      change: {
        $0.token = "secret-token"
        // It is looked at by hand.
        $0.watchMilliseconds = 3_600_000
      }
    ) { (server: TestServer) throws in
      let served = { server.server.models.all[0].loaded?.model.digest }
      let answer = try Self.act(server, "load")
      #expect(answer.status == 409)
      #expect(answer.text == #"{"error":"the files of the model are being written; load it again once they are"}"#)
      #expect(served() == "opening-1")
      // The first look sees the change, the second that it is over.
      for _ in 0..<2 { server.server.models.lookAtFiles() }
      #expect(served() == "opening-3")
      for _ in 0..<2 { server.server.models.lookAtFiles() }
      #expect(served() == "opening-3")
    }
  }

  @Test func whatIsToBeKnownOfAModelIsALogRecord() async throws {
    var model = StubModel()
    model.notes = ["Its pixels are taken as bytes."]
    try await TestServer.with([model], change: { $0.logsJSON = true }) { (server: TestServer) throws in
      #expect(try server.isWell())
      let line = try #require(server.log.all.split(separator: "\n").first { $0.contains("Its pixels") })
      #expect(line.hasPrefix("{") && line.contains(#""message":"note","model":"stub""#))
    }
  }
}
