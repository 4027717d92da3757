public import InklingDatasets
import InklingEngine
import InklingFiles

/// How a model was trained: enough to train it again, and to know on what its figures rest.
///
/// In a model's file it is JSON: `{"recipe", "data", "epoch", "validation", "test", "date", "version"}`.
public struct TrainingRecord: Codable, Sendable, Equatable {
  /// The whole recipe: data set, network, optimiser, schedule, seed and all else.
  public var recipe: Recipe
  /// The digests of the images and labels; nil where they are not known.
  public var data: DatasetFingerprint?
  /// The epoch whose weights these are, counted from 1; nil where it is not known.
  public var epoch: Int?
  /// What the weights reach on the images that were held out; nil when none were.
  public var validation: EvaluationResult?
  /// What they reach on the test set; nil when it was left alone.
  public var test: EvaluationResult?
  /// When it ended, in UTC: "2026-01-31T12:00:00Z"; nil where it is not known.
  public var date: String?
  /// The release that trained it: "0.1.0"; nil where it is not known.
  public var version: String?

  private enum CodingKeys: String, CodingKey, CaseIterable { case recipe, data, epoch, validation, test, date, version }

  /// - Throws: `DecodingError` for an unknown key, a date that is none in UTC, and a release without a name or with one that
  ///   is too long.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      recipe: try container.decode(Recipe.self, forKey: .recipe),
      data: try container.decodeIfPresent(DatasetFingerprint.self, forKey: .data),
      epoch: try container.decodeIfPresent(Int.self, forKey: .epoch),
      validation: try container.decodeIfPresent(EvaluationResult.self, forKey: .validation),
      test: try container.decodeIfPresent(EvaluationResult.self, forKey: .test),
      date: try container.decodeIfPresent(String.self, forKey: .date),
      version: try container.decodeIfPresent(String.self, forKey: .version))
    if let date, !Self.isTime(date) {
      throw DecodingError.dataCorruptedError(
        forKey: .date, in: container,
        debugDescription: "'\(date.prefix(60))' is no time in UTC, such as 2026-01-31T12:00:00Z")
    }
    if let version, version.isEmpty || version.utf8.count > 100 {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: container, debugDescription: "\(version.utf8.count) bytes are no release's")
    }
  }

  /// Whether a text is a second of the calendar, as "2026-01-31T12:00:00Z".
  static func isTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 20 else { return false }
    for (byte, form) in zip(bytes, "0000-00-00T00:00:00Z".utf8) {
      guard form == UInt8(ascii: "0") ? 0x30...0x39 ~= byte : byte == form else { return false }
    }
    func number(_ places: Range<Int>) -> Int { bytes[places].reduce(0) { $0 * 10 + Int($1) - 0x30 } }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    guard 1...12 ~= month else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    // A minute may have a leap second.
    return 1...days ~= day && number(11..<13) <= 23 && number(14..<16) <= 59 && number(17..<19) <= 60
  }

  /// A record; what is left out is not known.
  public init(
    recipe: Recipe, data: DatasetFingerprint? = nil, epoch: Int? = nil, validation: EvaluationResult? = nil,
    test: EvaluationResult? = nil, date: String? = nil, version: String? = nil
  ) {
    self.recipe = recipe
    self.data = data
    self.epoch = epoch
    self.validation = validation
    self.test = test
    self.date = date
    self.version = version
  }
}
