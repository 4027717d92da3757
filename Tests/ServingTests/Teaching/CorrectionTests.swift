import InklingFiles
import InklingStore
import Testing

@testable import InklingServing

/// Corrections over a real socket, in a real store.
@Suite(.startsServers) struct CorrectionTests {
  @Test func withoutAStoreNothingIsKept() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let counts = try #require(try server.ask("GET", "/corrections"))
      #expect(counts.status == 200 && counts.text == #"{"kept":false}"#)
      let refused = try server.correct()
      #expect(refused.status == 404)
      #expect(refused.text == #"{"error":"this server keeps no corrections; start it with --store"}"#)
      for path in ["/teach", "/teach/events", "/versions"] { #expect(try server.ask("GET", path)?.status == 404) }
    }
  }

  @Test func aCorrectionIsKeptAsTheServerSawIt() async throws {
    try await TaughtServer.with { (server: TestServer, path: String) throws in
      let answer = try server.correct()
      #expect(
        answer.text
          == #"{"kept":true,"model":"stub","corrections":1,"own":1,"given":1,"deleted":null,"may_teach":true,"state":"idle"}"#
      )
      let kept = try #require(try CorrectionStore(path: path, isReadOnly: true).corrections().first).correction
      #expect(kept.framed == StubModel.seeing.framed && kept.canvas == StubModel.signature + [1])
      #expect(kept.label == "b" && kept.answer == "c" && kept.probability == 0.5)
      #expect(kept.model == Correction.ModelIdentity(name: "stub", version: 1, digest: "0123"))
      #expect(kept.strokes == [[StrokePoint(x: 1, y: 2), StrokePoint(x: 3, y: 4, time: 16)]])
      // The token itself is not there: who reads the store can delete in nobody's name.
      #expect(kept.contributor == sha256Hex(Array(TaughtServer.contributor.utf8.dropFirst(21))))
    }
  }

  @Test(arguments: ["false", "null", ""]) func withoutConsentNothingIsKept(consent: String) async throws {
    try await TaughtServer.with { (server: TestServer, path: String) throws in
      let body = TaughtServer.correction { $0["consent"] = consent.isEmpty ? nil : consent }
      let answer = try server.correct(body)
      #expect(answer.status == (consent == "null" ? 400 : 403))
      #expect(try CorrectionStore(path: path, isReadOnly: true).count() == 0)
    }
  }

  @Test func everybodyDeletesTheirOwn() async throws {
    try await TaughtServer.with { (server: TestServer, path: String) throws in
      for contributor in [TaughtServer.contributor, TaughtServer.contributor, TaughtServer.other] {
        #expect(try server.correct(by: contributor).status == 200)
      }
      let counts = try #require(try server.ask("GET", "/corrections", fields: [TaughtServer.other]))
      #expect(counts.text.contains(#""corrections":3,"own":1"#))
      #expect(try server.ask("GET", "/corrections")?.text.contains(#""corrections":3,"own":null"#) == true)
      let deleted = try #require(try server.ask("DELETE", "/corrections", fields: [TaughtServer.contributor]))
      #expect(deleted.status == 200 && deleted.text.contains(#""corrections":1,"own":0,"given":0,"deleted":2"#))
      #expect(try server.ask("DELETE", "/corrections")?.status == 400)
      let nobody = "Inkling-Contributor: 00000000000000000000000"
      #expect(try server.ask("DELETE", "/corrections", fields: [nobody])?.text.contains(#""deleted":0"#) == true)
      #expect(try CorrectionStore(path: path, isReadOnly: true).count() == 1)
      let metrics = try #require(try server.ask("GET", "/metrics")).text
      #expect(metrics.contains("inkling_corrections_total{model=\"stub\",class=\"b\"} 3\n"))
      #expect(metrics.contains("inkling_corrections_deleted_total{model=\"stub\"} 2\n"))
    }
  }

  @Test(arguments: ["POST", "DELETE"]) func aContributorIsAskedForBeforeTheModel(method: String) async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      let body = method == "POST" ? Array("{}".utf8) : []
      for path in ["/corrections", "/corrections?model=", "/corrections?model=other"] {
        let answer = try #require(try server.ask(method, path, body: body))
        #expect(answer.status == 400 && answer.text.contains("Inkling-Contributor"), "\(answer.text)")
      }
      let other = try server.ask(method, "/corrections?model=other", fields: [TaughtServer.contributor], body: body)
      #expect(other?.status == 404)
    }
  }

  @Test(arguments: [
    ("label", #""z""#, "the model has no class 'z'"), ("label", #""<b>""#, "no class '\\u003cb\\u003e'"),
    ("label", "7", "is wrong at byte"), ("label", nil, "does not say what it is"),
    ("picture", nil, "has no picture"), ("picture", #""AAAA""#, "has no picture"), ("picture", #""!""#, "no Base64"),
    ("picture", "[[1]]", "is wrong at byte"), ("digit", "1", "has no digit 1; expected 0 to 0"),
    ("digit", "-1", "at least 0"),
    ("digit", "1e18", "at least 0"), ("strokes", "[[[1,2,3]]]", "a point is none"),
    ("strokes", "[[[1,2,3,4]]]", "a point is none"), ("strokes", "[[[1e99,2,3,0]]]", "a point is none"),
    ("strokes", "[[[1,2,3,0.5,1]]]", "a point is none"), ("strokes", "[1]", "is wrong at byte"),
    ("strokes", "[[[NaN,2,3,0]]]", "is wrong at byte"), ("other", "1", "there is no key 'other'"),
  ])
  func whatIsNoCorrectionIsRefused(key: String, value: String?, sentence: String) async throws {
    try await TaughtServer.with { (server: TestServer, path: String) throws in
      let answer = try server.correct(TaughtServer.correction { $0[key] = value })
      #expect(answer.status == 400 && answer.text.contains(sentence), "\(answer.text)")
      #expect(try CorrectionStore(path: path, isReadOnly: true).count() == 0)
    }
  }

  @Test func moreThanAnybodyDrawsIsRefused() async throws {
    try await TaughtServer.with { (server: TestServer, path: String) throws in
      let points = [String](repeating: "[1,2,3,0.5]", count: Correction.mostPoints + 1).joined(separator: ",")
      let long = try server.correct(TaughtServer.correction { $0["strokes"] = "[[\(points)]]" })
      #expect(long.status == 400 && long.text.contains("too many points"))
      let strokes = [String](repeating: "[]", count: Correction.mostPoints + 1).joined(separator: ",")
      let many = try server.correct(TaughtServer.correction { $0["strokes"] = "[\(strokes)]" })
      #expect(many.status == 400 && many.text.contains("too many strokes"))
      let picture = Base64.encode(StubModel.signature + [UInt8](repeating: 0, count: Correction.largestCanvas))
      let large = try server.correct(TaughtServer.correction { $0["picture"] = "\"\(picture)\"" })
      #expect(large.status == 413)
      #expect(try CorrectionStore(path: path, isReadOnly: true).count() == 0)
    }
  }

  @Test(arguments: [
    "short", "0123456789abcdef 0123456789abcdef", "0123456789abcdef0123456789\u{e4}", "<script>alert(1)</script>",
  ])
  func aContributorThatIsNoTokenIsRefused(token: String) async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      for method in ["GET", "POST", "DELETE"] {
        let answer = try #require(
          try server.ask(
            method, "/corrections", fields: ["Inkling-Contributor: \(token)"], body: TaughtServer.correction()))
        #expect(answer.status == 400 && !answer.text.contains("<"), "\(answer.text)")
      }
    }
  }

  @Test func pagesOfOtherSitesGiveAndDeleteNothing() async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      for foreign in ["Origin: https://evil.example", "Sec-Fetch-Site: cross-site"] {
        let fields = [TaughtServer.contributor, foreign]
        #expect(try server.ask("POST", "/corrections", fields: fields, body: TaughtServer.correction())?.status == 403)
        #expect(try server.ask("DELETE", "/corrections", fields: fields)?.status == 403)
      }
    }
  }
}
