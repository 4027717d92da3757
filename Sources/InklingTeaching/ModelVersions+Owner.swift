public import InklingFiles

/// Whose versions they are: "x.onnx" and "x.keras" would both keep theirs in "x.versions".
extension ModelVersions {
  private var ownerPath: String { "\(folder)/1/of" }

  /// The last part of a path.
  static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Refuses a folder that another file has its versions in, as long as that file is there: one that is gone was given the name
  /// that this one has now. Of a folder that does not say whose it is nothing is known, and nothing refused.
  ///
  /// - Parameter path: of the model's file or run; of the store for the model that is part of the program.
  /// - Throws: `InputError`: `.usage` for another's folder; `.unwritable` or `.broken` where the new name cannot be written.
  public func requireOwner(_ path: String) throws(InputError) {
    let name = Self.name(of: path)
    guard let bytes = try? FileBytes.read(ownerPath, limit: 4096) else { return }
    let owner = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard owner != name, !owner.isEmpty, !owner.contains("/") else { return }
    guard !FileStatus.isThere("\(DurableFile.folder(of: folder))/\(owner)") else {
      throw InputError(
        .usage, "the folder has the versions of another model's file", path: folder, expected: "those of '\(name)'",
        found: "those of '\(PrintableText.shortened(PrintableText.escaped(owner), to: 60))'",
        remedy: "give one of the files another name")
    }
    try DurableFile.write(Array("\(name)\n".utf8), to: ownerPath)
  }
}
