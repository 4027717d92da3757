import InklingDatasets
import InklingFiles
import InklingImages
import InklingPlatform
import InklingRecognition
import InklingTraining
import Testing

@testable import InklingServing

/// The built-in model behind the server: what the command says of a picture, the server says too.
@Suite(.startsServers) struct ServedTrainedModelTests {
  private static let digits = StrokeDigits.dataset(train: 0, test: 8, seed: 5).test

  private func with(_ body: @escaping @Sendable (TestServer) throws -> Void) async throws {
    let model = ServedTrainedModel(try EmbeddedModel.load())
    try await TestServer.with([model], body)
  }

  @Test func aPictureIsReadAsTheLibraryReadsIt() async throws {
    let reader = try PictureReader(EmbeddedModel.load())
    try await with { (server: TestServer) throws in
      for index in 0..<8 {
        let picture = Picture(width: 28, height: 28, samples: Array(Self.digits[index])).magnified(by: 5).inverted()
        let expected = try #require(try reader.read(picture).single)
        let file = try PictureFile.encode(picture, as: .png)
        let answer = try #require(try server.ask("POST", "/predict?framed=true", body: file))
        #expect(
          answer.text.contains("\"class\":\"\(expected.prediction.className)\",\"label\":\(expected.prediction.label)"))
        let framed = try #require(answer.text.split(separator: "base64,").last?.split(separator: "\"").first)
        let seen = try PictureFile.decode(try #require(Base64.decode(String(framed))))
        #expect(seen.width == 28 && seen.height == 28 && seen.samples == expected.pixels)
      }
    }
  }

  /// A request may have 64 photographs of 75 megabytes each: one is answered before the next is decoded, and none is once
  /// nobody waits for it.
  @Test func largePicturesAreReadOneAfterTheOther() throws {
    var model = ServedTrainedModel(try EmbeddedModel.load())
    #expect(model.pixelsTogether == 1 << 20)
    // A program for tests takes seconds for such pictures: smaller ones are large here.
    model.pixelsTogether = 10_000
    let session = try model.session(for: .pictures)
    let large = Picture(width: 110, height: 100, samples: [UInt8](repeating: 255, count: 11_000))
    let picture = ServedPicture.file(try PictureFile.encode(large, as: .png))
    // It is asked before a picture is decoded and before it is read.
    for (looks, answered) in [(0, 0), (1, 0), (2, 1), (4, 2), (6, 3)] {
      var left = looks
      let results = session.read([picture, picture, picture], framed: false) {
        left -= 1
        return left >= 0
      }
      #expect(results.count == 3)
      #expect(results.map { (try? $0.get()) != nil } == (0..<3).map { $0 < answered })
    }
    let small = ServedPicture.samples([UInt8](repeating: 255, count: 784), width: 28, height: 28, channels: 1)
    var looks = 0
    let results = session.read([small, small, small], framed: false) {
      looks += 1
      return true
    }
    // They are computed together.
    #expect(looks == 4 && results.allSatisfy { (try? $0.get()) != nil })
  }

  @Test func whatItSawIsExplained() async throws {
    try await with { (server: TestServer) throws in
      let picture = Picture(width: 28, height: 28, samples: Array(Self.digits[2]))
      let answer = try #require(
        try server.ask("POST", "/explain", body: try PictureFile.encode(picture, as: .png)))
      #expect(answer.status == 200 && answer.text.hasPrefix(#"{"saliency":["#))
      #expect(answer.text.contains(#""operation":"Conv2d""#) && answer.text.contains(#""kind":"sum""#))
      let large = try PictureFile.encode(picture.magnified(by: 2), as: .png)
      let refused = try #require(try server.ask("POST", "/explain", body: large))
      #expect(refused.status == 400 && refused.text.contains("another size"))
    }
  }

  @Test func tensorsAreAnsweredAsTheLibraryAnswers() async throws {
    let model = try EmbeddedModel.load()
    let predictor = try model.predictor()
    try await with { (server: TestServer) throws in
      let pixels = Array(Self.digits[3])
      let json =
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"UINT8\",\"shape\":[1,1,28,28],\"data\":\(pixels)}],"
        + "\"outputs\":[{\"name\":\"logits\"}]}"
      let answer = try #require(try server.ask("POST", "/v2/models/stub/infer", body: Array(json.utf8)))
      let logits = try predictor.logits(pixels)
      #expect(answer.text.contains("\"data\":[\(logits.map { "\($0)" }.joined(separator: ","))]"))
    }
  }

  /// A file of a few bytes that says it is a picture of four thousand million pixels.
  @Test func pictureBombsAreRefused() async throws {
    var bomb = try PictureFile.encode(Picture(width: 1, height: 1), as: .png)
    bomb.replaceSubrange(16..<24, with: [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF])
    let portable = Array("P5\n60000 60000\n255\n".utf8)
    try await with { [bomb] (server: TestServer) throws in
      for file in [bomb, portable] {
        let answer = try #require(try server.ask("POST", "/predict", body: file))
        #expect(answer.status == 400 && answer.text.contains("error"), "\(answer.text)")
      }
      #expect(try server.isWell())
    }
  }

  @Test func whatIsNoPictureIsRefused() async throws {
    try await with { (server: TestServer) throws in
      for body in [
        [0], Array("GIF89a".utf8), Array("<svg onload=alert(1)>".utf8), [UInt8](repeating: 0xFF, count: 5000),
      ] {
        let answer = try #require(try server.ask("POST", "/predict", body: body))
        #expect(answer.status == 400 && !answer.text.contains("<"), "\(answer.text)")
      }
    }
  }

  @Test func aChangedFileIsServedAndABrokenOneIsNot() async throws {
    let path = "/tmp/inkling-serving-\(UInt64.random(in: .min ... .max)).safetensors"
    defer { unlink(path) }
    let model = try EmbeddedModel.load()
    try model.save(to: path)
    var options = ServerOptions()
    options.port = 0
    options.threads = 1
    options.followsSignals = false
    options.watchMilliseconds = 50
    let log = TestLog()
    options.logTarget = { log.add($0) }
    let server = try InferenceServer(models: [ServedSource(path: path, name: "stub")], options: options)
    let test = TestServer(server: server, log: log)
    let run = test.run()
    try await TestServer.onThread {
      Result { () throws(any Error) in
        try Self.write([1, 2, 3], to: path)
        TestServer.wait { log.all.contains("model not loaded") }
        #expect(try test.ask("GET", "/v2/models/stub/ready")?.status == 200)
        try model.save(to: path)
        TestServer.wait { log.all.contains("model loaded") }
        #expect(try test.ask("GET", "/v2/models/stub/ready")?.status == 200)
        #expect(try test.ask("GET", "/metrics")?.text.contains("result=\"failed\"} 1") == true)
      }
    }.get()
    server.stop()
    try await run.value
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    try DurableFile.write(bytes, to: path)
  }
}
