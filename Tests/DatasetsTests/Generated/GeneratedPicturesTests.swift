import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingDatasets

@Suite struct GeneratedPicturesTests {
  @Test func everyEpochHasPicturesAndTextsOfItsOwn() throws {
    let pictures = try GeneratedPictures(DrawnBars(), count: 120)
    let epochs = try (1...3).map { try #require(pictures.targets(epoch: $0).sequences) }
    #expect(epochs.allSatisfy { $0.count == 120 } && epochs[0] != epochs[1] && epochs[1] != epochs[2])
    #expect((0..<120).allSatisfy { epochs[1][$0] == DrawnBars().labels(of: $0, epoch: 2) })
    let sample = try pictures.sample(60)
    #expect(sample.count == 60 && sample.targets == .sequences(LabelSequences((0..<60).map { epochs[0][$0] })))
    #expect(Array(sample[59]) == Self.drawn(59, epoch: 1))
    #expect(try pictures.sample(1_000).count == 120)
  }

  /// Epoch 0 is never trained on: its first pictures are the test set's, and far behind them are those of a validation.
  @Test func heldOutAndTestedPicturesAreOthersAndStay() throws {
    let pictures = try GeneratedPictures(DrawnBars(), count: 10)
    let (tested, held) = (try pictures.tested(130), try pictures.heldOut(70))
    #expect(Array(tested[129]) == Self.drawn(129, epoch: 0))
    #expect(Array(held[69]) == Self.drawn((1 << 24) + 69, epoch: 0))
    #expect(tested.images.count == 130 * 144 && held.count == 70 && Array(tested[0]) != Array(held[0]))
    #expect(
      try pictures.tested(at: 129)
        == LabeledImages(
          images: Array(tested[129]), targets: tested.targets.selecting([129]), channels: 1, height: 4, width: 36,
          classNames: DrawnBars().classNames))
    let more = try GeneratedPictures(DrawnBars(), count: 999)
    #expect(try more.tested(130) == tested && more.heldOut(70) == held)
  }

  @Test func aDataSetKeepsSomeOfThemAndTellsGeneratorsApart() throws {
    func dataset(_ generator: DrawnBars, count: Int = 2_000) throws -> Dataset {
      try Dataset(GeneratedPictures(generator, count: count), test: 20)
    }
    let first = try dataset(DrawnBars())
    #expect(first.trainingCount == 2_000 && first.train.count == 1_000 && first.test.count == 20)
    let fingerprint = first.fingerprint
    #expect(fingerprint.generator == "bars of 2...4; seed 3" && fingerprint.training.count == 2_000)
    #expect(try dataset(DrawnBars()).fingerprint == fingerprint)
    #expect(try dataset(DrawnBars(seed: 4)).fingerprint.differences(from: fingerprint).count == 4)
    #expect(try dataset(DrawnBars(), count: 1_999).fingerprint.training != fingerprint.training)
    #expect(first.trainingFingerprint == fingerprint.training)
  }

  @Test func whatIsNoTrainingSetIsRefused() throws {
    func refusal(_ body: () throws(InputError) -> Void) -> String {
      do throws(InputError) {
        try body()
        return "none"
      } catch {
        return error.description
      }
    }
    #expect(
      refusal { () throws(InputError) in _ = try GeneratedPictures(DrawnBars(), count: 0) }
        == "the number of pictures of an epoch is out of range: expected 1 to 1048576, found 0.")
    let pictures = try GeneratedPictures(DrawnBars(), count: 5)
    #expect(
      refusal { () throws(InputError) in _ = try pictures.heldOut(0) }.hasPrefix(
        "the number of pictures of the validation"))
    #expect(
      refusal { () throws(InputError) in _ = try pictures.tested(1 << 21) }
        .hasPrefix("the number of pictures of the test set is out of range"))
    let dataset = try Dataset(pictures, test: 2)
    #expect(
      refusal { () throws(InputError) in _ = try dataset.varied(DatasetVariation(shift: .inverted)) }
        .hasPrefix("pictures that are drawn anew in every epoch have no variations"))
    Memory.$allowance.withValue(1_000_000) {
      #expect(
        refusal { () throws(InputError) in _ = try pictures.heldOut(100_000) }
          .hasPrefix("there is not enough memory for 100000 pictures of bars"))
    }
  }

  private static func drawn(_ index: Int, epoch: Int) -> [UInt8] {
    var picture = [UInt8](repeating: 0, count: 144)
    picture.withUnsafeMutableBufferPointer { DrawnBars().draw(index, epoch: epoch, into: $0.baseAddress!) }
    return picture
  }
}
