import InklingFiles
import Synchronization
import Testing

@testable import InklingServing

/// What keeps a server running: overload, draining, models that come and go, tokens, counts.
@Suite(.startsServers) struct OperationTests {
  private final class Flag: Sendable {
    let value = Atomic<Bool>(false)
  }

  @Test func tooManyWaitingImagesAre503() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model], change: { $0.queuedImages = 1 }) { (server: TestServer) throws in
      let first = try server.connect()
      first.send(TestServer.head("POST", "/predict", length: 1) + "a")
      gate.awaitSomebody()
      let second = try server.connect()
      second.send(TestServer.head("POST", "/predict", length: 1) + "a")
      TestServer.wait { server.server.models.all[0].loaded?.queueLength == 1 }
      let refused = try #require(try server.ask("POST", "/predict", body: [7]))
      #expect(refused.status == 503 && refused.fields["retry-after"] == "1")
      gate.open()
      #expect(first.answer()?.status == 200 && second.answer()?.status == 200)
    }
  }

  @Test func aClientThatAsksTooOftenIs429() async throws {
    try await TestServer.with(change: { $0.ratePerSecond = 0.001 }) { (server: TestServer) throws in
      #expect(try server.ask("POST", "/predict", body: [7])?.status == 200)
      let refused = try #require(try server.ask("POST", "/predict", body: [7]))
      #expect(refused.status == 429 && refused.fields["retry-after"] == "1000")
      // What is read counts too, but for what shows that the server is there.
      #expect(try server.ask("GET", "/v2")?.status == 429)
      for path in ["/", "/metrics", "/v2/health/ready"] {
        #expect(try server.ask("GET", path)?.status == 200, "\(path)")
      }
      #expect(try server.isWell())
    }
  }

  /// A token could be guessed as fast as one can ask.
  @Test(arguments: [
    ("GET", "/v2", false, 401), ("POST", "/predict", false, 401), ("GET", "/metrics", false, 401),
    ("GET", "/nothing", true, 404), ("GET", "/predict", true, 405), ("POST", "/metrics", true, 405),
    ("POST", "/v2/health/live", false, 405),
  ])
  func whatIsRefusedCounts(method: String, path: String, hasToken: Bool, status: Int) async throws {
    try await TestServer.with(change: {
      $0.token = "secret-token"
      $0.ratePerSecond = 0.001
    }) { (server: TestServer) throws in
      let fields = ["Authorization: Bearer \(hasToken ? "secret-token" : "other-token")"]
      #expect(try server.ask(method, path, fields: fields)?.status == status)
      for _ in 0..<2 { #expect(try server.ask(method, path, fields: fields)?.status == 429) }
      for path in ["/", "/v2/health/ready", "/v2/health/live"] {
        #expect(try server.ask("GET", path)?.status == 200, "\(path)")
      }
      let metrics = try server.ask("GET", "/metrics", fields: ["Authorization: Bearer secret-token"])
      #expect(metrics?.status == 200)
    }
  }

  /// Clients have no command, and none of its options.
  @Test(arguments: [
    "name a data set with its classes, as 'inkling teach --replay NAME' does", "name another with --data",
    "'inkling store list' shows them",
  ])
  func errorsForClientsAdviseNoCommand(remedy: String) {
    let error = InputError(.usage, "it reads no digits", path: "/secret/place", found: "9 %", remedy: remedy)
    #expect(ServedFault(error).message == "it reads no digits: found 9 %.")
    #expect(ServedFault(InputError(.usage, "no", remedy: "send one")).message == "no; send one.")
  }

  @Test func whatWasAcceptedIsAnsweredWhenTheServerEnds() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model]) { (server: TestServer) throws in
      let connection = try server.connect()
      let idle = try server.connect()
      #expect(idle.ask(TestServer.head("GET", "/v2/health/ready"))?.status == 200)
      connection.send(TestServer.head("POST", "/predict", length: 1) + "a")
      gate.awaitSomebody()
      server.server.stop()
      TestServer.wait { server.server.isDraining }
      // Who is connected already is told that it is over.
      let ready = idle.ask(TestServer.head("GET", "/v2/health/ready"))
      #expect(ready?.status == 400 && ready?.fields["connection"] == "close")
      gate.open()
      let answer = connection.answer()
      #expect(answer?.status == 200 && answer?.fields["connection"] == "close")
      #expect(connection.isEnded())
    }
  }

  @Test func theTokenIsAskedFor() async throws {
    try await TestServer.with(change: { $0.token = "secret-token" }) { (server: TestServer) throws in
      let refused = try #require(try server.ask("GET", "/v2"))
      #expect(refused.status == 401 && refused.fields["www-authenticate"] == "Bearer")
      for wrong in ["Bearer secret-toke", "Bearer secret-tokens", "Bearer ", "Basic secret-token", "secret-token"] {
        #expect(try server.ask("GET", "/v2", fields: ["Authorization: \(wrong)"])?.status == 401)
      }
      #expect(try server.ask("GET", "/v2", fields: ["Authorization: Bearer secret-token"])?.status == 200)
      #expect(try server.ask("GET", "/v2/health/ready")?.status == 200)
    }
  }

  /// The page asks for it: its own files are everybody's, and the log says so without the token.
  @Test func thePageIsServedToWhoHasNoTokenYet() async throws {
    try await TestServer.with(change: { $0.token = "secret-token" }) { (server: TestServer) throws in
      for path in ["/", "/served.js", "/token.js", "/server-model.js", "/teaching.css"] {
        #expect(try server.ask("GET", path)?.status == 200, "\(path)")
      }
      TestServer.wait { server.log.all.contains("serving") }
      #expect(server.log.all.contains("page=it asks for the token") && !server.log.all.contains("secret-token"))
    }
  }

  @Test func othersNeedATokenOrAnOpenDoor() throws {
    var options = ServerOptions()
    options.host = "0.0.0.0"
    options.port = 0
    #expect(throws: InputError.self) { try InferenceServer(sources: [], options: options) }
    options.isOpen = true
    _ = try InferenceServer(sources: [], options: options)
  }

  @Test func aPortInUseIsSaid() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var options = ServerOptions()
      options.port = server.port
      let error = #expect(throws: InputError.self) { try InferenceServer(sources: [], options: options) }
      #expect(error?.kind == .unavailable && error?.remedy == "end what listens there, or take another --port")
    }
  }

  @Test func modelsAreListedUnloadedAndLoaded() async throws {
    try await TestServer.with(change: { $0.token = "secret-token" }) { (server: TestServer) throws in
      let fields = ["Authorization: Bearer secret-token"]
      let index = { try server.ask("POST", "/v2/repository/index", fields: fields)?.text }
      #expect(try index() == #"[{"name":"stub","version":"1","state":"READY","reason":""}]"#)
      #expect(
        try server.ask(
          "POST", "/v2/repository/models/stub/unload", fields: fields,
          body: Array(#"{"parameters":{"unload_dependents":false}}"#.utf8))?.status == 200)
      #expect(try index()?.contains(#""state":"UNAVAILABLE","reason":"unloaded""#) == true)
      #expect(try server.ask("GET", "/v2/models/stub/ready", fields: fields)?.status == 404)
      #expect(try server.ask("POST", "/predict", fields: fields, body: [7])?.status == 404)
      #expect(try server.ask("POST", "/v2/repository/models/stub/load", fields: fields)?.status == 200)
      #expect(try server.ask("POST", "/predict", fields: fields, body: [7])?.status == 200)
      #expect(try server.ask("POST", "/v2/repository/models/other/load", fields: fields)?.status == 404)
      let settings = Array(#"{"parameters":{"config":"{}"}}"#.utf8)
      #expect(
        try server.ask("POST", "/v2/repository/models/stub/load", fields: fields, body: settings)?.status == 400)
    }
  }

  @Test func withoutATokenNobodyLoads() async throws {
    try await TestServer.with { (server: TestServer) throws in
      #expect(try server.ask("POST", "/v2/repository/models/stub/load")?.status == 401)
      #expect(try server.ask("POST", "/v2/repository/models/stub/unload")?.status == 401)
    }
  }

  @Test func aBrokenModelLeavesTheOldOne() async throws {
    let breaking = Flag()
    let source = try ModelSource(name: "stub") { () throws(InputError) in
      if breaking.value.load(ordering: .relaxed) { throw InputError(.malformed, "broken", path: "/secret/place") }
      return StubModel()
    }
    try await TestServer.with(sources: [source], change: { $0.token = "secret-token" }) { (server: TestServer) throws in
      let fields = ["Authorization: Bearer secret-token"]
      breaking.value.store(true, ordering: .relaxed)
      let refused = try #require(try server.ask("POST", "/v2/repository/models/stub/load", fields: fields))
      #expect(refused.status == 400)
      #expect(refused.text == #"{"error":"the model could not be loaded, and the one before stays: broken."}"#)
      #expect(try server.ask("POST", "/predict", fields: fields, body: [7])?.status == 200)
      let index = try server.ask("POST", "/v2/repository/index", fields: fields)?.text
      #expect(index == #"[{"name":"stub","version":"1","state":"READY","reason":"broken."}]"#)
      // The log is the operator's: there the path is.
      #expect(server.log.all.contains("/secret/place"))
    }
  }

  @Test func theMetricsCountWhatWasDone() async throws {
    try await TestServer.with { (server: TestServer) throws in
      _ = try server.ask("POST", "/v2/models/stub/infer", body: InferenceServerTests.oneImage)
      _ = try server.ask("POST", "/predict", body: Array("-".utf8))
      _ = try server.ask("GET", "/nothing")
      let text = try #require(try server.ask("GET", "/metrics")).text
      #expect(text.contains("inkling_requests_total{route=\"/v2/models/{model}/infer\",code=\"200\"} 1\n"))
      #expect(text.contains("inkling_requests_total{route=\"other\",code=\"404\"} 1\n"))
      #expect(text.contains("inkling_predictions_total{model=\"stub\",class=\"b\"} 1\n"))
      #expect(text.contains("inkling_refused_pictures_total{model=\"stub\"} 1\n"))
      #expect(text.contains("inkling_block_images_bucket{model=\"stub\",le=\"1.0\"} 2\n"))
      #expect(text.contains("inkling_model_info{model=\"stub\",version=\"1\",weights=\"0123\"} 1\n"))
    }
  }

  @Test func requestsAreLoggedAsJSON() async throws {
    try await TestServer.with(change: {
      $0.logsRequests = true
      $0.logsJSON = true
    }) { (server: TestServer) throws in
      _ = try server.ask("GET", "/v2?a=\"b", fields: ["X-Request-Id: r1"])
      #expect(server.log.all.contains(#""id":"r1""#) && server.log.all.contains(#""path":"/v2""#))
    }
  }
}
