import Foundation
import InklingImages
import Testing

/// Which background a transparent picture is seen on, where nobody says: drawings of a bar, made by Pillow.
@Suite struct PictureBackgroundTests {
  static let pictures: [(name: String, isOnBlack: Bool, base64: String)] = [
    (
      "white, PNG of colours and alpha", true,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAAKklEQVR4nGP8//8/AymAiSTVDAwMLFjE0K1kpMiGUQ3EAGzxwIhFjHwb"
        + "ANBMBBqqCkXKAAAAAElFTkSuQmCC"
    ),
    (
      "white on transparent black", true,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAAIUlEQVR4nGNgoDVgRBf4////fxQFjIwoaphItWFUw+AAAHJzBBCF70rP"
        + "AAAAAElFTkSuQmCC"
    ),
    (
      "white, PNG of grey and alpha", true,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAQAAAD8fJRsAAAAH0lEQVR4nGP8z4AdMOEQZ2CBs2BaGQnoGJwSjCT7HABbuAMXZm+N2gAA"
        + "AABJRU5ErkJggg=="
    ),
    (
      "white, PNG of a palette", true,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMAQMAAABsu86kAAAABlBMVEX///////9VfPVsAAAAAXRSTlMAQObYZgAAABZJREFUeJxjYGBg"
        + "YGBg4GdgYsCCIAAAAtMAHmAjfDMAAAAASUVORK5CYII="
    ),
    (
      "light grey", true,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAALElEQVR4nGP8//8/AymAiSTVDAwMLOgCJ0+eRLHS3NyckSIbRjUQAxhp"
        + "HtMAa9EKE7bY8msAAAAASUVORK5CYII="
    ),
    (
      "yellow", false,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAALElEQVR4nGP8//8/AymAiSTVDAwMLJhCjGhW/mekyIZRDcQALPGAGu4U"
        + "2wAA5isGGftbIf0AAAAASUVORK5CYII="
    ),
    (
      "white with soft edges", true,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAAN0lEQVR4nGP8//8/AymAiSTVDAwMLFjE0K1kpMgGijX0YFFjg8xhxBJK"
        + "g8wPBAG2eGDEIka+DQBEzAjedWdhdgAAAABJRU5ErkJggg=="
    ),
    (
      "white, WebP", true,
      "UklGRigAAABXRUJQVlA4TBsAAAAvC8ACEA8w//M///MfhxAIJPnTbrFCRP8DWgAA"
    ),
    (
      "white, GIF", true,
      "R0lGODlhDAAMAIEAAAoKCv///wAAAAAAACH5BAEAAAAALAAAAAAMAAwAAAgjAAEIHEiwoMGDARIGOAhA4UKEChk6lBgRYkKKFy0+ZMiR"
        + "Y0AAOw=="
    ),
    (
      "black", false,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAALElEQVR4nGP8//8/AymAiSTVDAwMLOgCjIyMKFb+//+fkSIbRjUQAxhp"
        + "HtMARlEKE+nE44wAAAAASUVORK5CYII="
    ),
    (
      "two light greys", false,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAAMUlEQVR4nGP8//8/AymAiSTVDAwMLOgCJ0+e/M/AwMBgbm4OE2KkyIZR"
        + "DcQARprHNABw+QoTeNySWwAAAABJRU5ErkJggg=="
    ),
    (
      "light and opaque", false,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAALUlEQVR4nGP8////fwYSABMpihkYGBhY0AVOnjyJwjc3N6fMhlENxABG"
        + "msc0ADlKCxHCLqzjAAAAAElFTkSuQmCC"
    ),
    (
      "nothing at all", false,
      "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAAF0lEQVR4nGP8//8/AymAiSTVoxpGkAYA9VgDFV8lJjEAAAAASUVORK5C"
        + "YII="
    ),
  ]

  @Test(arguments: pictures.indices) func aLightDrawingOnNothingIsSeenOnBlack(number: Int) throws {
    let (name, isOnBlack, base64) = Self.pictures[number]
    let bytes = Array(try #require(Data(base64Encoded: base64)))
    let (white, black) = (
      try PictureFile.decode(bytes, background: .white), try PictureFile.decode(bytes, background: .black)
    )
    #expect(try PictureFile.decode(bytes) == (isOnBlack ? black : white), "\(name)")
    // Where black is taken, there is something to be seen on it.
    if isOnBlack { #expect(black.samples.contains { $0 > 127 } && black.samples.contains(0), "\(name)") }
  }
}
