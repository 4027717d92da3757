import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFraming
import InklingImages
import InklingRecognition
import InklingTraining
import Testing

/// The built-in model and pictures of the drawn digits.
@Suite struct PictureReaderTests {
  static let digits = StrokeDigits.dataset(train: 0, test: 64, seed: 5).test

  private func picture(_ index: Int) -> Picture {
    Picture(width: 28, height: 28, samples: Array(Self.digits[index]))
  }

  @Test func theBuiltInModelReadsDigits() throws {
    let model = try EmbeddedModel.load()
    #expect(model.classNames == (0..<10).map(String.init) && !model.goldenInputs.isEmpty)
    let reader = try EmbeddedModel.reader()
    let right = try (0..<64).filter {
      try reader.read(picture($0)).single?.prediction.label == Int(Self.digits.labels[$0])
    }
    #expect(right.count >= 58, "\(right.count) of 64")
  }

  @Test func theModelIsSmallAndKnowsWhatItRefuses() throws {
    let refusal = try #require(try EmbeddedModel.load().refusal)
    #expect(refusal.score == .energy && refusal.share == 0.005 && refusal.images == 10_000)
  }

  @Test func blackOnWhiteAndLargeIsReadToo() throws {
    let reader = try EmbeddedModel.reader()
    for index in 0..<8 {
      let plain = try #require(try reader.read(picture(index)).single)
      let large = picture(index).magnified(by: 10).inverted()
      // A whole-number enlargement is the image itself; on a larger page it is a drawing.
      var page = Picture(width: 300, height: 300, gray: 255)
      page.paste(large, x: 7, y: 12)
      for (picture, mode) in [(large, FramingMode.none), (page, .digit)] {
        let answer = try reader.read(picture)
        #expect(answer.choice.mode == mode && answer.choice.isInverted)
        #expect(answer.single?.prediction.label == plain.prediction.label)
      }
    }
  }

  @Test func severalDigitsAreANumber() throws {
    let reader = try EmbeddedModel.reader()
    var line = Picture(width: 28 * 3 + 20, height: 40)
    for place in 0..<3 { line.paste(picture(place), x: 4 + place * 30, y: 6) }
    let answer = try reader.read(line)
    #expect(answer.choice.mode == .line && answer.digits.count == 3 && answer.single == nil)
    #expect(answer.number == (0..<3).map { "\(Self.digits.labels[$0])" }.joined())
    #expect(answer.digits.map(\.box.x) == answer.digits.map(\.box.x).sorted())
  }

  @Test(arguments: [0, 128, 255] as [UInt8]) func aBlankPictureIsRefused(gray: UInt8) throws {
    let answer = try EmbeddedModel.reader().read(Picture(width: 100, height: 60, gray: gray))
    #expect(answer.refusal == .blank && answer.number == nil && answer.probability == nil && answer.lines.isEmpty)
  }

  @Test func whatIsAboveTheThresholdIsRefused() throws {
    let model = try EmbeddedModel.load()
    let never = RefusalThreshold(threshold: .greatestFiniteMagnitude, share: 0, images: 1)
    let always = RefusalThreshold(threshold: -.greatestFiniteMagnitude, share: 1, images: 1)
    #expect(try PictureReader(model, refusal: never).read(picture(0)).refusal == nil)
    let refused = try PictureReader(model, refusal: always).read(picture(0))
    #expect(refused.refusal == .noDigit && refused.single != nil)
  }

  @Test func answersAreInOrderWhateverTheThreads() throws {
    let model = try EmbeddedModel.load()
    let labels = try [1, 3].map { threads in
      try PictureReader(model, threads: threads).read(50) { number throws(InputError) in
        if number == 20 { throw InputError(.missing, "none") }
        return Picture(width: 28, height: 28, samples: Array(Self.digits[number]))
      }.map { (try? $0.get())?.single?.prediction }
    }
    #expect(labels[0].count == 50 && labels[0][20] == nil && labels[0].compactMap(\.self).count == 49)
    #expect(labels[0] == labels[1])
    let alone = try PictureReader(model).read(picture(33)).single?.prediction
    #expect(labels[0][33] == alone)
  }

  @Test func runnerUpIsTheSecond() throws {
    let digit = try #require(try PictureReader(EmbeddedModel.load()).read(picture(0)).single)
    let sorted = digit.prediction.probabilities.sorted(by: >)
    #expect(digit.runnerUp.map { digit.prediction.probabilities[$0] } == sorted[1])
  }
}

/// Models whose pictures are no digits.
@Suite struct PicturePreparationTests {
  private func model(channels: Int, framing: PictureDescription.Framing = .none) throws -> TrainedModel {
    let layers = ModelSpecification.lenet
    let graph = try layers.graph(input: Shape([channels, 28, 28]), classes: 10)
    let parameters = try TrainingProgram(
      graph, seed: 1, optimizer: SGD(learningRate: 0.1),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: channels), batchSize: 16, threads: 1
    ).namedParameters()
    let description = ModelDescription(
      name: "lenet", graph: graph, classNames: (0..<10).map(String.init),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: channels),
      picture: PictureDescription(framing: framing))
    return try TrainedModel(description, parameters: parameters)
  }

  @Test func coloursAreResizedAndTakenPlaneByPlane() throws {
    let reader = try PictureReader(try model(channels: 3))
    var picture = Picture(width: 56, height: 56).colored()
    for place in stride(from: 1, to: picture.samples.count, by: 3) { picture.samples[place] = 200 }
    let answer = try reader.read(picture)
    #expect(answer.choice.mode == .none && answer.single?.box == PixelBox(x: 0, y: 0, width: 56, height: 56))
    let planes = [UInt8](repeating: 0, count: 784) + [UInt8](repeating: 200, count: 784)
    #expect(answer.single?.pixels == planes + [UInt8](repeating: 0, count: 784))
    #expect(reader.steps(of: picture) == nil)
  }

  @Test func coloursAreNotFramed() throws {
    let model = try model(channels: 3)
    let error = #expect(throws: InputError.self) { try PictureReader(model, framing: .line) }
    #expect(error?.kind == .usage && error?.description.contains("grey ones alone") == true)
  }

  @Test func framingCanBeAskedFor() throws {
    let model = try model(channels: 1)
    let picture = Picture(width: 80, height: 80, gray: 255)
    #expect(try PictureReader(model).read(picture).refusal == nil)
    #expect(try PictureReader(model, framing: .digit).read(picture).refusal == .blank)
  }
}
