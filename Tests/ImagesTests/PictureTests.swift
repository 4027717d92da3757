import Testing

@testable import InklingImages

struct PictureTests {
  @Test func addressesColumnsAndRows() {
    var image = Picture(width: 3, height: 2, samples: [1, 2, 3, 4, 5, 6])
    #expect(image[2, 0] == 3 && image[0, 1] == 4)
    image[1, 1] = 9
    #expect(image.samples == [1, 2, 3, 4, 9, 6])
  }

  @Test func invertsEveryPixel() {
    #expect(Picture(width: 2, height: 1, samples: [0, 250]).inverted().samples == [255, 5])
  }

  @Test func fillsOnlyWhatLiesInside() {
    var image = Picture(width: 3, height: 3)
    image.fill(x: 2, y: -5, width: 9, height: 7, gray: 7)
    image.fill(x: -4, y: 0, width: 2, height: 2, gray: 8)
    image.fill(x: 5, y: 9, width: 2, height: 2, gray: 9)
    #expect(image.samples == [0, 0, 7, 0, 0, 7, 0, 0, 0])
  }

  @Test func partsAreCutOutAndPasted() {
    var image = Picture(width: 3, height: 2, channels: 3, samples: (0..<18).map { UInt8($0) })
    let part = image.cropped(x: 1, y: 1, width: 2, height: 1)
    #expect(part.samples == [12, 13, 14, 15, 16, 17])
    image.paste(part, x: -1, y: 0)
    #expect(image.samples[..<6] == [15, 16, 17, 3, 4, 5])
    image.paste(part, x: 2, y: 1)
    #expect(image[2, 1, 1] == 13)
    image.paste(part, x: 3, y: 1)
    image.paste(part, x: 0, y: 2)
    image.paste(part, x: -2, y: 0)
    #expect(image.samples == [15, 16, 17, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 12, 13, 14])
  }

  @Test func colorsBecomeGreyAndBack() {
    let colors = Picture(width: 3, height: 1, channels: 3, samples: [255, 0, 0, 0, 255, 0, 7, 7, 7])
    #expect(colors.gray() == Picture(width: 3, height: 1, samples: [76, 150, 7]))
    #expect(colors.gray().colored().samples == [76, 76, 76, 150, 150, 150, 7, 7, 7])
  }
}
