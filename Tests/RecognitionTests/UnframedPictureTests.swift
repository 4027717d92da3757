import InklingEngine
import InklingFiles
import InklingFraming
import InklingImages
import InklingRecognition
import InklingTraining
import Testing

/// Pictures for models whose pictures are not framed: only brought to their size, and inverted where a person says so.
@Suite struct UnframedPictureTests {
  /// [channels, 4, 4] to "dark" and "light", by the mean of all pixels.
  private static func model(
    _ picture: PictureDescription, channels: Int = 1, threshold: Double? = nil
  ) throws -> TrainedModel {
    let graph = try Graph(tracing: Sequential([Flatten(), Linear(16 * channels, 2)]), input: Shape([channels, 4, 4]))
    let row = [Float](repeating: 1 / Float(8 * channels), count: 16 * channels)
    let values = [row.map { -$0 } + row, [1, -1]]
    let parameters = zip(graph.parameters, values).map { NamedTensor(name: $0.name, shape: $0.shape, values: $1) }
    var model = try TrainedModel(
      ModelDescription(
        name: "means", graph: graph, classNames: ["dark", "light"],
        normalization: Normalization(mean: 0, deviation: 1, channels: channels), picture: picture),
      parameters: parameters)
    model.refusal = threshold.map { RefusalThreshold(threshold: $0, share: 0.01, images: 100) }
    return model
  }

  /// A dark page with something light in the middle.
  private static let page: Picture = {
    var page = Picture(width: 40, height: 40, gray: 10)
    page.paste(Picture(width: 10, height: 10, gray: 240), x: 15, y: 15)
    return page
  }()

  /// As a data set's images are.
  @Test func inkThatWasSaidIsFollowed() throws {
    for channels in [1, 3] {
      func answer(_ picture: PictureDescription, _ mode: FramingMode = .automatic) throws -> PictureAnswer {
        try PictureReader(Self.model(picture, channels: channels), framing: mode).read(Self.page)
      }
      let same = try answer(PictureDescription(ink: .lightOnDark))
      #expect(same.number == "dark" && !same.choice.isInverted)
      let other = try answer(PictureDescription(ink: .darkOnLight))
      #expect(other.number == "light" && other.choice.isInverted && other.choice.mode == .none)
      #expect(other.digits[0].pixels == same.digits[0].pixels.map { 255 - $0 })
      for picture in [PictureDescription(), PictureDescription(ink: .darkOnLight, isMeasured: true)] {
        #expect(try answer(picture).number == "dark")
      }
      // Who asks for a picture as it is gets it so.
      #expect(try answer(PictureDescription(ink: .darkOnLight), .none).number == "dark")
    }
  }

  /// A model that refuses some pictures refuses one that shows nothing; one that does not takes it as any other.
  @Test(arguments: [1, 3]) func aBlankPictureIsRefusedByWhoRefuses(channels: Int) throws {
    let blank = Picture(width: 30, height: 20, gray: 200)
    let refusing = try PictureReader(Self.model(.init(), channels: channels, threshold: 1000))
    let answer = try refusing.read(blank)
    #expect(answer.refusal == .blank && answer.number == nil && answer.probability == nil && answer.lines.isEmpty)
    #expect(try refusing.read(Self.page).refusal == nil)
    let taking = try PictureReader(Self.model(.init(), channels: channels))
    #expect(try taking.read(blank).refusal == nil && taking.read(blank).number == "light")
  }
}
