import InklingCSQLite
package import InklingFiles
import InklingFormats
package import InklingImages
import InklingPlatform

/// A store's drawings as a folder that is a data set.
struct CorrectionFolder {
  private let store: CorrectionStore
  private let form: CorrectionExportForm
  /// Whose corrections; nil for those of all models.
  private let model: String?
  /// Corrections that are held in memory together.
  private static let share = 256

  init(_ store: CorrectionStore, _ form: CorrectionExportForm, _ model: String? = nil) {
    self.store = store
    self.form = form
    self.model = model
  }

  /// - Returns: how many drawings were written.
  /// - Throws: as `CorrectionStore.export(to:form:)`.
  func write(to folder: String) throws(InputError) -> Int {
    guard try store.count() > 0 else {
      throw InputError(
        .missing, "the store has no corrections", path: store.path, remedy: "correct the model's answers first")
    }
    try requireOneKind()
    let path = try Self.plainPath(folder)
    try Folder.requireRoom(at: path)
    let parent = DurableFile.folder(of: path)
    try Folder.create(parent)
    let name = path.split(separator: "/").last ?? ""
    let temporary = "\(parent)/.\(name.prefix(100)).\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).partial"
    do throws(InputError) {
      try Folder.create(temporary)
      let count =
        switch form {
        case .png: try writePictures(in: temporary)
        case .idx: try writeIDX(in: temporary)
        }
      try Self.synchronize(temporary)
      try Folder.move(temporary, to: path)
      return count
    } catch {
      for entry in Folder.entries(of: temporary) ?? [] { unlink("\(temporary)/\(entry)") }
      rmdir(temporary)
      throw error
    }
  }

  /// Refuses to mix what no one model could learn.
  private func requireOneKind() throws(InputError) {
    let kinds = try store.kinds()
    if let model {
      guard kinds.contains(where: { $0.model == model }) else {
        throw InputError(
          .missing, "the store has no corrections of this model", path: store.path,
          expected: NameList.text(kinds.map { "'\($0.model)'" }), found: "'\(PrintableText.shortened(model, to: 60))'")
      }
      return
    }
    guard let first = kinds.first, kinds.contains(where: { !$0.goes(with: first) }) else { return }
    throw InputError(
      .usage, "the store has corrections of several models, and their images' sizes or the classes in them differ",
      path: store.path,
      expected: "those of one model", found: NameList.text(kinds.map { "'\($0.model)'" }),
      remedy: "choose one with --model")
  }

  private func writePictures(in folder: String) throws(InputError) -> Int {
    var rows: [[String]] = []
    try forEach { stored throws(InputError) in
      let digits = String(stored.id)
      let name = String(repeating: "0", count: max(6 - digits.count, 0)) + digits + ".png"
      // The folder appears with all of them at once: they are flushed together.
      let file = try OpenFile(creating: "\(folder)/\(name)")
      try file.write(stored.correction.framed.span.bytes)
      rows.append([name, stored.correction.label])
    }
    let table = try CSVTable(header: ["file", "label"], rows: rows).encoded()
    try DurableFile.write(table, to: "\(folder)/labels.csv")
    return rows.count
  }

  /// Has the disk have all files of a folder, and their names.
  private static func synchronize(_ folder: String) throws(InputError) {
    #if os(Linux)
      // One call for the file system: a flush for each of thousands of files takes half a minute.
      let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      let isDone = descriptor >= 0 && inkling_synchronize(descriptor) == 0
      let fault = String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      guard isDone else {
        throw InputError(.broken, "the drawings cannot be written", path: folder, found: fault)
      }
    #else
      for entry in Folder.entries(of: folder) ?? [] {
        try OpenFile(updating: "\(folder)/\(entry)").synchronize()
      }
      try DurableFile.synchronizeFolder(of: "\(folder)/.")
    #endif
  }

  private func writeIDX(in folder: String) throws(InputError) -> Int {
    var size: (width: Int, height: Int)?
    var (pixels, labels) = ([UInt8](), [String]())
    try forEach { stored throws(InputError) in
      let picture = try stored.picture(path: store.path)
      guard size == nil || size! == (picture.width, picture.height) else {
        throw InputError(
          .malformed, "the drawings have several sizes, and IDX files one", path: store.path,
          expected: "\(size!.width)x\(size!.height)",
          found: "\(picture.width)x\(picture.height), of correction \(stored.id)", remedy: "export them as PNG")
      }
      size = (picture.width, picture.height)
      pixels += picture.gray().samples
      labels.append(stored.correction.label)
    }
    let classes = Self.classes(of: labels)
    guard classes.count <= 256, let size else {
      throw InputError(
        .malformed, "the drawings have too many classes for IDX files", path: store.path, expected: "at most 256",
        found: "\(classes.count)", remedy: "export them as PNG")
    }
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, UInt8($0)) })
    let bytes = labels.map { places[$0] ?? 0 }
    let files: [(String, [UInt8])] = [
      ("train-images-idx3-ubyte", Self.header([labels.count, size.height, size.width]) + pixels),
      ("train-labels-idx1-ubyte", Self.header([labels.count]) + bytes),
      ("classes.txt", Array((classes.joined(separator: "\n") + "\n").utf8)),
    ]
    for (name, bytes) in files { try DurableFile.write(bytes, to: "\(folder)/\(name)") }
    return labels.count
  }

  /// The digits where all are digits, so that a label is the digit itself; or else the classes that occur.
  static func classes(of labels: [String]) -> [String] {
    let digits = (0...9).map(String.init)
    let found = Set(labels)
    if found.isSubset(of: digits) { return digits }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The start of an IDX file of bytes: its magic number, and the dimensions as big-endian numbers of 32 bits.
  private static func header(_ dimensions: [Int]) -> [UInt8] {
    [0, 0, 0x08, UInt8(dimensions.count)]
      + dimensions.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
  }

  /// All corrections in the order of their numbers, a few at a time.
  private func forEach(_ body: (StoredCorrection) throws(InputError) -> Void) throws(InputError) {
    var last: Int64?
    while true {
      let some = try store.corrections(after: last, limit: Self.share, model: model, withCanvas: false)
      for stored in some { try body(stored) }
      guard let end = some.last else { return }
      last = end.id
    }
  }

  /// The path without slashes at its end.
  private static func plainPath(_ folder: String) throws(InputError) -> String {
    var path = folder[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    let name = path.split(separator: "/").last
    guard let name, name != ".", name != "..", !path.utf8.contains(0) else {
      throw InputError(
        .unwritable, "drawings are not written there", path: folder, expected: "a folder of its own",
        remedy: "name one that is not there yet")
    }
    return String(path)
  }
}

extension StoredCorrection {
  /// What the model saw.
  ///
  /// - Throws: `InputError` of kind `.malformed` for bytes that are no picture, or one that is too large.
  package func picture(path: String? = nil) throws(InputError) -> Picture {
    var limits = PictureLimits()
    (limits.width, limits.height, limits.pixels, limits.memory) = (1024, 1024, 1 << 20, 1 << 24)
    do throws(InputError) {
      return try PictureFile.decode(correction.framed, path: path, limits: limits)
    } catch {
      throw InputError(
        .malformed, "correction \(id) in the store has no picture: \(error.what)", path: path, expected: error.expected,
        found: error.found, remedy: "delete it with 'inkling store delete \(id)'")
    }
  }
}
