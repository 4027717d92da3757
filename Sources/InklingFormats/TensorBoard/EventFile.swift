public import InklingFiles

/// Reads an event file of TensorBoard, event by event: TFRecords of `tensorflow.Event`.
///
///     var file = try EventFile("runs/mnist/tensorboard/events.out.tfevents.1790000000.0000.inkling")
///     while let event = try file.next() { ... }
///
/// A file whose last record is not whole, as where the process that wrote it was killed, is read up to there.
public struct EventFile: Sendable {
  /// The longest file that is read, in bytes.
  public static let largestFile = 1 << 30

  let bytes: [UInt8]
  private let path: String?
  private var records: TFRecords
  private var plugins: [String: String] = [:]
  private var limits = ProtobufLimits()

  /// Reads the file at `path` into memory.
  ///
  /// - Throws: `InputError` for a file that cannot be read, is empty, or longer than `largestFile`.
  public init(_ path: String) throws(InputError) {
    self.init(bytes: try FileBytes.read(path, limit: Self.largestFile), path: path)
  }

  /// A file that is in memory already.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - path: what errors call it.
  public init(bytes: [UInt8], path: String? = nil) {
    self.bytes = bytes
    self.path = path
    records = TFRecords(bytes, path: path)
    limits.fields = 1 << 21
  }

  /// The next event; nil at the end.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a wrong checksum, a record of more than 64 MiB, and one that is no event.
  public mutating func next() throws(InputError) -> TensorBoardEvent? { try nextRecord()?.event }

  /// Whether the last record is cut off; known after the last event.
  public var isCutOff: Bool { records.isCutOff }

  /// Whether a file that starts with these bytes, at least twelve, is one of records.
  public static func begins(_ bytes: [UInt8]) -> Bool { TFRecords.begin(bytes) }

  /// All events of the file at `path`.
  ///
  /// - Throws: as `next()`.
  public static func events(of path: String) throws(InputError) -> [TensorBoardEvent] {
    var file = try EventFile(path)
    var events: [TensorBoardEvent] = []
    while let event = try file.next() { events.append(event) }
    return events
  }

  /// The next event, and where its record lies in the file.
  mutating func nextRecord() throws(InputError) -> (event: TensorBoardEvent, record: Range<Int>)? {
    let start = records.place
    guard let data = try records.next() else { return nil }
    do throws(InputError) {
      let reader = ProtobufReader(Array(bytes[data]), of: "event", path: path, limits: limits)
      return (try TensorBoardEvent(reader, plugins: &plugins), start..<records.place)
    } catch {
      // The reader counts from the record's start.
      throw InputError(
        error.kind, error.what, path: error.path, offset: error.offset.map { $0 + data.lowerBound },
        expected: error.expected, found: error.found, remedy: error.remedy, details: error.details)
    }
  }
}
