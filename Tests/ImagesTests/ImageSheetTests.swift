import Testing

@testable import InklingImages

struct ImageSheetTests {
  private let black = Picture(width: 2, height: 3, gray: 0)
  private let white = Picture(width: 2, height: 3, gray: 255)

  /// Pixels of ink in a text at scale 1.
  private func ink(_ text: String) -> Int {
    text.reduce(0) { sum, character in
      sum + (0..<35).count { BitmapFont.hasInk(character, column: $0 % 5, row: $0 / 5) }
    }
  }

  @Test func imagesStandInRowsAndColumns() {
    let sheet = ImageSheet([black, white, white], columns: 2, scale: 5).drawn()
    #expect(sheet.width == 24 + 10 + 4 + 10 + 24)
    #expect(sheet.height == 24 + 15 + 4 + 15 + 24)
    #expect(sheet[24, 24] == 0 && sheet[33, 38] == 0 && sheet[34, 24] == 250)
    #expect(sheet[38, 24] == 255 && sheet[24, 43] == 255)
    #expect(sheet[38, 43] == 250, "there is no fourth image")
    #expect(sheet.samples.count { $0 == 0 } == 150)
  }

  @Test func smallerImagesStandInTheMiddle() {
    let sheet = ImageSheet([Picture(width: 6, height: 7, gray: 255), black], columns: 2, scale: 1).drawn()
    let first = sheet.samples.firstIndex(of: 0)!
    #expect((first % sheet.width, first / sheet.width) == (24 + 6 + 4 + 2, 24 + 2))
  }

  @Test func captionsDoNotMeetTheImages() {
    let plain = ImageSheet([black, white], columns: 1, scale: 9).drawn()
    let captioned = ImageSheet(
      [black, white], columns: 1, scale: 9, title: "T", rowCaptions: ["7", "wide"], columnCaptions: ["a"]
    ).drawn()
    #expect(captioned.width == plain.width + 23 * 2 + 10)
    #expect(captioned.height == plain.height + 7 * 3 + 20 + 7 * 2 + 10)
    #expect(captioned.samples.count { $0 == 0 } == 6 * 81 && captioned.samples.count { $0 == 255 } == 6 * 81)
    let ink = ink("T") * 9 + ink("7widea") * 4
    #expect(captioned.samples.count { $0 == 64 } == ink)
  }

  @Test func wideTitlesAndColumnCaptionsWidenTheSheet() {
    let sheet = ImageSheet([black, white], columns: 2, scale: 1, title: "WWWWWWWWWW").drawn()
    #expect(sheet.width == 24 + 59 * 3 + 24)
    let columns = ImageSheet([black, white], columns: 2, scale: 1, columnCaptions: ["ab", "c", "left out"]).drawn()
    #expect(columns.width == 24 + 22 + 4 + 22 + 24)
  }

  @Test func oneColoredImageMakesTheSheetColored() {
    let red = Picture(width: 1, height: 1, channels: 3, samples: [255, 0, 9])
    let sheet = ImageSheet([black, red], columns: 2, scale: 1).drawn()
    #expect(sheet.channels == 3 && sheet[24, 24, 1] == 0 && sheet[0, 0, 2] == 250)
    #expect((0..<3).map { sheet[24 + 2 + 4, 24 + 1, $0] } == [255, 0, 9])
  }
}
