public import InklingFiles
import InklingFormats
import InklingImages
import InklingPlatform

/// Pictures of texts as a folder of PNG files, with a table `labels.csv` of their names and texts (columns `file` and
/// `text`).
public enum CaptchaFolder {
  /// The most pictures that one folder gets.
  public static let mostPictures = 1_000_000
  /// The table's name.
  public static let tableName = "labels.csv"
  /// Pictures that are held in memory together.
  private static let share = 256

  /// Writes pictures 0 ..< count of an epoch. The folder is there with all of them, on the disk, or not at all.
  ///
  /// What a write that was killed has left beside it is taken away.
  ///
  /// - Parameters:
  ///   - generator: what draws them.
  ///   - count: how many, from 1 to `mostPictures`.
  ///   - folder: must not be there, or be empty.
  ///   - epoch: whose pictures they are; a training on the same generator sees those of epoch 1 and later.
  ///   - progress: is told now and then how many are written.
  ///   - shouldStop: is asked now and then; true takes away what was written.
  /// - Returns: false when it was stopped: then nothing is there.
  /// - Throws: `InputError`: `.usage` for a count out of range, `.unwritable` for a folder that has something in it or
  ///   cannot be made, `.broken` on a full disk.
  @discardableResult
  public static func write(
    _ generator: CaptchaGenerator, count: Int, to folder: String, epoch: Int = 0,
    progress: (Int) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(InputError) -> Bool {
    guard (1...mostPictures).contains(count) else {
      throw InputError(
        .usage, "the number of pictures is out of range", expected: "1 to \(mostPictures)", found: "\(count)")
    }
    let path = try plainPath(folder)
    try Folder.requireRoom(at: path)
    let parent = DurableFile.folder(of: path)
    try Folder.create(parent)
    let name = String(path.split(separator: "/").last ?? "")
    PartialFolder.removeAbandoned(for: name, in: parent)
    let temporary = try PartialFolder(for: name, in: parent)
    do throws(InputError) {
      guard
        try fill(temporary.path, generator, count: count, epoch: epoch, reportedAs: path, shouldStop, progress),
        !shouldStop()
      else {
        temporary.remove()
        return false
      }
      try temporary.move(to: path)
      return true
    } catch {
      temporary.remove()
      throw error
    }
  }

  /// The name of a picture's file: its text, where letters and digits are all of it, and its number from 1.
  public static func name(of text: String, _ index: Int) -> String {
    let isPlain =
      text.utf8.count <= 100 && text.allSatisfy { ($0.isLetter || $0.isNumber) && $0.unicodeScalars.count == 1 }
    let digits = String(index + 1)
    return (isPlain ? text : "picture") + "_" + String(repeating: "0", count: max(6 - digits.count, 0)) + digits
      + ".png"
  }

  private static func fill(
    _ folder: String, _ generator: CaptchaGenerator, count: Int, epoch: Int, reportedAs path: String,
    _ shouldStop: () -> Bool, _ progress: (Int) -> Void
  ) throws(InputError) -> Bool {
    var rows: [[String]] = []
    for start in stride(from: 0, to: count, by: share) {
      guard !shouldStop() else { return false }
      let files = encoded(generator, start..<min(start + share, count), epoch: epoch)
      for (offset, file) in files.enumerated() {
        let text = generator.text(of: start + offset, epoch: epoch)
        let name = name(of: text, start + offset)
        try write(try file.get(), to: "\(folder)/\(name)", reportedAs: "\(path)/\(name)")
        rows.append([name, text])
      }
      progress(rows.count)
    }
    let table = try CSVTable(header: ["file", "text"], rows: rows).encoded()
    try write(table, to: "\(folder)/\(tableName)", reportedAs: "\(path)/\(tableName)")
    try synchronize(rows.map { $0[0] } + [tableName], in: folder)
    return true
  }

  /// Waits until all are on the disk: for everything at once, because waiting for one after the other takes longer than
  /// drawing them; each is asked then whether it has arrived.
  private static func synchronize(_ names: [String], in folder: String) throws(InputError) {
    sync()
    for name in names { try OpenFile(updating: "\(folder)/\(name)").synchronize() }
    try DurableFile.synchronizeFolder(of: "\(folder)/\(tableName)")
  }

  private static func write(_ bytes: [UInt8], to path: String, reportedAs name: String) throws(InputError) {
    try OpenFile(creating: path, reportedAs: name).write(bytes.span.bytes)
  }

  /// The pictures as files, drawn and packed by all threads.
  private static func encoded(
    _ generator: CaptchaGenerator, _ indices: Range<Int>, epoch: Int
  ) -> [Result<[UInt8], InputError>] {
    var files = [Result<[UInt8], InputError>](repeating: .success([]), count: indices.count)
    files.withUnsafeMutableBufferPointer { files in
      // Safe: each number writes its own file alone.
      nonisolated(unsafe) let files = files
      SystemThread.perform(indices.count) { place in
        let picture = generator.picture(indices.lowerBound + place, epoch: epoch)
        do throws(InputError) {
          files[place] = .success(try PictureFile.encode(picture, as: .png))
        } catch {
          files[place] = .failure(error)
        }
      }
    }
    return files
  }

  /// The path without slashes at its end.
  private static func plainPath(_ folder: String) throws(InputError) -> String {
    var path = folder[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    let name = path.split(separator: "/").last
    guard let name, name != ".", name != ".." else {
      throw InputError(
        .unwritable, "pictures are not written there", path: folder, expected: "a folder of its own",
        remedy: "name one that is not there yet")
    }
    return String(path)
  }
}
