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
  private var versions: [String: Int] = [:]

  mutating func corrected(_ model: String, label: String) {
    corrections[Key(model: model, word: label), default: 0] += 1
  }

  mutating func deleted(_ model: String, _ count: Int) { deleted[model, default: 0] += count }

  mutating func taught(_ model: String, _ result: Result) {
    results[Key(model: model, word: result.rawValue), default: 0] += 1
  }

  mutating func isTaught(_ model: String, _ isRunning: Bool) { running[model] = isRunning ? 1 : 0 }

  mutating func serves(_ model: String, version: Int) { versions[model] = version }

  /// Nothing at all where no model can be taught.
  func write(to text: inout PrometheusText) {
    guard !versions.isEmpty else { return }
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
    for (model, version) in versions.sorted(by: { $0.key < $1.key }) {
      text.sample("inkling_served_version", [("model", model)], version)
    }
  }

  private static func sorted(_ counts: [Key: Int]) -> [(key: Key, value: Int)] {
    counts.sorted { ($0.key.model, $0.key.word) < ($1.key.model, $1.key.word) }
  }
}
