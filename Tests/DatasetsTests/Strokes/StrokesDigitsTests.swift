import InklingFiles
import Testing

@testable import InklingDatasets

struct StrokesDigitsTests {
  private func image(_ index: Int, of set: LabeledImages) -> ArraySlice<UInt8> {
    set.images[index * 784..<(index + 1) * 784]
  }

  @Test func sizesNamesAndBalance() {
    let set = StrokeDigits.dataset(train: 230, test: 57)
    #expect(set.name == "strokes" && set.source == "drawn by the program" && !set.notes.isEmpty)
    #expect(set.train.count == 230 && set.train.images.count == 230 * 784)
    #expect(set.test.count == 57 && set.test.images.count == 57 * 784)
    #expect(set.train.classNames == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    #expect((0..<10).allSatisfy { digit in set.train.labels.count { $0 == digit } == 23 })
  }

  @Test func noImagesAreNoFault() {
    let set = StrokeDigits.dataset(train: 0, test: 1)
    #expect(set.train.count == 0 && set.test.count == 1)
  }

  /// 1,100 images take three parts on several threads, 530 take two.
  @Test func anImageDoesNotDependOnHowManyThereAre() {
    let many = StrokeDigits.dataset(train: 1_100, test: 20, seed: 7)
    let few = StrokeDigits.dataset(train: 530, test: 3, seed: 7)
    // As truth values: a difference of a million bytes would take minutes to print.
    let sameTrain = many.train.images.starts(with: few.train.images) && many.train.labels.starts(with: few.train.labels)
    let sameTest = many.test.images.starts(with: few.test.images) && many.test.labels.starts(with: few.test.labels)
    #expect(sameTrain)
    #expect(sameTest)
  }

  @Test func theyAreTheSameWithoutAThreadToSpare() {
    let alone = SystemThread.$allowance.withValue(.init(0)) { StrokeDigits.dataset(train: 1_100, test: 20, seed: 7) }
    let isSame = alone.train.images == StrokeDigits.dataset(train: 1_100, test: 20, seed: 7).train.images
    #expect(isSame)
  }

  @Test func seedsSplitsAndIndicesDiffer() {
    let set = StrokeDigits.dataset(train: 200, test: 200, seed: 1)
    let other = StrokeDigits.dataset(train: 200, test: 0, seed: 2)
    #expect(set.train.images != set.test.images && set.train.labels != set.test.labels)
    #expect(set.train.images != other.train.images && set.train.labels != other.train.labels)
    #expect(Set((0..<200).map { Array(image($0, of: set.train)) }).count == 200)
  }

  /// The FNV-1a hash of the bytes of seed 0, pinned: the same digits on every machine and in every version.
  @Test func bytesArePinned() {
    let set = StrokeDigits.dataset(train: 40, test: 10)
    let hash = (set.train.images + set.test.images).reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    #expect(hash == 15190445289932236892)
    #expect(set.train.labels.prefix(10) == [9, 4, 1, 7, 5, 3, 8, 0, 6, 2])
  }

  @Test func statisticsAreNearMNISTs() {
    let images = StrokeDigits.dataset(train: 1_000, test: 0, seed: 3).train.images
    let mean = images.reduce(0.0) { $0 + Double($1) } / Double(images.count) / 255
    let square = images.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(images.count) / 65_025
    #expect(abs(mean - 0.1307) < 0.006)
    #expect(abs((square - mean * mean).squareRoot() - 0.3081) < 0.008)
  }

  @Test func everyImageIsCenteredWithAMargin() {
    let set = StrokeDigits.dataset(train: 300, test: 0, seed: 4).train
    for index in 0..<set.count {
      let pixels = Array(image(index, of: set))
      let mass = pixels.reduce(0.0) { $0 + Double($1) }
      let x = pixels.indices.reduce(0.0) { $0 + Double(pixels[$1]) * Double($1 % 28) } / mass
      let y = pixels.indices.reduce(0.0) { $0 + Double(pixels[$1]) * Double($1 / 28) } / mass
      #expect(abs(x - 14) < 0.6 && abs(y - 14) < 0.6, "image \(index) has its mass at \(x), \(y)")
      #expect(mass / 255 > 20, "image \(index) has little ink")
    }
  }

  /// Even the nearest class mean, the weakest of classifiers, reads most of them: labels and glyphs belong together.
  @Test func nearestMeanReadsMostDigits() {
    let set = StrokeDigits.dataset(train: 1_000, test: 300, seed: 5)
    var means = [[Double]](repeating: [Double](repeating: 0, count: 784), count: 10)
    for index in 0..<set.train.count {
      for (pixel, value) in image(index, of: set.train).enumerated() {
        means[Int(set.train.labels[index])][pixel] += Double(value) / 100
      }
    }
    let correct = (0..<300).count { index in
      let distances = means.map { mean in
        zip(mean, image(index, of: set.test)).reduce(0.0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
      }
      return distances.indices.min { distances[$0] < distances[$1] } == Int(set.test.labels[index])
    }
    #expect(correct > 180, "\(correct) of 300")
  }
}
