import InklingFiles
import Testing

@testable import InklingCommand

@Suite struct ArgumentBytesTests {
  private let arguments = ArgumentBytes([
    Array("predict".utf8), [0xFF], Array("--image=".utf8) + [0xFE], Array("\u{FFFD}".utf8), Array("日本".utf8),
  ])

  @Test func eachNameHasItsBytes() {
    let paths = arguments.paths(["\u{FFFD}", "\u{FFFD}", "日本"])
    #expect(paths.map(\.description) == [#"\xff"#, #"\xfe"#, "日本"] && paths.map(\.isText) == [false, false, true])
  }

  /// As many as are pictures may have any bytes.
  @Test func whatIsNoPictureIsText() {
    #expect(throws: Never.self) { try arguments.requireText(besides: ["\u{FFFD}", "日本", "\u{FFFD}"]) }
    for (pictures, found) in [([], #"\xff"#), (["\u{FFFD}"], #"\xfe"#)] as [([String], String)] {
      let error = #expect(throws: InputError.self) { try arguments.requireText(besides: pictures) }
      #expect(error?.kind == .usage && error?.found == found)
    }
  }
}
