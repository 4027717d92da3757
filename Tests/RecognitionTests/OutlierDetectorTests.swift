import InklingDatasets
import InklingFiles
import InklingFraming
import InklingImages
import InklingRandomness
import InklingRecognition
import InklingTraining
import Testing

/// What refuses pictures that show no digit.
@Suite struct OutlierDetectorTests {
  private func drawing(_ glyph: Glyph, _ index: Int) -> Picture {
    var generator = CounterGenerator(seed: 77, purpose: .drawing, sample: index)
    let ink = StrokeCanvas.draw(glyph, side: 140, height: 100, pen: 9, from: &generator)
    return Picture(width: 140, height: 140, samples: ink.map { 255 - $0 })
  }

  private func refused(_ pictures: [Picture]) throws -> Int {
    let reader = try EmbeddedModel.reader()
    return try pictures.count { try reader.read($0).isRefused }
  }

  @Test func lettersAreRefused() throws {
    let letters = [
      Glyph(1, "14,0 14,100 / 84,0 16,56! 88,100"), Glyph(1, "6,100 14,0! 50,70! 86,0! 94,100"),
      Glyph(1, "20,98 20,4! 60,2 82,20 72,44 24,52! 50,56 88,98"), Glyph(1, "4,4 96,4 / 50,4 50,100"),
      Glyph(1, "2,0 26,100! 50,30! 74,100! 98,0"), Glyph(1, "10,0 90,100 / 90,0 10,100"),
    ]
    let count = try refused((0..<30).map { drawing(letters[$0 % 6], $0) })
    #expect(count >= 27, "\(count) of 30")
  }

  @Test func digitsAreNot() throws {
    let count = try refused(
      (0..<40).map { index in
        var generator = CounterGenerator(seed: 78, purpose: .drawing, sample: index)
        return drawing(Glyph.digit(index % 10, from: &generator), index)
      })
    #expect(count <= 2, "\(count) of 40")
  }

  @Test func noiseIsRefused() throws {
    let count = try refused(
      (0..<10).map { index in
        var generator = CounterGenerator(seed: 79, purpose: .drawing, sample: index)
        return Picture(width: 64, height: 64, samples: (0..<64 * 64).map { _ in UInt8(generator.below(256)) })
      })
    #expect(count >= 9, "\(count) of 10")
  }

  /// They are framed as rows of ones, and each is one.
  @Test(arguments: [(20, 0), (48, 5), (70, 3)])
  func stripesAreRefused(period: Int, slope: Int) throws {
    let samples = (0..<280 * 280).map { index in
      let place = index % 280 + (slope > 0 ? index / 280 / slope : 0)
      return UInt8(place % period < period / 2 ? 40 : 220)
    }
    let answer = try EmbeddedModel.reader().read(Picture(width: 280, height: 280, samples: samples))
    #expect(answer.refusal == .noDigit)
  }

  @Test func aRefusedPictureSaysWhy() throws {
    let cross = drawing(Glyph(1, "10,0 90,100 / 90,0 10,100"), 1)
    let answer = try EmbeddedModel.reader().read(cross)
    #expect(answer.refusal == .noDigit && answer.single?.isOutlier == true)
    let blank = try EmbeddedModel.reader().read(Picture(width: 40, height: 40, gray: 255))
    #expect(blank.refusal == .blank)
  }

  /// At start they are trusted: nobody could have changed them but with the program.
  @Test func theBytesInTheProgramAreWhatWasMade() throws {
    let model = try TrainedModel(decoding: EmbeddedModel.bytes)
    let detector = try TrainedModel(decoding: EmbeddedModel.detectorBytes)
    #expect(!model.goldenInputs.isEmpty && !detector.goldenInputs.isEmpty)
    #expect(detector.classNames == ["digit", "other"])
    #expect(EmbeddedModel.bytes.count + EmbeddedModel.detectorBytes.count < 1_000_000)
  }

  @Test func itRefusesAFewHeldOutDigits() throws {
    let threshold = try EmbeddedModel.detector().threshold
    #expect(threshold.score == .logOdds && threshold.share <= 0.005 && threshold.images >= 10_000)
  }

  @Test func scoresAreLogOdds() {
    #expect(abs(OutlierDetector.score(logits: [2, 5]) - 3) < 1e-12)
    #expect(abs(OutlierDetector.score(logits: [1000, 1000, 1000]) + 0.693_147_180_559_945) < 1e-9)
  }

  @Test func aModelOfDigitsIsNoDetector() throws {
    let error = #expect(throws: InputError.self) { try OutlierDetector(EmbeddedModel.load()) }
    #expect(error?.kind == .usage && error?.description.contains("the model is no outlier detector") == true)
    #expect(error?.description.contains("10 classes, a threshold of energy") == true)
  }

  @Test func aThresholdIsOfTheScoreThatRefuses() throws {
    let energy = RefusalThreshold(threshold: -2, share: 0.01, images: 9)
    let error = #expect(throws: InputError.self) {
      try PictureReader(EmbeddedModel.load(), detector: EmbeddedModel.detector(), refusal: energy)
    }
    #expect(error?.kind == .usage && error?.description.contains("expected log_odds, found energy") == true)
  }
}
