import InklingTargets
import Testing

@testable import InklingDatasets

@Suite struct TextDatasetSummaryTests {
  private static func images(_ texts: [[Int]]) -> LabeledImages {
    LabeledImages(
      images: texts.flatMap { [UInt8](repeating: UInt8($0.count * 10), count: 6) },
      targets: .sequences(LabelSequences(texts)), channels: 1, height: 2, width: 3,
      classNames: ["blank", "a", "b", "c"])
  }

  @Test func lengthsAndCharactersAreCounted() {
    let dataset = Dataset(
      name: "./texts", train: Self.images([[1, 1], [2], [1, 2], [2], [3, 3, 1]]), test: Self.images([]),
      notes: ["a note"],
      source: "texts")
    let summary = TextDatasetSummary(of: dataset, samples: 3)
    #expect(summary.alphabet == "abc" && summary.notes == ["a note"] && summary.generated == nil)
    let train = summary.train
    #expect(train.count == 5 && train.height == 2 && train.width == 3 && train.channels == 1)
    #expect(train.lengths.map(\.length) == [1, 2, 3] && train.lengths.map(\.count) == [2, 2, 1])
    #expect(train.characters.map(\.character) == ["a", "b", "c"] && train.characters.map(\.count) == [4, 3, 2])
    #expect(train.withRepeats == 2 && train.distinct == 4)
    #expect(train.pixels.largest == 30 && train.pixels.smallest == 10)
    #expect(train.samples.count == 3 && train.samples.map(\.index) == train.samples.map(\.index).sorted())
    for sample in train.samples { #expect(sample.text == ["aa", "b", "ab", "b", "cca"][sample.index]) }
    #expect(TextDatasetSummary(of: dataset, samples: 3) == summary)
    // What counts class by class finds no class, and does not stop.
    let byClass = DatasetSummary(of: dataset)
    #expect(byClass.train.classes.allSatisfy { $0.count == 0 } && byClass.duplicates.withinTrain.images == 4)
    #expect(summary.test.count == 0 && summary.test.lengths.isEmpty && summary.test.samples.isEmpty)
  }
}
