public import InklingFiles

/// A data set that a person named: one of the catalog's, on the disk; the digits that the program draws itself; or one of
/// one's own, by the path of its file or folder.
public struct DatasetSource: Sendable {
  /// The data set's name in the catalog, "mnist", or the path of one's own, which always has a slash: "./letters".
  public let name: String
  /// The only data folder to look into; nil for the search path.
  public let folder: String?
  /// What is made of it once it is read.
  public var variation: DatasetVariation
  /// How one of one's own is read; the others are read in one way.
  public var reading: DatasetReading
  /// What the pictures of the data set "captcha" say and how they look; `reading` has their size.
  public var captcha: CaptchaSettings
  /// The classes of the model that it is for, so that labels of one's own set become the model's, by their names.
  public var modelClasses: [String]?
  private let kind: Kind

  private enum Kind: Sendable {
    case known(CatalogEntry)
    /// By the program.
    case drawn
    case own
  }

  /// All names.
  public static var names: [String] {
    Catalog.entries.map(\.name) + StrokeDigits.names + textNames
  }

  /// The names of those whose images show texts, and not one of several classes.
  package static var textNames: [String] { StrokeSequences.names + [CaptchaSettings.name] }

  /// Whether its images show texts, and not one of several classes.
  public var isText: Bool { Self.textNames.contains(name) }

  /// Whether its training pictures are drawn anew in every epoch.
  package var isGenerated: Bool { name == CaptchaSettings.name }

  /// Whether the program draws it.
  public var isDrawn: Bool { if case .drawn = kind { true } else { false } }

  /// Whether it is one's own, named by its path.
  public var isOwn: Bool { if case .own = kind { true } else { false } }

  var entry: CatalogEntry? { if case .known(let entry) = kind { entry } else { nil } }

  /// A data set by its name or its path.
  ///
  /// - Parameters:
  ///   - name: in the catalog, or of the digits that the program draws, in letters of any size; or else the path of a file
  ///     or folder, which has a slash or is there.
  ///   - folder: the only data folder to look into, for one of the catalog; nil for the search path.
  ///   - variation: what is made of it once it is read; by default nothing.
  ///   - reading: how one's own is read, and how large a captcha is; by default as it is.
  ///   - captcha: what captchas say and how they look.
  /// - Throws: `InputError` of kind `.usage` for an unknown name, and for a data folder beside a path.
  public init(
    _ name: String, folder: String?, variation: DatasetVariation = DatasetVariation(),
    reading: DatasetReading = DatasetReading(), captcha: CaptchaSettings = CaptchaSettings()
  ) throws(InputError) {
    self.folder = folder
    self.variation = variation
    self.reading = reading
    self.captcha = captcha
    let known = name.lowercased()
    if let entry = Catalog.entries.first(where: { $0.name == known }) {
      (self.name, kind) = (known, .known(entry))
    } else if StrokeDigits.names.contains(known) || Self.textNames.contains(known) {
      (self.name, kind) = (known, .drawn)
    } else if let path = Self.path(name) {
      guard folder == nil else {
        throw InputError(
          .usage, "--data is for data sets that are known by name, and this one is a path", path: name,
          remedy: "give the whole path with --dataset, without --data")
      }
      (self.name, kind) = (path, .own)
    } else {
      throw InputError(
        .usage, "unknown data set",
        expected: "one of \(Self.names.joined(separator: ", ")), or the path of a file or folder", found: name)
    }
  }

  /// The path of a data set of one's own as recipes and runs hold it: with a slash in it, so that it is no name. Nil for
  /// text that is a name, and for text without a slash where there is no such file or folder.
  public static func path(_ text: String) -> String? {
    guard !text.isEmpty, !text.utf8.contains(0), !names.contains(text.lowercased()) else { return nil }
    // What is there and cannot be looked at is a path too: reading it says why.
    guard text.contains("/") || FileStatus.isThere(text) else { return nil }
    var path = text[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    let isAnchored = path.hasPrefix("/") || path.hasPrefix("./") || path.hasPrefix("../")
    return isAnchored ? String(path) : "./\(path)"
  }

  /// The name in prose: "Fashion-MNIST", "MNIST (rotated)".
  public var title: String { variation.isIdentity ? wholeTitle : "\(wholeTitle) (\(variation))" }

  private var wholeTitle: String {
    if isOwn { return name }
    if isGenerated { return captcha.title }
    if isText {
      return "Numbers drawn from strokes" + (name == StrokeSequences.names[0] ? "" : ", twelve times as many")
    }
    return entry?.title ?? "Digits drawn from strokes" + (name == StrokeDigits.names[0] ? "" : ", ten times as many")
  }

  /// The class of each label of the whole data set; none for one's own, whose files are not read yet, and for an alphabet
  /// that is none.
  public var classNames: [String] {
    if isOwn { return [] }
    if isGenerated { return (try? captcha.classNames()) ?? [] }
    return isText ? StrokeSequences.classNames : entry?.classNames ?? (0...9).map(String.init)
  }
}
