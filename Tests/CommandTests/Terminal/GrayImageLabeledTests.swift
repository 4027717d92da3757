import InklingDatasets
import InklingImages
import Testing

@testable import InklingCommand

@Suite struct GrayImageLabeledTests {
  @Test func anImageOfASplitIsItsFirstChannel() {
    let split = LabeledImages(
      images: Array(0..<24), labels: [0, 0], channels: 2, height: 2, width: 3, classNames: ["a"])
    #expect(GrayImage(split, 1) == GrayImage(width: 3, height: 2, pixels: [12, 13, 14, 15, 16, 17]))
  }

  @Test func halvingTakesTheMeanOfUpToFourPixels() {
    let image = GrayImage(width: 3, height: 3, pixels: [0, 4, 100, 8, 12, 200, 255, 1, 77])
    #expect(image.halved == GrayImage(width: 2, height: 2, pixels: [6, 150, 128, 77]))
  }
}
