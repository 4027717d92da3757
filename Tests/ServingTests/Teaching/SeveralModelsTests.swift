import InklingFiles
import InklingPlatform
import InklingStore
import Testing

@testable import InklingServing

/// Several models, each with corrections, teachings and versions of its own.
@Suite(.startsServers) struct SeveralModelsTests {
  private static func version(_ server: TestServer, _ model: String) throws -> String {
    let text = try #require(try server.ask("POST", "/predict?model=\(model)", body: [7])).text
    return String(try #require(text.split(separator: #""version":""#).last?.first))
  }

  private static func other(_ teacher: StubTeacher = StubTeacher()) -> (model: StubModel, teacher: StubTeacher) {
    (StubModel.seeing, teacher)
  }

  @Test func eachHasCorrectionsOfItsOwn() async throws {
    try await TaughtServer.with(others: [Self.other()]) { (server: TestServer, _: String) throws in
      for model in [nil, "stub", "stub1"] { #expect(try server.correct(of: model).status == 200) }
      for (model, count) in [("stub", 2), ("stub1", 1)] {
        let counts = try #require(
          try server.ask("GET", "/corrections?model=\(model)", fields: [TaughtServer.contributor]))
        #expect(
          counts.text.contains(#""model":"\#(model)","corrections":\#(count),"own":\#(count),"given":3"#),
          "\(counts.text)")
      }
      // What somebody takes back is all of it.
      let deleted = try #require(
        try server.ask("DELETE", "/corrections?model=stub1", fields: [TaughtServer.contributor]))
      #expect(deleted.text.contains(#""corrections":0,"own":0,"given":0,"deleted":3"#))
      let metrics = try #require(try server.ask("GET", "/metrics")).text
      #expect(metrics.contains("inkling_corrections_deleted_total{model=\"stub\"} 2\n"))
      #expect(metrics.contains("inkling_corrections_deleted_total{model=\"stub1\"} 1\n"))
    }
  }

  /// It was answered with 404: who had given something for a model that cannot be taught any more could not take it back.
  @Test(arguments: [nil, "stub", "stub1"]) func whatWasGivenForAModelThatIsNotTaughtIsDeleted(model: String?)
    async throws
  {
    let path = "/tmp/inkling-corrections-\(UInt64.random(in: .min ... .max))"
    defer { for ending in ["", "-wal", "-shm", "-reserve"] { unlink(path + ending) } }
    let store = try CorrectionStore(path: path)
    let contributor = sha256Hex(Array(TaughtServer.contributor.utf8.dropFirst(21)))
    for name in ["stub", "gone"] {
      try store.add(
        Correction(
          framed: StubModel.signature + [7], model: Correction.ModelIdentity(name: name, version: 1, digest: "0123"),
          answer: "b", probability: 0.5, label: "a", contributor: contributor))
    }
    var texts = StubModel.seeing
    texts.classNames = []
    let parts = TeachingParts(store: store, teacher: StubTeacher())
    try await TestServer.with([texts, StubModel.seeing], teaching: { _ in parts }) { (server: TestServer) throws in
      try server.correct(of: "stub1")
      let query = model.map { "?model=\($0)" } ?? ""
      let deleted = try #require(try server.ask("DELETE", "/corrections" + query, fields: [TaughtServer.contributor]))
      let counts = #""corrections":0,"own":0,"given":0,"deleted":3"#
      #expect(deleted.status == 200)
      if model == "stub1" {
        #expect(deleted.text.contains(#"{"kept":true,"model":"stub1",\#(counts),"#), "\(deleted.text)")
      } else {
        #expect(deleted.text == #"{"kept":false,"model":"stub",\#(counts)}"#)
      }
      let counted = try server.ask("GET", "/corrections", fields: [TaughtServer.contributor])
      #expect(counted?.text == #"{"kept":false,"model":"stub","corrections":0,"own":0,"given":0,"deleted":null}"#)
      let metrics = try #require(try server.ask("GET", "/metrics")).text
      for name in ["stub", "stub1"] {
        #expect(metrics.contains("inkling_corrections_deleted_total{model=\"\(name)\"} 1\n"))
      }
    }
  }

  @Test func theModelThatIsNamedIsTaught() async throws {
    let teacher = StubTeacher()
    teacher.gate.open()
    try await TaughtServer.with(others: [Self.other(teacher)]) { (server: TestServer, _: String) throws in
      try server.correct(of: "stub1")
      // The first has no corrections.
      #expect(try server.act("/teach").status == 409)
      #expect(try server.act("/teach?model=stub1").status == 200)
      let desk = try #require(try server.server.desks?.desk("stub1"))
      TestServer.wait { desk.state.state.name == "accepted" }
      #expect(try Self.version(server, "stub") == "1" && Self.version(server, "stub1") == "2")
      #expect(try server.ask("GET", "/versions?model=stub1")?.text.contains(#""model":"stub1","served":"2""#) == true)
      #expect(try server.ask("GET", "/versions")?.text.contains(#""model":"stub","served":"1""#) == true)
      #expect(try server.ask("GET", "/teach")?.text == #"{"state":"idle"}"#)
      #expect(try server.act("/versions/1/serve?model=stub1").status == 200)
      #expect(try Self.version(server, "stub1") == "1")
    }
  }

  /// Each takes all threads.
  @Test func oneIsTaughtAtATime() async throws {
    let (first, second) = (StubTeacher(), StubTeacher())
    second.gate.open()
    try await TaughtServer.with(first, others: [Self.other(second)]) { (server: TestServer, _: String) throws in
      for model in ["stub", "stub1"] { try server.correct(of: model) }
      #expect(try server.act("/teach").status == 200)
      first.gate.awaitSomebody()
      let refused = try server.act("/teach?model=stub1")
      #expect(refused.status == 409)
      #expect(refused.text == #"{"error":"another model is being taught; wait, or discard that first"}"#)
      first.gate.open()
      server.awaitTeaching("accepted")
      // Its turn is over with its state.
      #expect(try server.act("/teach?model=stub1").status == 200)
    }
  }

  @Test func aModelThatIsNotTaughtSaysWhy() async throws {
    var texts = StubModel.seeing
    texts.classNames = []
    texts.readsTexts = true
    try await TaughtServer.with(others: [(texts, StubTeacher())]) { (server: TestServer, _: String) throws in
      #expect(
        try server.ask("GET", "/corrections?model=stub1")?.text
          == #"{"kept":false,"model":"stub1","corrections":0,"own":null,"given":null,"deleted":null}"#)
      let refused = try server.correct(of: "stub1")
      #expect(refused.status == 404)
      #expect(refused.text == #"{"error":"the model 'stub1' is not taught: it tells no classes apart"}"#)
      for path in ["/teach", "/versions", "/teach/events", "/corrections"] {
        let unknown = try #require(try server.ask("GET", path + "?model=%3Cb%3E"))
        #expect(unknown.status == 404 && unknown.text == #"{"error":"there is no model '\u003cb\u003e'"}"#)
        let option = try #require(try server.ask("GET", path + "?modell=stub"))
        #expect(option.status == 400 && option.text == #"{"error":"there is no option 'modell'; expected model"}"#)
      }
    }
  }

  @Test func aServerWhoseModelsCannotBeTaughtDoesNotStart() async throws {
    var texts = StubModel.seeing
    texts.classNames = []
    let only = texts
    let source = try ModelSource(name: "reader") { only }
    let store = "/tmp/inkling-none-\(UInt64.random(in: .min ... .max))"
    var options = ServerOptions()
    options.port = 0
    let error = #expect(throws: InputError.self) {
      try InferenceServer(sources: [source], options: options) { (_: LoadedModel) throws(InputError) in
        throw InputError(.failed, "not asked for", path: store)
      }
    }
    #expect(error?.kind == .usage && error?.what == "none of the models can be corrected")
    #expect(error?.found == "'reader': it tells no classes apart")
    #expect(error?.remedy?.hasSuffix("'inkling store delete' deletes what was given") == true)
  }
}
