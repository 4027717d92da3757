import Testing

@testable import InklingImages

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

  @Test func aLargeImageIsReducedToMeans() {
    let image = GrayImage(width: 5, height: 4, pixels: (0..<20).map { UInt8($0 * 10) })
    #expect(image.reduced(toFit: 5) == image)
    let small = image.reduced(toFit: 2)
    #expect(small.width == 2 && small.height == 1)
    // Columns 0 and 1, and columns 2 to 4, of all rows.
    #expect(small.pixels == [80, 105])
    #expect(GrayImage(width: 900, height: 1, gray: 7).reduced(toFit: 3) == GrayImage(width: 3, height: 1, gray: 7))
  }
}
