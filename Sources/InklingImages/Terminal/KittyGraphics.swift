import InklingFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Pictures for kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol): a PNG file in base64, in pieces
/// of at most 4096 characters, each an application program command.
enum KittyGraphics {
  private static let largestPiece = 4096

  /// `a=T` shows the picture at once, `f=100` says PNG, `q=2` wants no answer, and `m=1` that more pieces follow.
  static func sequence(of picture: Picture) throws(InputError) -> String {
    let text = Array(Data(try PictureFile.encode(picture, as: .png)).base64EncodedString().utf8)
    return stride(from: 0, to: text.count, by: largestPiece).map { start in
      let end = min(start + largestPiece, text.count)
      let keys = (start == 0 ? "a=T,f=100,q=2," : "") + (end < text.count ? "m=1" : "m=0")
      return "\u{1B}_G\(keys);" + String(decoding: text[start..<end], as: UTF8.self) + "\u{1B}\\"
    }.joined()
  }
}
