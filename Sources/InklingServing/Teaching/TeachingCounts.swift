/// What is counted of corrections and of teaching, by the model's name.
struct TeachingCounts: Sendable {
  /// How a teaching ended.
  enum Result: String { case accepted, kept, worse, discarded, failed }

  private struct Key: Hashable {
    var model: String
    var word: String
  }

  private var corrections: [Key: Int] = [:]
  private var deleted: [String: Int] = [:]
  private var results: [Key: Int] = [:]
  private var running: [String: Int] = [:]

  mutating func corrected(_ model: String, label: String) {
    corrections[Key(model: model, word: label), default: 0] += 1
  }

  mutating func deleted(_ model: String, _ count: Int) { deleted[model, default: 0] += count }

  mutating func taught(_ model: String, _ result: Result) {
    results[Key(model: model, word: result.rawValue), default: 0] += 1
  }

  mutating func isTaught(_ model: String, _ isRunning: Bool) { running[model] = isRunning ? 1 : 0 }

  /// Nothing at all where no model can be taught.
  ///
  /// - Parameter serving: the versions that answer who names none, by the models' names; none of a model that is not loaded.
  func write(to text: inout PrometheusText, serving: [String: String]) {
    guard !running.isEmpty else { return }
    text.family("inkling_corrections_total", "counter", "Corrections that were kept, by the right class.")
    for (key, count) in Self.sorted(corrections) {
      text.sample("inkling_corrections_total", [("model", key.model), ("class", key.word)], count)
    }
    text.family("inkling_corrections_deleted_total", "counter", "Corrections that their givers took back.")
    for (model, count) in deleted.sorted(by: { $0.key < $1.key }) {
      text.sample("inkling_corrections_deleted_total", [("model", model)], count)
    }
    text.family("inkling_teachings_total", "counter", "Teachings that ended, and those that were decided on.")
    for (key, count) in Self.sorted(results) {
      text.sample("inkling_teachings_total", [("model", key.model), ("result", key.word)], count)
    }
    text.family("inkling_teaching_running", "gauge", "Whether the model is being taught.")
    for (model, count) in running.sorted(by: { $0.key < $1.key }) {
      text.sample("inkling_teaching_running", [("model", model)], count)
    }
    text.family("inkling_served_version", "gauge", "The version that answers who names none.")
    for model in running.keys.sorted() {
      guard let version = serving[model].flatMap({ Int($0) }) else { continue }
      text.sample("inkling_served_version", [("model", model)], version)
    }
  }

  private static func sorted(_ counts: [Key: Int]) -> [(key: Key, value: Int)] {
    counts.sorted { ($0.key.model, $0.key.word) < ($1.key.model, $1.key.word) }
  }
}
