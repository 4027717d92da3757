import Foundation
import Testing

@testable import InklingImages

struct TerminalGraphicsTests {
  @Test(
    arguments: [
      (["TERM": "xterm-kitty"], .kitty), (["TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"], .kitty),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"], .kitty), (["TERM": "foot"], .sixel),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"], .sixel), (["TERM": "xterm-256color"], .none),
      (["TERM": "screen-256color", "KITTY_WINDOW_ID": "1"], .none), (["TERM": "foot", "TMUX": "/tmp/x"], .none),
      (["TERM": "dumb", "KITTY_WINDOW_ID": "1"], .none), ([:], .none),
    ] as [([String: String], TerminalGraphics)])
  func theSurroundingsTell(environment: [String: String], graphics: TerminalGraphics) {
    #expect(TerminalGraphics(isTerminal: true, environment: environment) == graphics)
    #expect(TerminalGraphics(isTerminal: false, environment: environment) == .none)
  }

  @Test func kittyGetsAFileInPieces() throws {
    // Noise, so that the file needs several pieces.
    let samples = (0..<9000).map { UInt8(truncatingIfNeeded: ($0 &* $0 &* 2_654_435_761) >> 13) }
    let picture = Picture(width: 90, height: 100, samples: samples)
    let text = try #require(try TerminalGraphics.kitty.drawn(picture))
    let pieces = text.dropLast().components(separatedBy: "\u{1B}\\").dropLast().map { $0.components(separatedBy: ";") }
    #expect(text.hasSuffix("\u{1B}\\\n") && pieces.count >= 2)
    #expect(pieces.first?[0] == "\u{1B}_Ga=T,f=100,q=2,m=1" && pieces.last?[0] == "\u{1B}_Gm=0")
    #expect(pieces.allSatisfy { $0.count == 2 && $0[1].utf8.count <= 4096 })
    let file = try #require(Data(base64Encoded: pieces.map { $0[1] }.joined()))
    #expect(try PictureFile.decode(Array(file)) == picture)
    let small = try TerminalGraphics.kitty.drawn(Picture(width: 1, height: 1))
    #expect(small?.hasPrefix("\u{1B}_Ga=T,f=100,q=2,m=0;") == true)
  }

  /// Seven rows: a band of six, and one more.
  @Test func sixelsAreColumnsOfSix() throws {
    var picture = Picture(width: 5, height: 7, gray: 255)
    picture[0, 0] = 0
    picture[1, 5] = 0
    picture[4, 6] = 0
    #expect(
      try TerminalGraphics.sixel.drawn(picture)
        == "\u{1B}P0;1;0q\"1;1;5;7#0;2;0;0;0#31;2;100;100;100#0@_$#31}^~~~-#0!4?@$#31!4@\u{1B}\\\n"
    )
    #expect(try TerminalGraphics.none.drawn(picture) == nil)
  }

  @Test func coloursAreTheNearestOfSixLevels() throws {
    let picture = Picture(width: 2, height: 1, channels: 3, samples: [255, 0, 0, 100, 130, 250])
    #expect(
      try TerminalGraphics.sixel.drawn(picture)
        == "\u{1B}P0;1;0q\"1;1;2;1#95;2;40;60;100#180;2;100;0;0#95?@$#180@\u{1B}\\\n")
  }

  @Test func magnifiedPixelsAreSquares() {
    let picture = Picture(width: 2, height: 1, channels: 3, samples: [1, 2, 3, 4, 5, 6])
    #expect(
      picture.magnified(by: 2).samples == [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6])
  }
}
