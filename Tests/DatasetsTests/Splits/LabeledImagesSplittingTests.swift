import InklingDatasets
import InklingFiles
import InklingRandomness
import Testing

@Suite struct LabeledImagesSplittingTests {
  /// Images of one byte, in classes of these sizes, mixed.
  static func images(_ sizes: [Int]) -> LabeledImages {
    var labels = sizes.enumerated().flatMap { [UInt8](repeating: UInt8($0), count: $1) }
    var generator = CounterGenerator(seed: 9, purpose: .drawing)
    generator.shuffle(&labels)
    return LabeledImages(
      images: labels, labels: labels, channels: 1, height: 1, width: 1, classNames: sizes.indices.map { "c\($0)" })
  }

  static func counts(_ indices: [Int32], of images: LabeledImages) -> [Int] {
    var counts = images.classNames.map { _ in 0 }
    for index in indices { counts[Int(images.labels[Int(index)])] += 1 }
    return counts
  }

  static let sizes = [[100, 100, 100], [7, 93, 400], [2, 1, 997], [50, 0, 3], [1000, 3, 2, 2, 2]]

  @Test(arguments: sizes, [0.05, 0.1, 0.31, 0.5]) func everyClassKeepsItsShare(_ sizes: [Int], _ share: Double) throws {
    let images = Self.images(sizes)
    let split = try images.splitting(ValidationSplit(.share(share), seed: 3))
    #expect(split.validation.count == Int((share * Double(images.count)).rounded()))
    #expect((split.training + split.validation).sorted() == Shuffling.unshuffled(count: images.count))
    #expect(split.training == split.training.sorted() && split.validation == split.validation.sorted())
    let exact = Double(split.validation.count) / Double(images.count)
    for (held, size) in zip(Self.counts(split.validation, of: images), sizes) {
      // The cap of small classes moves a few images to others, so two are the bound there.
      #expect(abs(Double(held) - exact * Double(size)) < (sizes.contains { $0 > 0 && $0 < 4 } ? 3 : 1))
      #expect(held < size || size == 0)
    }
  }

  @Test func itDependsOnTheSeedAlone() throws {
    let images = Self.images([40, 40])
    let split = try images.splitting(ValidationSplit(.count(20), seed: 1))
    #expect(try images.splitting(ValidationSplit(.count(20), seed: 1)) == split)
    #expect(try images.splitting(ValidationSplit(.count(20), seed: 2)).validation != split.validation)
    #expect(split.validation != Array(0..<20))
  }

  /// A split may never change, or a run could not be repeated with a later version.
  @Test func theSplitIsFixedForEver() throws {
    let labels = (0..<20).map { UInt8($0 % 2) }
    let images = LabeledImages(
      images: labels, labels: labels, channels: 1, height: 1, width: 1, classNames: ["a", "b"])
    let held = try images.splitting(ValidationSplit(.count(6), seed: 0)).validation
    #expect(held == [3, 4, 5, 6, 18, 19])
    let fold = try images.splitting(ValidationSplit(.fold(number: 2, count: 5), seed: 0)).validation
    #expect(fold == [4, 13, 16, 19])
  }

  @Test(arguments: [2, 3, 5, 7]) func foldsArePartsOfTheSet(_ count: Int) throws {
    let images = Self.images([31, 8, 0, 57])
    let folds = try images.folds(count, seed: 4)
    #expect(folds.count == count)
    #expect(folds.flatMap(\.validation).sorted() == Shuffling.unshuffled(count: images.count))
    for fold in folds {
      #expect((fold.training + fold.validation).sorted() == Shuffling.unshuffled(count: images.count))
    }
    let sizes = folds.map(\.validation.count)
    #expect(sizes.max()! - sizes.min()! <= 1)
    let counts = folds.map { Self.counts($0.validation, of: images) }
    for label in 0..<4 {
      let numbers = counts.map { $0[label] }
      #expect(numbers.max()! - numbers.min()! <= 1)
    }
  }

  @Test func classesWithNothingHeldOutAreSaid() throws {
    let images = Self.images([500, 1, 499])
    #expect(
      try images.splitting(ValidationSplit(.count(100), seed: 0)).notes == [
        "validation has no image of the smallest classes: c1 (1)"
      ])
    #expect(try Self.images([50, 50]).splitting(ValidationSplit(.count(10), seed: 0)).notes == [])
  }

  static let refusals: [(size: ValidationSplit.Size, found: String)] = [
    (.count(0), "0"), (.count(-4), "-4"), (.count(2), "2"), (.count(28), "28"), (.count(30), "30"),
    (.count(.max), "\(Int.max)"),
    (.share(0), "0.0"), (.share(1), "1.0"), (.share(-0.5), "-0.5"), (.share(.nan), "nan"), (.share(0.99), "30"),
    (.share(0.001), "0"), (.fold(number: 1, count: 1), "1"), (.fold(number: 1, count: 0), "0"),
    (.fold(number: 1, count: 6), "6"), (.fold(number: 0, count: 5), "0"), (.fold(number: 6, count: 5), "6"),
  ]

  @Test(arguments: refusals) func impossibleSplitsAreRefused(_ size: ValidationSplit.Size, _ found: String) throws {
    let images = Self.images([5, 10, 15])
    do throws(InputError) {
      _ = try images.splitting(ValidationSplit(size, seed: 0))
      Issue.record("no error for \(size)")
    } catch {
      #expect(error.kind == .malformed)
      #expect(error.found == found)
    }
  }

  @Test func aSetThatIsTooSmallIsRefused() {
    for images in [Self.images([1, 1, 1]), Self.images([0, 0]), Self.images([])] {
      #expect(throws: InputError.self) { try images.splitting(ValidationSplit(.share(0.5), seed: 0)) }
      #expect(throws: InputError.self) { try images.folds(2) }
    }
  }
}
