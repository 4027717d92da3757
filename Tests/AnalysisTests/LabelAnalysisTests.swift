import InklingDatasets
import Testing

@testable import InklingAnalysis

@Suite struct LabelAnalysisTests {
  @Test func aWrongLabelIsFoundFirst() {
    // Image 2 is called 0 and looks like a 1; image 5 is unsure.
    let probabilities = [0.9, 0.1, 0.8, 0.2, 0.02, 0.98, 0.1, 0.9, 0.2, 0.8, 0.45, 0.55]
    let learning = ConfidentLearning(probabilities: probabilities, labels: [0, 0, 0, 1, 1, 0], classes: 2)
    #expect(learning.issues.map(\.index) == [2, 5] && learning.issues.map(\.isConfident) == [true, false])
    #expect(learning.issues[0].label == 0 && learning.issues[0].suggestion == 1)
    #expect(learning.issues[0].probability == 0.02 && abs(learning.issues[0].margin + 0.96) < 1e-12)
    // The means of the images with each label.
    #expect(abs(learning.thresholds[0] - (0.9 + 0.8 + 0.02 + 0.45) / 4) < 1e-12)
    #expect(abs(learning.thresholds[1] - 0.85) < 1e-12)
    // 0.55 is below the threshold of class 1, and 0.45 below that of class 0: image 5 counts as neither.
    #expect(learning.joint == [2, 1, 0, 1])
    #expect(learning.share == 0.25)
  }

  @Test func aClassWithoutImagesIsNoSuggestion() {
    let learning = ConfidentLearning(probabilities: [0.1, 0.9, 0.2, 0.8], labels: [0, 0], classes: 2)
    #expect(learning.thresholds[1] == 1)
    #expect(learning.issues.count == 2 && learning.issues.allSatisfy { !$0.isConfident })
  }

  private static let images = LabeledImages(
    images: [0, 10, 20, 30, 0, 30, 20, 10, 255, 255, 255, 255], labels: [0, 0, 1], channels: 1, height: 2, width: 2,
    classNames: ["a", "b", "none"])

  @Test func statisticsAreThoseOfPlainLoops() {
    let statistics = ClassStatistics(of: Self.images)
    #expect(statistics.classes[0].mean == [0, 20, 20, 20])
    #expect(statistics.classes[0].deviation == [0, 10, 0, 10])
    #expect(abs(statistics.classes[0].variance - 200 / 65025.0) < 1e-12)
    #expect(statistics.classes[1].variance == 0 && statistics.classes[2].count == 0)
    #expect(statistics.all.count == 3)
    #expect(statistics.pixelCounts[255] == 4 && statistics.pixelCounts[0] == 2)
    // A mean of 15 of 255 is in the fourth part of 64.
    #expect(statistics.inkCounts[0][3] == 2 && statistics.inkCounts[1][63] == 1)
  }

  @Test func pairsAreNearAndFar() {
    let pairs = ImagePairs(
      Self.images, at: [0, 1, 2], coordinates: FeatureMatrix(of: Self.images), count: 5)
    #expect(pairs.nearestOfOneClass.count == 1)
    #expect(pairs.nearestOfOneClass[0].first == 0 && pairs.nearestOfOneClass[0].second == 1)
    // The difference is 0, 20, 0, -20.
    #expect(abs(pairs.nearestOfOneClass[0].distance - 800.0.squareRoot() / 255) < 1e-9)
    #expect(pairs.nearestOfDifferentClasses.map(\.second) == [2, 2])
    #expect(pairs.farthestOfEachClass.count == 1)
  }
}
