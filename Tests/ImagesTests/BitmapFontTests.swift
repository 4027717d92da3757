import Testing

@testable import InklingImages

struct BitmapFontTests {
  private func drawn(_ character: Character) -> [String] {
    (0..<7).map { row in
      String((0..<5).map { BitmapFont.hasInk(character, column: $0, row: row) ? "#" : "." })
    }
  }

  @Test func lettersStandUpright() {
    #expect(drawn("F") == ["#####", "#....", "#....", "####.", "#....", "#....", "#...."])
    #expect(drawn("7") == ["#####", "....#", "...#.", "..#..", ".#...", ".#...", ".#..."])
  }

  @Test func everyPrintableCharacterHasItsOwnForm() {
    let forms = (32..<127).map { drawn(Character(UnicodeScalar($0)!)).joined() }
    #expect(Set(forms).count == 95)
    #expect(forms[0].allSatisfy { $0 == "." })
  }

  @Test func anythingElseIsABox() {
    #expect(drawn("é") == ["#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####"])
  }

  @Test func textHasSixPixelsALetter() {
    #expect(BitmapFont.width(of: "") == 0)
    #expect(BitmapFont.width(of: "abc") == 17)
    var image = Picture(width: 24, height: 14)
    image.write("-|", x: 0, y: 0, scale: 2, gray: 9)
    #expect((0..<10).allSatisfy { image[$0, 6] == 9 && image[$0, 7] == 9 && image[$0, 5] == 0 })
    #expect((0..<14).allSatisfy { image[16, $0] == 9 && image[17, $0] == 9 && image[18, $0] == 0 })
  }
}
