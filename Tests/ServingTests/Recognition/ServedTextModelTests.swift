import InklingEngine
import InklingImages
import InklingRecognition
import InklingTraining
import Testing

@testable import InklingServing

/// A model that reads texts behind the server: what the library reads, the server answers.
@Suite(.startsServers) struct ServedTextModelTests {
  /// Four columns: each is the class whose part of the height is brightest.
  private static func model() throws -> TrainedModel {
    let graph = try Graph(
      tracing: Sequential([Conv2d(1, 3, kernelSize: Extent2d(6, 2), stride: Extent2d(1, 2))]), input: Shape([1, 6, 8]))
    let weights = (0..<36).map { place -> Float in place % 12 / 4 == place / 12 ? 1 : 0 }
    let parameters = graph.parameters.map { parameter in
      NamedTensor(
        name: parameter.name, shape: parameter.shape,
        values: parameter.shape.count == 4 ? weights : [Float](repeating: 0, count: 3))
    }
    return try TrainedModel(
      ModelDescription(
        name: "bars", graph: graph, classNames: ["blank", "a", "b"],
        normalization: Normalization(mean: 0, deviation: 1, channels: 1), task: TaskRecipe(.read, head: .positions)),
      parameters: parameters)
  }

  /// White bars on black: "ab" and two empty columns.
  private static var samples: [UInt8] {
    var samples = [UInt8](repeating: 0, count: 48)
    for (column, label) in [1, 2, 0, 0].enumerated() {
      for row in 2 * label..<2 * label + 2 { for place in 0..<2 { samples[row * 8 + 2 * column + place] = 255 } }
    }
    return samples
  }

  @Test func aPictureIsReadAsTheLibraryReadsIt() async throws {
    let model = try Self.model()
    let picture = Picture(width: 8, height: 6, samples: Self.samples)
    let reading = try #require(try PictureReader(model).read(picture).reading)
    #expect(reading.text == "ab")
    try await TestServer.with([ServedTrainedModel(model)]) { (server: TestServer) throws in
      let file = try PictureFile.encode(picture.magnified(by: 3), as: .png)
      let answer = try #require(try server.ask("POST", "/predict?framed=true", body: file))
      #expect(answer.text.contains("{\"text\":\"ab\",\"probability\":\(reading.probability),\"characters\":["))
      let last = try #require(reading.characters.last)
      #expect(answer.text.contains("{\"character\":\"b\",\"probability\":\(last.probability)}]"))
      let framed = try #require(answer.text.split(separator: "base64,").last?.split(separator: "\"").first)
      let seen = try PictureFile.decode(try #require(Base64.decode(String(framed))))
      #expect(seen.width == 8 && seen.height == 6 && seen.samples == Self.samples)
    }
  }

  @Test func aModelOnBytesReadsTheSame() throws {
    let model = try Self.model().quantized(calibratedOn: Self.samples)
    let served = ServedTrainedModel(model)
    #expect(served.platform == "inkling_int8" && !served.takesValues && served.whyNoPictures == nil)
    let outputs = try served.session(for: .tensors).outputs(pixels: Self.samples)
    #expect(try served.texts(of: outputs) == ["ab"])
    let picture = Picture(width: 8, height: 6, samples: Self.samples)
    #expect(try PictureReader(model).read(picture).reading?.text == "ab")
  }

  @Test func tensorsAreReadAndPicturesExplained() async throws {
    try await TestServer.with([ServedTrainedModel(try Self.model())]) { (server: TestServer) throws in
      let json =
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"UINT8\",\"shape\":[1,1,6,8],\"data\":\(Self.samples)}],"
        + "\"outputs\":[{\"name\":\"texts\"}]}"
      let answer = try #require(try server.ask("POST", "/v2/models/stub/infer", body: Array(json.utf8)))
      #expect(answer.text.contains(#"{"name":"texts","datatype":"BYTES","shape":[1],"data":["ab"]}"#), "\(answer.text)")
      let file = try PictureFile.encode(Picture(width: 8, height: 6, samples: Self.samples), as: .png)
      let explained = try #require(try server.ask("POST", "/explain", body: file))
      #expect(explained.status == 200 && explained.text.hasPrefix(#"{"steps":[{"#), "\(explained.text)")
    }
  }

  @Test func aBlankPictureHasNoText() async throws {
    try await TestServer.with([ServedTrainedModel(try Self.model())]) { (server: TestServer) throws in
      let blank = Picture(width: 8, height: 6, samples: [UInt8](repeating: 255, count: 48))
      let answer = try #require(try server.ask("POST", "/predict", body: try PictureFile.encode(blank, as: .png)))
      #expect(answer.status == 200)
      #expect(
        answer.text.contains(
          #"{"text":null,"probability":null,"characters":[],"refused":true,"reason":"it is blank"}"#), "\(answer.text)")
    }
  }
}
