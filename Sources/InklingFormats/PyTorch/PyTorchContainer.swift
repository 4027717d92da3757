import InklingFiles

/// A file of `torch.save`, before anything is made of its values: the pickle, and where the storages are.
struct PyTorchContainer {
  /// How the file is built.
  let form: PyTorchFile.Form
  let pickle: Pickle
  let storages: StorageSource
  let path: String?
  /// The text beside the tensors.
  let note: String?

  /// Where the text is, in the archive's folder: PyTorch's own extra files of TorchScript have this place.
  static let noteName = "extra/inkling_input"
  private static let noteLimit = 1 << 22
  /// The largest pickle: it holds names and shapes, no numbers.
  private static let pickleLimit = 1 << 26
  private static let fileLimit = 1 << 32

  init(of source: ZipSource) throws(InputError) {
    path = source.path
    let head = try source.bytes(min(source.size, 512), at: 0)
    if ZipFile.isZip(head) {
      let archive = try ZipFile(of: source)
      form = .zip
      (pickle, storages, note) = try Self.read(archive)
      return
    }
    guard source.size > 0 else { throw source.fault("the file is empty", expected: "tensors") }
    guard source.size <= Self.fileLimit else {
      throw source.fault("the file is too long", expected: "at most \(Self.fileLimit) bytes", remedy: nil)
    }
    guard head[0] == PickleOpcode.proto.rawValue else {
      let isTar = head.count > 262 && head[257..<262].elementsEqual("ustar".utf8)
      throw source.fault(
        "not a file of torch.save", at: 0, expected: "a ZIP archive or a pickle",
        found: isTar ? "the tar form of before 2017" : "something else",
        remedy: isTar ? "save it with a later PyTorch" : nil)
    }
    try Memory.require(
      source.size, for: "the file", path: path, remedy: "free some memory or raise its limit (ulimit -v)")
    form = .legacy
    note = nil
    (pickle, storages) = try LegacyReader(bytes: source.bytes(source.size, at: 0), path: path).read()
  }

  private static func read(_ archive: ZipFile) throws(InputError) -> (Pickle, StorageSource, String?) {
    let path = archive.path
    let pickles = archive.members.map(\.name).filter {
      $0 == "data.pkl" || $0.hasSuffix("/data.pkl") && $0.count { $0 == "/" } == 1
    }
    guard pickles.count == 1, let name = pickles.first else {
      throw InputError(
        .malformed, "the ZIP archive is no file of torch.save", path: path, expected: "one data.pkl in one folder",
        found: NameList.text(archive.members.prefix(100).map { String($0.name.prefix(100)) }))
    }
    let folder = String(name.dropLast("data.pkl".count))
    if archive.contains(folder + "constants.pkl") || archive.contains(folder + "model.json") {
      throw InputError(
        .malformed, "the file is a TorchScript program, which is not run", path: path,
        remedy: "in Python: torch.save(torch.jit.load(path).state_dict(), new_path)")
    }
    if archive.contains(folder + "byteorder") {
      let order = String(decoding: try archive.read(folder + "byteorder").prefix(16), as: UTF8.self)
      guard order == "little" else {
        throw InputError(
          .malformed, "the file's byte order is not read", path: path, expected: "little", found: order,
          remedy: "save it on a little-endian machine")
      }
    }
    let bytes = try archive.read(name)
    guard bytes.count <= pickleLimit else {
      throw InputError(
        .malformed, "the file's pickle is too long", path: path, expected: "at most \(pickleLimit) bytes",
        found: "\(bytes.count)")
    }
    let place = path.map { "\($0) (\(name))" } ?? name
    let (pickle, end) = try Unpickler(bytes, allowing: .pyTorch, path: place).load()
    guard end == bytes.count else {
      throw InputError(.malformed, "bytes follow the pickle", path: place, offset: end)
    }
    return (pickle, .archive(archive, folder: folder), try note(in: archive, folder))
  }

  private static func note(in archive: ZipFile, _ folder: String) throws(InputError) -> String? {
    let name = folder + noteName
    guard let member = archive.members.first(where: { $0.name == name }) else { return nil }
    guard member.size <= noteLimit, let text = String(validating: try archive.read(name), as: UTF8.self) else {
      throw InputError(
        .malformed, "the text beside the tensors is too long, or no UTF-8", path: archive.path,
        expected: "at most \(noteLimit) bytes", found: "\(member.size)", remedy: "export the model again")
    }
    return text
  }
}
