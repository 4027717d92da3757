public import InklingFiles
import InklingPlatform

/// The fonts that an alphabet is drawn in, as plain outlines: no file is open once they are loaded.
public struct CaptchaFonts: Sendable {
  /// The characters that each of them draws.
  public let alphabet: Alphabet
  /// The files, in the order of their paths.
  public var paths: [String] { families.flatMap { $0.map(\.path) } }
  /// SHA-256 of all outlines: two with the same draw the same.
  public let digest: String
  /// The largest picture, in rows, for which the outlines are smooth.
  let detail: Int
  /// Fonts of one family stand together, so that one with many weights is not drawn in more often than others.
  let families: [[FontGlyphs]]

  /// Where systems have their fonts, with the user's own.
  public static var systemFolders: [String] {
    let home = getenv("HOME").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    return ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts"]
      + (home.map { ["\($0)/.fonts", "\($0)/.local/share/fonts", "\($0)/Library/Fonts"] } ?? [])
  }

  /// The fonts of one folder, and of those in it. All must draw the whole alphabet.
  ///
  /// - Parameters:
  ///   - folder: where the fonts are.
  ///   - alphabet: the characters that each must draw.
  ///   - height: the pictures' rows: how smooth the outlines must be.
  /// - Throws: `InputError`: `.missing` for a folder that is not there, or has no fonts; `.malformed` for a file that is
  ///   no font, and a font without one of the characters, each named.
  public init(in folder: String, alphabet: Alphabet, height: Int) throws(InputError) {
    guard Folder.exists(folder) else {
      throw InputError(
        .missing, "there is no such folder of fonts", path: folder, expected: "a folder", remedy: "check the path")
    }
    let paths = try FontListing.paths(in: folder)
    guard !paths.isEmpty else {
      throw InputError(
        .missing, "the folder has no fonts", path: folder,
        expected: "files that end in \(FontListing.endings.map { ".\($0)" }.joined(separator: ", "))")
    }
    var fonts: [FontGlyphs] = []
    for path in paths {
      fonts.append(try FontGlyphs(FontFile(path), alphabet: alphabet, detail: height))
    }
    self.init(fonts, alphabet: alphabet, detail: height)
  }

  /// The system's fonts that draw the whole alphabet; others are left out.
  ///
  /// - Throws: `InputError` of kind `.missing` when there are none, with a character that is the reason.
  public init(ofSystemFor alphabet: Alphabet, height: Int) throws(InputError) {
    try self.init(inAny: Self.systemFolders, alphabet: alphabet, height: height)
  }

  init(inAny folders: [String], alphabet: Alphabet, height: Int) throws(InputError) {
    var fonts: [FontGlyphs] = []
    var reason: InputError?
    var count = 0
    for folder in folders where Folder.exists(folder) {
      // A part of the system's folders that may not be read has no fonts for us.
      for path in (try? FontListing.paths(in: folder)) ?? [] {
        count += 1
        do throws(InputError) {
          fonts.append(try FontGlyphs(FontFile(path), alphabet: alphabet, detail: height))
        } catch {
          reason = reason ?? error
        }
      }
    }
    guard !fonts.isEmpty else {
      throw InputError(
        .missing, count == 0 ? "the system has no fonts" : "no font of the system draws all characters of the alphabet",
        expected: "a font for \"\(String(alphabet.characters.prefix(100)))\"",
        found: count == 0 ? nil : "\(count) fonts" + (reason.map { ", of which the first says: \($0.clause)" } ?? ""),
        remedy: "install one ('make setup' installs some for Latin letters), or name a folder of fonts")
    }
    self.init(fonts, alphabet: alphabet, detail: height)
  }

  /// Those that a style takes: with strokes that are wide enough, and an O that is no 0.
  ///
  /// - Throws: `InputError` of kind `.usage` when none is left.
  func fitting(_ style: CaptchaStyle) throws(InputError) -> CaptchaFonts {
    try leaving(
      \.stroke, style.thinnest, "all fonts have thinner strokes than the style takes",
      "strokes of at least \(style.thinnest) of a character's height (thinnest)"
    ).leaving(
      \.zero, style.zero, "no font's O can be told from its 0 as the style wants it",
      "an O at least \(style.zero) times as wide (zero)")
  }

  /// Those of which a number is not too small.
  private func leaving(
    _ number: KeyPath<FontGlyphs, Float>, _ least: Double, _ what: String, _ expected: String
  ) throws(InputError) -> CaptchaFonts {
    let fonts = families.joined()
    let left = fonts.filter { $0[keyPath: number] >= Float(least) }
    if left.count == fonts.count { return self }
    guard !left.isEmpty else {
      let best = fonts.map { $0[keyPath: number] }.max() ?? 0
      throw InputError(
        .usage, what, expected: expected, found: "at most \(Double(Int(best * 1000)) / 1000)",
        remedy: "take other fonts, or set that number to less")
    }
    return CaptchaFonts(left, alphabet: alphabet, detail: detail)
  }

  private init(_ fonts: [FontGlyphs], alphabet: Alphabet, detail: Int) {
    self.alphabet = alphabet
    self.detail = detail
    var digest = SHA256Digest()
    var places: [String: Int] = [:]
    var families: [[FontGlyphs]] = []
    for font in fonts {
      font.update(&digest)
      if let place = places[font.family] {
        families[place].append(font)
      } else {
        places[font.family] = families.count
        families.append([font])
      }
    }
    self.families = families
    // Fonts are chosen by family: which stand together is part of what is drawn.
    let counts = families.map(\.count)
    counts.withUnsafeBytes { digest.update($0) }
    self.digest = digest.hex()
  }
}
