import InklingFiles
import InklingPlatform

/// The event files of one run: TensorBoard reads those of a folder in the order of their names.
struct EventFolder {
  let path: String

  /// The event files, oldest first: every file whose name says so, as TensorBoard looks for them.
  ///
  /// - Throws: `InputError` of kind `.unwritable` when the folder cannot be read.
  func files() throws(InputError) -> [String] {
    guard let entries = Folder.entries(of: path) else {
      throw InputError(
        .unwritable, "the folder of event files cannot be read", path: path, remedy: "check its permissions")
    }
    return entries.filter { $0.contains(Self.mark) }.sorted()
  }

  /// A name behind all others, in TensorFlow's form: seconds since 1970, and a number where they do not suffice.
  static func newName(after files: [String], wallTime: Double) -> String {
    let seconds = wallTime.isFinite ? Int(min(max(wallTime, 0), 9_999_999_999)) : 0
    var name = ""
    for number in 0... {
      name = "\(prefix)\(digits(seconds, 10)).\(digits(number, 4)).inkling"
      guard let last = files.last, last >= name else { break }
      // A clock that went back, or files of others: the newest name goes on.
      if number == 9999 { return "\(last).\(digits(0, 4)).inkling" }
    }
    return name
  }

  /// Takes out of every file what no longer counts when the training goes on behind `step`: later steps, what `isReplaced`
  /// says, and a last record that is not whole. Files in which nothing is left are removed.
  ///
  /// - Parameter step: the last step that counts; nil for none.
  /// - Throws: `InputError` for a damaged file, and a folder that cannot be written.
  func cut(after step: Int?, _ isReplaced: (SummaryValue) -> Bool) throws(InputError) {
    for name in try files() {
      let file = "\(path)/\(name)"
      guard let step else {
        unlink(file)
        continue
      }
      try cut(file, after: step, isReplaced)
    }
    try DurableFile.synchronizeFolder(of: "\(path)/")
  }

  private func cut(
    _ path: String, after step: Int, _ isReplaced: (SummaryValue) -> Bool
  ) throws(InputError) {
    var file = try Self.open(path)
    var kept: [Range<Int>] = []
    var (hasContent, cutsAny) = (false, false)
    while let (event, record) = try file?.nextRecord() {
      guard event.counts(upTo: step), !event.isReplaced(isReplaced) else {
        cutsAny = true
        continue
      }
      kept.append(record)
      switch event.content {
      case .fileVersion, .sessionStart: break
      default: hasContent = true
      }
    }
    guard let file, hasContent else {
      unlink(path)
      return
    }
    if cutsAny || file.isCutOff { try rewrite(path, keeping: kept, of: file.bytes) }
  }

  /// Nil for an empty file: its process was killed before the first record.
  private static func open(_ path: String) throws(InputError) -> EventFile? {
    let handle = try OpenFile(reading: path)
    if try handle.size() == 0 { return nil }
    return try EventFile(path)
  }

  /// Replaces a file as a whole. TensorBoard takes every file for one of events that has "tfevents" in its name, even a hidden
  /// one, so the temporary one is called otherwise.
  private func rewrite(_ file: String, keeping records: [Range<Int>], of bytes: [UInt8]) throws(InputError) {
    let temporary = "\(path)/.resuming.partial"
    unlink(temporary)
    do throws(InputError) {
      let output = try OpenFile(creating: temporary, reportedAs: file)
      for record in records { try output.write(bytes.span.extracting(record).bytes) }
      try output.synchronize()
      try DurableFile.move(temporary, to: file)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private static let mark = "tfevents"
  private static let prefix = "events.out.tfevents."

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(count - text.count, 0)) + text
  }
}

extension TensorBoardEvent {
  /// Whether it is of a step up to this one. A file's version is of none.
  fileprivate func counts(upTo last: Int) -> Bool {
    if case .fileVersion = content { return true }
    return step <= last
  }

  /// Whether all that it says is said anew.
  fileprivate func isReplaced(_ isReplaced: (SummaryValue) -> Bool) -> Bool {
    guard case .summary(let values) = content, !values.isEmpty else { return false }
    return values.allSatisfy(isReplaced)
  }
}
