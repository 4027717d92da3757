import Foundation
import Testing

@testable import InklingDatasets

struct ExplorationDatasetSummaryTests {
  /// Two channels of 1x2 pixels, three classes of which one is empty.
  private func dataset(order: [Int] = [0, 1, 2]) -> Dataset {
    let images: [[UInt8]] = [[0, 255, 10, 20], [255, 255, 30, 40], [1, 2, 3, 4]]
    let labels: [UInt8] = [1, 1, 0]
    let train = LabeledImages(
      images: order.flatMap { images[$0] }, labels: order.map { labels[$0] }, channels: 2, height: 1, width: 2,
      classNames: ["a", "b", "c"])
    let test = LabeledImages(
      images: [9, 9, 9, 9], labels: [2], channels: 2, height: 1, width: 2, classNames: ["a", "b", "c"])
    return Dataset(name: "small", train: train, test: test, notes: ["a note"], source: "made up")
  }

  @Test func countsAndShares() {
    let summary = DatasetSummary(of: dataset())
    #expect(summary.name == "small" && summary.source == "made up" && summary.notes == ["a note"])
    #expect(summary.train.count == 3 && summary.test.count == 1)
    #expect((summary.train.channels, summary.train.height, summary.train.width) == (2, 1, 2))
    #expect(summary.train.classes.map(\.name) == ["a", "b", "c"])
    #expect(summary.train.classes.map(\.label) == [0, 1, 2])
    #expect(summary.train.classes.map(\.count) == [1, 2, 0])
    let shares: [Double] = [1.0 / 3.0, 2.0 / 3.0, 0]
    #expect(summary.train.classes.map(\.share) == shares)
    #expect(summary.test.classes.map(\.share) == [0, 0, 1])
  }

  @Test func pixelsOfEachChannelAndOfAll() {
    let train = DatasetSummary(of: dataset()).train
    // 0, 255, 255, 255, 1, 2 and 10, 20, 30, 40, 3, 4.
    #expect(abs(train.channelPixels[0].mean - 768.0 / 6 / 255) < 1e-15)
    #expect(abs(train.channelPixels[1].mean - 107.0 / 6 / 255) < 1e-15)
    #expect(abs(train.pixels.mean - 875.0 / 12 / 255) < 1e-15)
    let variance = (3025.0 / 6) - (107.0 / 6) * (107.0 / 6)
    #expect(abs(train.channelPixels[1].deviation - variance.squareRoot() / 255) < 1e-15)
    #expect(train.channelPixels[1].smallest == 3 && train.channelPixels[1].largest == 40)
    #expect(train.pixels.smallest == 0 && train.pixels.largest == 255)
  }

  @Test func inkAndMeanImages() {
    let classes = DatasetSummary(of: dataset()).train.classes
    #expect(classes.map(\.meanImage) == [[1, 2, 3, 4], [128, 255, 20, 30], [0, 0, 0, 0]])
    #expect(abs(classes[1].ink - 865.0 / 8 / 255) < 1e-15)
    #expect(classes[2].ink == 0)
  }

  @Test func orderChangesNothingButTheSamples() {
    let summary = DatasetSummary(of: dataset(), samplesPerClass: 0)
    for order in [[0, 2, 1], [1, 0, 2], [2, 1, 0]] {
      #expect(DatasetSummary(of: dataset(order: order), samplesPerClass: 0) == summary)
    }
  }

  @Test func anEmptySplitHasZeros() {
    let summary = DatasetSummary(of: StrokeDigits.dataset(train: 0, test: 10))
    #expect(summary.train.count == 0 && summary.train.pixels.mean == 0 && summary.train.pixels.deviation == 0)
    #expect(summary.train.classes.map(\.share) == [Double](repeating: 0, count: 10))
  }

  @Test func jsonHasSnakeCaseKeysAndComesBack() throws {
    let summary = DatasetSummary(of: dataset())
    let json = try JSONEncoder().encode(summary)
    let text = String(decoding: json, as: UTF8.self)
    for key in ["channel_pixels", "mean_image", "within_train", "across_splits", "conflicting_labels"] {
      #expect(text.contains("\"\(key)\":"))
    }
    let keys = text.split(separator: "\"").filter { $0.contains { $0.isUppercase } }
    #expect(keys.isEmpty, "\(keys)")
    #expect(try JSONDecoder().decode(DatasetSummary.self, from: json) == summary)
  }
}
