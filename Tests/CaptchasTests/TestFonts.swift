import Foundation
import InklingCaptchas
import InklingTargets
import InklingTestSupport

/// The fonts that `make setup` installs, loaded once for each alphabet.
enum TestFonts {
  static let digits = try! CaptchaFonts(ofSystemFor: Alphabet(named: "digits"), height: 60)
  static let usual = try! CaptchaFonts(ofSystemFor: Alphabet(named: "digits+upper"), height: 60)

  /// One font's file.
  static var path: String {
    digits.paths.first { $0.hasSuffix("DejaVuSans.ttf") } ?? digits.paths[0]
  }

  /// A folder with that font in it.
  static func folder(named name: String = "font.ttf") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: path, toPath: folder.file(name))
    return folder
  }
}
