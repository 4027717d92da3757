public import InklingFiles
public import InklingImages
import InklingPlatform

/// Pictures that a person names: files, folders of files, and standard input.
public struct PictureSources: Sendable {
  /// One picture, or what is wrong with its place.
  public enum Source: Sendable {
    /// A file by its path.
    case file(String)
    /// Standard input, read to its end.
    case standardInput
    /// A name that leads to no picture.
    case fault(InputError)
  }

  /// The sources in the order of their names; a folder's files by the bytes of their names.
  public let all: [Source]

  /// Ends of names that pictures in a folder have. What a file is its bytes say: one that only is called so is an error.
  private static let endings = ["png", "jpg", "jpeg", "jpe", "webp", "bmp", "gif", "pgm", "ppm", "pbm", "pnm"]

  /// Finds what is there under each name: "-" is standard input, and of a folder all files whose names end as pictures' do,
  /// without those in its own folders.
  public init(_ names: [String]) { all = names.flatMap(Self.sources) }

  /// How the source is called: its path, or "-".
  public static func name(of source: Source) -> String {
    switch source {
    case .file(let path): path
    case .standardInput: "-"
    case .fault(let error): error.path ?? ""
    }
  }

  /// Decodes the picture.
  ///
  /// - Throws: as `PictureFile.read`.
  public static func picture(of source: Source, limits: PictureLimits = PictureLimits()) throws(InputError) -> Picture {
    switch source {
    case .file(let path): return try PictureFile.read(path, limits: limits)
    case .standardInput:
      let bytes = try FileBytes.read("/dev/stdin", limit: limits.fileSize)
      return try PictureFile.decode(bytes, path: "standard input", limits: limits)
    case .fault(let error): throw error
    }
  }

  /// Whether a name ends as a picture's does.
  package static func looksLikePicture(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    return endings.contains(name[name.index(after: dot)...].lowercased())
  }

  private static func sources(_ name: String) -> [Source] {
    if name == "-" { return [.standardInput] }
    var status = stat()
    guard stat(name, &status) == 0 else { return [broken(name) ?? .file(name)] }
    guard status.st_mode & S_IFMT == S_IFDIR else { return [.file(name)] }
    guard let entries = Folder.entries(of: name) else {
      return [.fault(InputError(.missing, "the folder may not be read", path: name, remedy: "check its permissions"))]
    }
    let pictures = entries.filter { $0.first != "." && looksLikePicture($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !pictures.isEmpty else {
      return [
        .fault(
          InputError(
            .missing, "the folder holds no pictures", path: name,
            expected: "files whose names end in .\(endings.joined(separator: ", ."))",
            found: "\(entries.count) other files or folders"))
      ]
    }
    let folder = name.hasSuffix("/") ? name : name + "/"
    return pictures.map { file(folder + $0) }
  }

  private static func file(_ path: String) -> Source {
    var status = stat()
    guard stat(path, &status) == 0 else { return broken(path) ?? .file(path) }
    // A pipe that nobody writes to would wait for ever.
    guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
      return .fault(
        InputError(.missing, "the file is no regular file", path: path, found: "a pipe, a socket or a device"))
    }
    return .file(path)
  }

  /// What is wrong with a name that the system does not know: its bytes may have been replaced when it became a text.
  private static func broken(_ path: String) -> Source? {
    guard path.unicodeScalars.contains("\u{FFFD}") else { return nil }
    return .fault(
      InputError(
        .missing, "a file whose name is no UTF-8 cannot be opened", path: path, remedy: "give it another name"))
  }
}
