import Foundation
import InklingCaptchas
import InklingTargets
import InklingTestSupport

/// The fonts that `make setup` installs, loaded once for each alphabet.
enum TestFonts {
  static let digits = load("digits")
  static let usual = load("digits+upper")

  private static func load(_ alphabet: String) -> CaptchaFonts {
    do {
      return try CaptchaFonts(ofSystemFor: Alphabet(named: alphabet), height: 60)
    } catch {
      preconditionFailure("\(error)")
    }
  }

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
