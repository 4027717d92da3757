import Testing

@testable import InklingDatasets

struct ExplorationClassIndicesTests {
  private func indices(_ labels: [UInt8]) -> ClassIndices {
    ClassIndices(
      of: LabeledImages(
        images: labels, labels: labels, channels: 1, height: 1, width: 1, classNames: ["a", "b", "c"]))
  }

  @Test func listsEachClass() {
    #expect(indices([2, 0, 2, 2, 0]).ofClass == [[1, 4], [], [0, 2, 3]])
  }

  @Test func samplesAreDifferentImagesOfTheClass() {
    let indices = indices((0..<300).map { UInt8($0 % 3) })
    let samples = indices.samples(of: 1, count: 20, seed: 3, split: 0)
    #expect(Set(samples).count == 20 && samples.allSatisfy { $0 % 3 == 1 } && samples == samples.sorted())
    #expect(samples == indices.samples(of: 1, count: 20, seed: 3, split: 0))
    #expect(samples != indices.samples(of: 1, count: 20, seed: 4, split: 0))
    #expect(samples != indices.samples(of: 1, count: 20, seed: 3, split: 1))
    #expect(samples.map { $0 + 1 } != indices.samples(of: 2, count: 20, seed: 3, split: 0))
  }

  @Test func fewerImagesGiveAllOfThem() {
    #expect(indices([0, 1, 0]).samples(of: 0, count: 9, seed: 0, split: 0) == [0, 2])
    #expect(indices([0, 1, 0]).samples(of: 2, count: 9, seed: 0, split: 0) == [])
  }

  /// Each of ten images is drawn in about half of the draws of five.
  @Test func everyImageIsDrawnEquallyOften() {
    let indices = indices([UInt8](repeating: 0, count: 10))
    var counts = [Int](repeating: 0, count: 10)
    for seed in 0..<2000 {
      for sample in indices.samples(of: 0, count: 5, seed: UInt64(seed), split: 0) { counts[sample] += 1 }
    }
    #expect(counts.allSatisfy { abs($0 - 1000) < 110 }, "\(counts)")
  }
}
