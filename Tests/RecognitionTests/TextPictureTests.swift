import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFraming
import InklingImages
import InklingRecognition
import InklingTestSupport
import InklingTraining
import Testing

/// Pictures for a model that reads texts become what its data set's pictures do.
@Suite struct TextPictureTests {
  /// Four columns: each is the class whose part of the height is brightest.
  private static func model(channels: Int = 1, head: ReadingTask.Head = .positions) throws -> TrainedModel {
    let graph = try Graph(
      tracing: Sequential([Conv2d(channels, 3, kernelSize: Extent2d(6, 2), stride: Extent2d(1, 2))]),
      input: Shape([channels, 6, 8]))
    var weights = [Float](repeating: 0, count: 3 * channels * 12)
    for label in 0..<3 {
      for channel in 0..<channels {
        for row in 2 * label..<2 * label + 2 {
          for column in 0..<2 { weights[((label * channels + channel) * 6 + row) * 2 + column] = 1 }
        }
      }
    }
    let parameters = graph.parameters.map { parameter in
      NamedTensor(
        name: parameter.name, shape: parameter.shape,
        values: parameter.shape.count == 4 ? weights : [Float](repeating: 0, count: 3))
    }
    return try TrainedModel(
      ModelDescription(
        name: "bars", graph: graph, classNames: ["blank", "a", "b"],
        normalization: Normalization(mean: 0, deviation: 1, channels: channels), task: TaskRecipe(.read, head: head)),
      parameters: parameters)
  }

  /// White bars on black: "ab" and two empty columns, as large as asked for.
  private func picture(scale: Int = 1, channels: Int = 1) -> Picture {
    var rows = [UInt8](repeating: 0, count: 48)
    for (column, label) in [1, 2, 0, 0].enumerated() {
      for row in 2 * label..<2 * label + 2 { for place in 0..<2 { rows[row * 8 + 2 * column + place] = 255 } }
    }
    let picture = Picture(width: 8, height: 6, samples: rows).magnified(by: scale)
    return channels == 1 ? picture : picture.colored()
  }

  @Test func theTextAndItsProbabilities() throws {
    let reader = try PictureReader(Self.model())
    let answer = try reader.read(picture())
    let reading = try #require(answer.reading)
    #expect(reading.text == "ab" && answer.text == "ab" && answer.number == "ab" && !answer.isRefused)
    #expect(reading.characters.map(\.character) == ["a", "b"])
    #expect(answer.probability == reading.probability && reading.probability > 0 && reading.probability < 1)
    #expect(reading.leastSure.map { $0.probability <= reading.characters[1].probability } == true)
    #expect(try reader.read(picture(scale: 7)).reading == reading)
    #expect(try PictureReader(Self.model(channels: 3)).read(picture(scale: 2)).text == "ab")
    #expect(try reader.read(picture(channels: 3)).reading == reading)
    let predictor = try Self.model().predictor()
    #expect(try predictor.readText(picture().samples) == reading && predictor.read(picture().samples) == "ab")
  }

  /// A network says something of any picture: of an empty one that was a text.
  @Test(arguments: [0, 128, 255] as [UInt8]) func nothingIsReadOnABlankPicture(level: UInt8) throws {
    let reader = try PictureReader(Self.model())
    let answer = try reader.read(Picture(width: 8, height: 6, samples: [UInt8](repeating: level, count: 48)))
    #expect(answer.refusal == .blank && answer.text == nil && answer.number == nil && answer.probability == nil)
    #expect(answer.reading?.text == "" && answer.digits.isEmpty)
    var faint = [UInt8](repeating: level / 2, count: 48)
    faint[9] += 20
    #expect(try !reader.read(Picture(width: 8, height: 6, samples: faint)).isRefused)
  }

  /// A picture of another aspect is not pulled apart: it is read in the middle of its own paper.
  @Test func aspectIsKept() throws {
    let reader = try PictureReader(Self.model())
    var narrow = Picture(width: 4, height: 6)
    narrow.paste(Picture(width: 4, height: 2, gray: 255), x: 0, y: 2)
    #expect(try reader.read(narrow).text == "aa")
  }

  private func sentence(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "none"
    } catch { return "\(error)" }
  }

  @Test func framingAndOtherTasksAreRefused() throws {
    let model = try Self.model()
    for mode in [FramingMode.digit, .line] {
      let sentence = sentence { _ = try PictureReader(model, framing: mode) }
      #expect(sentence.contains("this one reads whole texts"))
    }
    #expect(try PictureReader(model, framing: .none).read(picture()).text == "ab")
    let digits = try EmbeddedModel.load().predictor()
    #expect(
      sentence { _ = try digits.readText([UInt8](repeating: 0, count: 784)) }.contains("the model reads no texts"))
  }

  @Test func aBeamReadsTheSame() throws {
    let reader = try PictureReader(Self.model(head: .ctc), decoder: .beam(8))
    #expect(try reader.read(picture()).text == "ab")
  }
}
