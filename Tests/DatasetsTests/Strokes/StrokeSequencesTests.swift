import InklingDatasets
import InklingFiles
import Testing

@Suite struct StrokeSequencesTests {
  @Test func areNumbersOfThreeToFiveDigits() throws {
    let set = StrokeSequences.dataset(train: 300, test: 40).train
    #expect(set.count == 300 && (set.height, set.width) == (28, 128) && set.classNames.count == 11)
    let sequences = try #require(set.targets.sequences)
    let lengths = (0..<300).map { sequences.length(of: $0) }
    #expect(Set(lengths) == [3, 4, 5])
    #expect(Set((0..<300).flatMap { sequences[$0] }) == Set(1...10))
    // Every number has ink, and paper on both sides of it.
    for index in 0..<300 { #expect(set[index].contains { $0 > 200 }) }
  }

  @Test func dependOnSeedSplitAndIndexAlone() {
    let many = StrokeSequences.dataset(train: 120, test: 30)
    let few = StrokeSequences.dataset(train: 7, test: 3)
    #expect(many.train.images.starts(with: few.train.images))
    #expect(few.train.targets == many.train.targets.selecting(Array(0..<7)))
    #expect(many.test.images.starts(with: few.test.images))
    #expect(StrokeSequences.testImage(17).images == Array(many.test[17]))
    #expect(StrokeSequences.testImage(17).targets == many.test.targets.selecting([17]))
    #expect(StrokeSequences.dataset(train: 7, test: 0, seed: 1).train.images != few.train.images)
    #expect(many.train[0] != many.test[0])
  }

  /// Other bytes would be another data set.
  @Test func areTheSameForEver() throws {
    let set = StrokeSequences.dataset(train: 20, test: 5)
    #expect(sha256Hex(set.train.images) == "71c58e9d40efa62a0b41314934f68c5060f1f956ebb36f90fb2835b815070555")
    #expect(sha256Hex(set.test.images) == "4eed495160c5077372ec7a73bdfe086f9096b3b11a03bfcd946218c1900e7156")
    let texts = try #require(set.test.targets.sequences)
    #expect(
      (0..<5).map { texts[$0] } == [[3, 4, 9, 10], [1, 10, 8, 9, 1], [3, 6, 7], [8, 8, 10], [5, 9, 10, 6, 9]])
  }

  @Test func areHeldOutLengthByLength() throws {
    let set = StrokeSequences.dataset(train: 200, test: 0).train
    let split = try set.splitting(ValidationSplit(.share(0.2)))
    let sequences = try #require(set.targets.sequences)
    for length in 3...5 {
      let all = (0..<200).count { sequences.length(of: $0) == length }
      let held = split.validation.count { sequences.length(of: Int($0)) == length }
      #expect(abs(Double(held) - 0.2 * Double(all)) < 1)
    }
    #expect(Set(split.training).union(split.validation).count == 200)
    let folds = try set.folds(5)
    #expect(Set(folds.flatMap(\.validation)).count == 200)
  }
}
