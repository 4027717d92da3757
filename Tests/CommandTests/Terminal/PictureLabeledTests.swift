import InklingDatasets
import InklingImages
import Testing

@testable import InklingCommand

@Suite struct PictureLabeledTests {
  @Test func anImageOfASplitIsItsFirstChannel() {
    let split = LabeledImages(
      images: Array(0..<24), labels: [0, 0], channels: 2, height: 2, width: 3, classNames: ["a"])
    #expect(Picture(split, 1) == Picture(width: 3, height: 2, samples: [12, 13, 14, 15, 16, 17]))
  }

  @Test func threeChannelsAreColors() {
    let split = LabeledImages(
      images: [1, 2, 3, 4, 5, 6], labels: [0], channels: 3, height: 1, width: 2, classNames: ["a"])
    #expect(Picture(split, 0) == Picture(width: 2, height: 1, channels: 3, samples: [1, 3, 5, 2, 4, 6]))
  }

  @Test func halvingTakesTheMeanOfFourPixels() {
    let image = Picture(width: 4, height: 2, samples: [0, 4, 100, 200, 8, 12, 255, 1])
    #expect(image.halved == Picture(width: 2, height: 1, samples: [6, 139]))
  }
}
