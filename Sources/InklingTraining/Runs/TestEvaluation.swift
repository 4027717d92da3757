public import InklingFiles
import InklingPlatform

/// One look at a test set: a line of `test-evaluations.log` in a run folder. A test set that is looked at often stops
/// being one, so every look is written down.
public struct TestEvaluation: Codable, Sendable, Equatable {
  /// In UTC: "2026-01-31T12:00:00Z".
  public let time: String
  /// The command that looked: "train", "evaluate", "compare".
  public let by: String
  /// SHA-256 of the run's weights that were used.
  public let weightsSHA256: String
  /// The share of the images called right, 0...1.
  public let accuracy: Double
  /// Images called right.
  public let correct: Int
  /// Images of the test set.
  public let count: Int
  /// Runs that were averaged, this one included.
  public let models: Int
  /// Views of each image that were averaged.
  public let views: Int

  /// A look just now.
  public init(_ result: EvaluationResult, by command: String, weightsSHA256: String, models: Int = 1, views: Int = 1) {
    time = Self.timestamp()
    by = command
    self.weightsSHA256 = weightsSHA256
    accuracy = result.accuracy
    correct = result.correct
    count = result.count
    self.models = models
    self.views = views
  }

  private enum CodingKeys: String, CodingKey {
    case time, by, accuracy, correct, count, models, views
    case weightsSHA256 = "weights_sha256"
  }

  /// A time in UTC, in seconds since 1970; by default now: "2026-01-31T12:00:00Z".
  static func timestamp(_ time: time_t = systemTime()) -> String {
    var seconds = time
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let date = "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    return "\(date)T\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))Z"
  }
}

extension RunFolder {
  /// Adds a line to the log of the run at `path`. Takes no lock: a line is written at once, at the end.
  ///
  /// - Returns: the number of looks so far, this one included.
  /// - Throws: `InputError` of kind `.unwritable` or `.broken`.
  @discardableResult
  public static func log(_ evaluation: TestEvaluation, at path: String) throws(InputError) -> Int {
    let file = Self.path(of: .testEvaluations, in: path)
    let line = Array((try JSONText.encode(evaluation, pretty: false) + "\n").utf8)
    let descriptor = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else {
      throw InputError(
        .unwritable, "the evaluation on the test set cannot be logged", path: file, found: systemReason(),
        remedy: "make the run folder writable")
    }
    defer { close(descriptor) }
    guard write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0 else {
      throw InputError(
        .broken, "the evaluation on the test set cannot be logged", path: file, found: systemReason(),
        remedy: "free space on the disk")
    }
    return try testEvaluationCount(at: path)
  }

  /// How often the run at `path` was evaluated on its test set.
  public static func testEvaluationCount(at path: String) throws(InputError) -> Int {
    let file = Self.path(of: .testEvaluations, in: path)
    guard RunPath.content(of: file) != .nothing else { return 0 }
    return try FileBytes.read(file).split(separator: UInt8(ascii: "\n")).count
  }
}

/// Seconds since 1970. A function of its own: in the type its member `time` hides the C library's.
private func systemTime() -> time_t { time(nil) }
