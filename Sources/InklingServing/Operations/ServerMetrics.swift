import Synchronization

/// What is counted, as Prometheus reads it (text format 0.0.4).
package final class ServerMetrics: Sendable {
  /// Counts by upper bounds, not yet added up.
  struct Histogram: Sendable {
    let bounds: [Double]
    var counts: [Int]
    var sum = 0.0

    init(_ bounds: [Double]) {
      self.bounds = bounds
      counts = [Int](repeating: 0, count: bounds.count + 1)
    }

    mutating func add(_ value: Double) {
      counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
      sum += value
    }
  }

  private struct Key: Hashable {
    var first: String
    var second: String
  }

  private struct State {
    var requests: [Key: Int] = [:]
    var seconds: [String: Histogram] = [:]
    var blocks: [String: Histogram] = [:]
    var predictions: [Key: Int] = [:]
    var refused: [String: Int] = [:]
    var reloads: [Key: Int] = [:]
    var connections = 0
    var teaching = TeachingCounts()
  }

  private static let secondBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  private static let blockBounds: [Double] = [1, 2, 4, 8, 12, 16, 64, 256]

  private let state = Mutex(State())

  /// Counts something about corrections and teaching.
  func teaching(_ change: (inout TeachingCounts) -> Void) { state.withLock { change(&$0.teaching) } }

  package init() {}

  func answered(_ route: String, status: Int, seconds: Double) {
    state.withLock { state in
      state.requests[Key(first: route, second: String(status)), default: 0] += 1
      state.seconds[route, default: Histogram(Self.secondBounds)].add(seconds)
    }
  }

  func computed(_ images: Int, by model: String) {
    state.withLock { $0.blocks[model, default: Histogram(Self.blockBounds)].add(Double(images)) }
  }

  func predicted(_ labels: some Sequence<String>, by model: String) {
    state.withLock { state in
      for label in labels { state.predictions[Key(first: model, second: label), default: 0] += 1 }
    }
  }

  func refused(by model: String) { state.withLock { $0.refused[model, default: 0] += 1 } }

  func reloaded(_ model: String, succeeded: Bool) {
    state.withLock { $0.reloads[Key(first: model, second: succeeded ? "loaded" : "failed"), default: 0] += 1 }
  }

  /// Counts a connection that came or went.
  func connections(_ change: Int) { state.withLock { $0.connections += change } }

  /// Everything, as text.
  func text(models: [ModelRepository.Entry]) -> String {
    let state = state.withLock { $0 }
    var text = PrometheusText()
    text.family("inkling_requests_total", "counter", "Requests that were answered.")
    for (key, count) in state.requests.sorted(by: { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }) {
      text.sample("inkling_requests_total", [("route", key.first), ("code", key.second)], count)
    }
    text.family("inkling_request_duration_seconds", "histogram", "Time from a request's head to its answer.")
    for (route, histogram) in state.seconds.sorted(by: { $0.key < $1.key }) {
      text.histogram("inkling_request_duration_seconds", ("route", route), histogram)
    }
    text.family("inkling_queue_images", "gauge", "Images that wait for a model.")
    for entry in models {
      guard let model = entry.loaded else { continue }
      text.sample(
        "inkling_queue_images", [("model", model.name), ("version", model.version)], model.queueLength)
    }
    text.family("inkling_block_images", "histogram", "Images that were computed together.")
    for (model, histogram) in state.blocks.sorted(by: { $0.key < $1.key }) {
      text.histogram("inkling_block_images", ("model", model), histogram)
    }
    text.family("inkling_predictions_total", "counter", "Answers, by class.")
    for (key, count) in state.predictions.sorted(by: { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) })
    {
      text.sample("inkling_predictions_total", [("model", key.first), ("class", key.second)], count)
    }
    text.family("inkling_refused_pictures_total", "counter", "Pictures that looked like none of the classes.")
    for (model, count) in state.refused.sorted(by: { $0.key < $1.key }) {
      text.sample("inkling_refused_pictures_total", [("model", model)], count)
    }
    text.family("inkling_reloads_total", "counter", "Models that were loaded again.")
    for (key, count) in state.reloads.sorted(by: { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }) {
      text.sample("inkling_reloads_total", [("model", key.first), ("result", key.second)], count)
    }
    let served = Dictionary(grouping: models, by: \.source.name).compactMapValues {
      ModelRepository.answering(of: $0)?.version
    }
    state.teaching.write(to: &text, serving: served)
    text.family("inkling_connections", "gauge", "Connections that are open.")
    text.sample("inkling_connections", [], state.connections)
    text.family("inkling_model_info", "gauge", "The models that are served, by the SHA-256 of their weights.")
    for entry in models {
      guard let model = entry.loaded else { continue }
      text.sample(
        "inkling_model_info",
        [("model", model.name), ("version", model.version), ("weights", model.model.digest)], 1)
    }
    return text.text
  }
}
