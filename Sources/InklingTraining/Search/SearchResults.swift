/// A search's trials, the best first: as a table, and as the object that `inkling tune --json` prints.
public struct SearchResults: Sendable, Equatable, Codable {
  /// One trial with its last score.
  public struct Row: Sendable, Equatable, Codable {
    /// The trial's number, counted from zero.
    public let trial: Int
    /// Epochs that it was trained.
    public let epochs: Int
    /// On the validation images; nil for a trial that diverged before its first score.
    public let accuracy: Double?
    /// Cross-entropy on the validation images, in nats; nil as the accuracy.
    public let loss: Double?
    /// Wall time of the trial up to its last score; zero without one.
    public let seconds: Double
    /// Why it was given up; nil when it was not.
    public let failure: String?
    /// The searched values by their keys' paths.
    public let values: [String: String]
  }

  /// The keys that were searched, in the order of the space.
  public let keys: [String]
  /// The trials: by rank, those without a score at the end.
  public let rows: [Row]

  /// The results so far.
  public init(_ search: HyperparameterSearch) {
    keys = search.space.dimensions.map(\.path)
    let ranked = search.ranking
    let unranked = search.trials.filter { $0.rungs.isEmpty }
    rows = (ranked + unranked).map { trial in
      let score = trial.rungs.last
      return Row(
        trial: trial.number, epochs: score?.epochs ?? 0, accuracy: score?.accuracy, loss: score?.loss,
        seconds: score?.seconds ?? 0, failure: trial.failure,
        values: Dictionary(trial.values.map { ($0.path, $0.text) }, uniquingKeysWith: { $1 }))
    }
  }

  /// A header and a line a trial. A field with a comma or a quotation mark is quoted.
  public var csv: String {
    let header = ["trial", "epochs", "accuracy", "loss", "seconds"] + keys + ["failure"]
    let lines = rows.map { row -> [String] in
      let accuracy = row.accuracy.map { "\($0)" } ?? ""
      let loss = row.loss.map { "\($0)" } ?? ""
      let values = keys.map { row.values[$0] ?? "" }
      return ["\(row.trial)", "\(row.epochs)", accuracy, loss, "\(row.seconds)"] + values + [row.failure ?? ""]
    }
    return ([header] + lines).map { $0.map(Self.field).joined(separator: ",") + "\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
