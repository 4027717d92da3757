public import InklingFiles

/// Writes the event files of one run into a folder that TensorBoard is pointed at.
///
///     let writer = try EventWriter(folder: "runs/mnist/tensorboard", after: nil, wallTime: now)
///     try writer.write(938, [SummaryValue("train/loss", .scalar(0.31))], wallTime: now)
///
/// A record is written by one call of the system, so a process that is killed leaves a file that can be read: at worst its last
/// record is not whole, which TensorBoard waits for and the next writer cuts off.
///
/// A writer that goes on after a step first takes out of the folder's files what was written for later steps, and then starts
/// a file of its own with a session's start, by which a TensorBoard that has read those steps forgets them. So every step is
/// there once for every reader: those that know sessions, those that do not, and those that were open meanwhile.
///
/// For one thread at a time.
public final class EventWriter {
  /// The file that is written.
  public let path: String
  /// Whether the folder had events that count on.
  public let continues: Bool
  private let file: OpenFile
  private let form: SummaryForm

  /// Makes the folder where it is not there, takes out what no longer counts, and starts a file.
  ///
  /// - Parameters:
  ///   - folder: the run's folder of event files; nothing else may write in it.
  ///   - step: the last step whose events count; nil for none: all older files are removed.
  ///   - wallTime: seconds since 1970.
  ///   - form: how scalars, histograms and pictures are written.
  ///   - isReplaced: values of any step that will be written anew, such as a run's end; an event goes when all of its values
  ///     do.
  /// - Throws: `InputError`: `.malformed` for a damaged file in the folder, `.unwritable` or `.broken` when it cannot be
  ///   written.
  public init(
    folder: String, after step: Int?, wallTime: Double, form: SummaryForm = .fields,
    replacing isReplaced: (SummaryValue) -> Bool = { _ in false }
  ) throws(InputError) {
    try Folder.create(folder)
    let events = EventFolder(path: folder)
    try events.cut(after: step, isReplaced)
    let files = try events.files()
    continues = !files.isEmpty
    let path = "\(folder)/\(EventFolder.newName(after: files, wallTime: wallTime))"
    self.path = path
    self.form = form
    file = try OpenFile(creating: path)
    try write(TensorBoardEvent(wallTime: wallTime, step: 0, .fileVersion(TensorBoardEvent.fileVersion)))
    try write(TensorBoardEvent(wallTime: wallTime, step: (step ?? -1) + 1, .sessionStart))
    try synchronize()
    try DurableFile.synchronizeFolder(of: path)
  }

  /// Appends an event.
  ///
  /// - Precondition: its content is none that is only read (`.other`).
  /// - Throws: `InputError`: `.broken` on a full disk or a fault of the device, `.usage` for one beyond 64 MiB.
  public func write(_ event: TensorBoardEvent) throws(InputError) {
    let data = event.encoded(as: form)
    guard data.count <= TFRecords.largestRecord else {
      throw InputError(
        .usage, "an event is too large", path: path, expected: "at most \(TFRecords.largestRecord) bytes",
        found: "\(data.count)")
    }
    try file.write(TFRecords.record(data).span.bytes)
  }

  /// Appends values of one step.
  ///
  /// - Parameters:
  ///   - step: that the values belong to.
  ///   - values: what is said.
  ///   - wallTime: seconds since 1970.
  public func write(_ step: Int, _ values: [SummaryValue], wallTime: Double) throws(InputError) {
    try write(TensorBoardEvent(wallTime: wallTime, step: step, .summary(values)))
  }

  /// Waits until everything written is on the disk itself.
  public func synchronize() throws(InputError) { try file.synchronize() }
}
