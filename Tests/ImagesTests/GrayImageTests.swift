import Testing

@testable import Images

struct GrayImageTests {
  @Test func addressesColumnsAndRows() {
    var image = GrayImage(width: 3, height: 2, pixels: [1, 2, 3, 4, 5, 6])
    #expect(image[2, 0] == 3 && image[0, 1] == 4)
    image[1, 1] = 9
    #expect(image.pixels == [1, 2, 3, 4, 9, 6])
  }

  @Test func invertsEveryPixel() {
    #expect(GrayImage(width: 2, height: 1, pixels: [0, 250]).inverted().pixels == [255, 5])
  }

  @Test func fillsOnlyWhatLiesInside() {
    var image = GrayImage(width: 3, height: 3)
    image.fill(x: 2, y: -5, width: 9, height: 7, gray: 7)
    image.fill(x: -4, y: 0, width: 2, height: 2, gray: 8)
    image.fill(x: 5, y: 9, width: 2, height: 2, gray: 9)
    #expect(image.pixels == [0, 0, 7, 0, 0, 7, 0, 0, 0])
  }
}
