public import InklingFiles
public import InklingImages

/// Pictures that a person names: files, folders of files, and standard input.
public struct PictureSources: Sendable {
  /// One picture, or what is wrong with its place.
  public enum Source: Sendable {
    /// A file by its path.
    case file(BytePath)
    /// Standard input, read to its end.
    case standardInput
    /// A name that leads to no picture.
    case fault(InputError)
  }

  /// The sources in the order in which they were named; a folder's by the bytes of their names, level by level.
  public let all: [Source]

  /// Finds what is there under each name: "-" is standard input, and of a folder all files whose names end as pictures' do,
  /// also in the folders below it. There links are followed, each folder is searched once, hidden entries do not count, and
  /// what cannot be searched is a fault.
  public init(_ paths: [BytePath]) { all = paths.flatMap(Self.sources) }

  /// The same of names that are text.
  public init(_ names: [String]) { self.init(names.map { BytePath($0) }) }

  /// How the source is called: its path, in which bytes that are no UTF-8 are escapes such as "\\xe9", or "-".
  public static func name(of source: Source) -> String {
    switch source {
    case .file(let path): path.description
    case .standardInput: "-"
    case .fault(let error): error.path ?? ""
    }
  }

  /// Decodes the picture.
  ///
  /// - Throws: as `PictureFile.read`.
  public static func picture(of source: Source, limits: PictureLimits = PictureLimits()) throws(InputError) -> Picture {
    switch source {
    case .file(let path):
      return try PictureFile.decode(
        try FileBytes.read(path, limit: limits.fileSize), path: path.description, limits: limits)
    case .standardInput:
      return try PictureFile.decode(standardInput(limit: limits.fileSize), path: "standard input", limits: limits)
    case .fault(let error): throw error
    }
  }

  /// All of standard input, by the name that people know.
  private static func standardInput(limit: Int) throws(InputError) -> [UInt8] {
    do throws(InputError) {
      return try FileBytes.read("/dev/stdin", limit: limit)
    } catch {
      throw InputError(
        error.kind, error.what, path: "standard input", offset: error.offset, expected: error.expected,
        found: error.found, remedy: error.remedy, details: error.details)
    }
  }

  /// Whether a name ends as a picture's does.
  package static func looksLikePicture(_ path: BytePath) -> Bool {
    PictureFile.isPictureName(String(decoding: path.bytes, as: UTF8.self))
  }

  private static func sources(_ path: BytePath) -> [Source] {
    if path.bytes == [UInt8(ascii: "-")] { return [.standardInput] }
    guard let status = PathStatus(of: path) else { return [broken(path) ?? .file(path)] }
    guard status.kind == .folder else { return [.file(path)] }
    let folder = PictureFolder(path, status.identity)
    guard folder.sources.isEmpty else { return folder.sources }
    return [
      .fault(
        InputError(
          .missing, "the folder holds no pictures", path: path.description,
          expected: "files whose names end in .\(PictureFile.endings.joined(separator: ", ."))",
          found: "\(folder.others) other files"))
    ]
  }

  /// A file of a folder.
  static func file(_ path: BytePath, _ status: PathStatus?) -> Source {
    // A pipe that nobody writes to would wait for ever.
    guard let status, status.kind == .other else { return .file(path) }
    return .fault(
      InputError(
        .missing, "the file is no regular file", path: path.description, found: "a pipe, a socket or a device"))
  }

  /// What is wrong with a name that the system does not know: its bytes may have been replaced when it became a text.
  private static func broken(_ path: BytePath) -> Source? {
    guard path.description.unicodeScalars.contains("\u{FFFD}") else { return nil }
    return .fault(
      InputError(
        .missing, "a name that was no UTF-8 has lost its bytes on the way", path: path.description,
        remedy: "name the folder that it is in"))
  }
}
