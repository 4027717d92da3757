public import InklingFiles

/// Says what a file is and what is in it. Nothing in it is run, and no numbers are kept.
///
/// Formats whose readers are elsewhere are plugged in with `use(_:for:)`.
public struct FileInspector: Sendable {
  /// Reads what a file of one format says, from its path.
  public typealias Describer = @Sendable (_ path: String) throws(InputError) -> FileDescription.Contents

  /// The reader of each format; of a format without one, only the name and the digest are told.
  public private(set) var describers: [FileKind: Describer]
  /// The names of a ZIP archive's members, from its path; nil when nobody can look into one.
  public var memberNames: (@Sendable (_ path: String) throws(InputError) -> [String])?

  /// An inspector that describes safetensors, `.npy`, CSV, IDX and PNG.
  public init() {
    describers = [
      .safetensors: Self.safetensors, .npy: Self.npy, .csv: Self.csv, .idx: Self.idx, .png: Self.png,
    ]
  }

  /// Takes the reader for files of one format.
  public mutating func use(_ describer: @escaping Describer, for kind: FileKind) { describers[kind] = describer }

  /// What the file is.
  ///
  /// - Throws: `InputError`: `.missing` when there is no readable file, or a pipe or a device; `.malformed` for an
  ///   empty file and one of no known format, and what `memberNames` throws.
  public func kind(of path: String) throws(InputError) -> FileKind {
    let (head, size) = try Self.head(of: path)
    let kind = try FileKind.detect(head: head, size: size) { () throws(InputError) in try memberNames?(path) }
    guard let kind else {
      // What nobody here reads nobody can say to be damaged.
      let cut = FileKind.cut(head).flatMap { describers[$0] == nil ? nil : $0 }
      if let supposed = FileKind(named: path) ?? cut { return try require(supposed, path) }
      throw InputError(
        .malformed, "a file of no known format", path: path, offset: 0,
        expected: "one of \(FileKind.allCases.map(\.rawValue).joined(separator: ", "))",
        found: "bytes \(head.prefix(8).map(Self.hexadecimal).joined(separator: " "))")
    }
    return kind
  }

  /// What a file is, or, where its bytes are none of a whole one's, what it should be by its name or its beginning; nil where
  /// neither says. Whoever reads it finds what is wrong with it.
  public func supposedKind(of path: String) -> FileKind? {
    do throws(InputError) {
      return try kind(of: path)
    } catch {
      // What keeps it from being read is said by who opens it.
      if let named = FileKind(named: path) { return named }
      guard let (head, _) = try? Self.head(of: path) else { return nil }
      return FileKind.cut(head)
    }
  }

  /// Whether a file whose name need not be text is a model's, by its name's ending or by its beginning.
  package static func supposesModel(_ path: BytePath) -> Bool {
    if FileKind(named: path.description)?.isModel == true { return true }
    guard PathStatus(of: path)?.kind == .file else { return false }
    do throws(InputError) {
      let file = try OpenFile(reading: path)
      let size = try file.size() ?? 0
      let head = try file.next(min(size, FileKind.headSize))
      let kind = try FileKind.detect(head: head, size: size) ?? FileKind.cut(head)
      // An archive or a pickle is no picture.
      return kind.map { $0.isModel || [.zip, .npz, .pickle].contains($0) } ?? false
    } catch {
      // Whoever reads it says what is wrong.
      return false
    }
  }

  /// A file whose bytes are none that are known, while its name or its beginning says what it should be.
  ///
  /// - Throws: `InputError` of kind `.malformed`, with what that format's reader finds wrong.
  private func require(_ kind: FileKind, _ path: String) throws(InputError) -> FileKind {
    do throws(InputError) {
      _ = try describers[kind]?(path)
    } catch {
      guard error.kind == .malformed else { throw error }
      throw InputError(
        .malformed, "the file is damaged, or no \(kind.rawValue) file: \(error.what)", path: error.path ?? path,
        offset: error.offset, expected: error.expected, found: error.found, remedy: error.remedy ?? "get it again")
    }
    return kind
  }

  /// What the file is and what is in it.
  ///
  /// - Throws: as `kind(of:)` and the format's reader.
  public func describe(_ path: String) throws(InputError) -> FileDescription {
    let kind = try kind(of: path)
    let contents = try describers[kind]?(path) ?? FileDescription.Contents()
    return FileDescription(format: kind.rawValue, contents: contents, sha256: try Self.digest(of: path))
  }

  /// The file's first bytes, and its size.
  static func head(of path: String) throws(InputError) -> ([UInt8], Int) {
    // Asked before it is opened: a pipe that nobody writes to would wait for ever.
    let file = OpenFile.isPipe(path) ? nil : try OpenFile(reading: path)
    guard let file, let size = try file.size() else {
      throw InputError(
        .missing, "only a regular file can be read here", path: path, expected: "a regular file",
        found: "a pipe or a device", remedy: "write it to a file first")
    }
    let head = try file.next(min(size, FileKind.headSize))
    guard !head.isEmpty else {
      throw InputError(.malformed, "the file is empty", path: path, offset: 0, expected: "data", found: "0 bytes")
    }
    return (head, size)
  }

  private static func digest(of path: String) throws(InputError) -> String {
    let file = try OpenFile(reading: path)
    var digest = SHA256Digest()
    while true {
      let piece = try file.next(1 << 18)
      piece.withUnsafeBytes { digest.update($0) }
      if piece.count < 1 << 18 { return digest.hex() }
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
