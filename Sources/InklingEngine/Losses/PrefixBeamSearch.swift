/// A prefix beam search (Hannun et al., 2014): step by step the texts that have begun, each with the probability of all its
/// paths so far, of which the most probable go on.
///
/// Of equal ones the first counts: those that go on before those that grow, by their rank and then by the label. At the end
/// the texts that are left are compared by their whole probability, over all paths.
struct PrefixBeamSearch {
  /// A text that has begun.
  private struct Entry {
    let prefix: Int
    /// Of its paths that end in a blank.
    var blank: Double
    /// Of those that end in its last label.
    var label: Double

    var total: Double { LogProbability.sum(blank, label) }
  }

  private struct Candidate {
    /// Nil for a prefix that grows by the label.
    let grown: Int?
    var entry: Entry
    let total: Double
  }

  private let steps: StepProbabilities
  /// Each prefix is another one and a label; the first is the empty one.
  private var prefixes: [(parent: Int, label: Int)] = [(0, 0)]
  private var numbers: [Int: Int] = [:]

  /// The labels of the most probable text that was found.
  private(set) var best: [Int] = []

  /// - Parameter width: the texts that go on from a step; below one counts as one.
  init(_ steps: StepProbabilities, width: Int) {
    self.steps = steps
    var beam = [Entry(prefix: 0, blank: 0, label: LogProbability.zero)]
    for step in 0..<steps.count {
      // Sorting keeps no order of equals by itself.
      let order = candidates(of: beam, step).enumerated().sorted {
        ($1.element.total, $0.offset) < ($0.element.total, $1.offset)
      }
      beam = order.prefix(max(width, 1)).map { entry(of: $0.element) }
    }
    var most = LogProbability.zero
    for (rank, entry) in beam.enumerated() {
      let text = labels(of: entry.prefix)
      let total = PathSums(of: text, steps).logProbability
      guard rank == 0 || total > most else { continue }
      (best, most) = (text, total)
    }
  }

  /// The beam's texts as they are, and each with each label behind it that is no text of the beam yet.
  private func candidates(of beam: [Entry], _ step: Int) -> [Candidate] {
    let ranks = Dictionary(beam.enumerated().map { ($1.prefix, $0) }, uniquingKeysWith: { first, _ in first })
    let totals = beam.map(\.total)
    var (candidates, isThere) = ([Candidate](), Set<Int>())
    for (rank, entry) in beam.enumerated() {
      let (parent, last) = prefixes[entry.prefix]
      var next = Entry(
        prefix: entry.prefix, blank: totals[rank] + steps[step, 0],
        label: entry.prefix == 0 ? LogProbability.zero : entry.label + steps[step, last])
      if entry.prefix != 0, let before = ranks[parent] {
        isThere.insert(before * steps.classes + last)
        next.label = LogProbability.sum(next.label, growth(beam[before], totals[before], last, step))
      }
      candidates.append(Candidate(grown: nil, entry: next, total: next.total))
    }
    for (rank, entry) in beam.enumerated() {
      for label in 1..<max(steps.classes, 1) where !isThere.contains(rank * steps.classes + label) {
        let grown = growth(entry, totals[rank], label, step)
        guard grown > LogProbability.zero else { continue }
        candidates.append(
          Candidate(
            grown: label, entry: Entry(prefix: entry.prefix, blank: LogProbability.zero, label: grown), total: grown))
      }
    }
    return candidates
  }

  /// Paths of a text that a label ends at a step; behind an equal one a blank must stand.
  private func growth(_ entry: Entry, _ total: Double, _ label: Int, _ step: Int) -> Double {
    let isRepeat = entry.prefix != 0 && prefixes[entry.prefix].label == label
    return (isRepeat ? entry.blank : total) + steps[step, label]
  }

  /// A candidate as one of the next beam: what grows is another prefix, always of the same number.
  private mutating func entry(of candidate: Candidate) -> Entry {
    guard let label = candidate.grown else { return candidate.entry }
    let key = candidate.entry.prefix * steps.classes + label
    let number = numbers[key] ?? prefixes.count
    if number == prefixes.count {
      prefixes.append((candidate.entry.prefix, label))
      numbers[key] = number
    }
    return Entry(prefix: number, blank: candidate.entry.blank, label: candidate.entry.label)
  }

  private func labels(of prefix: Int) -> [Int] {
    var (labels, prefix) = ([Int](), prefix)
    while prefix != 0 {
      labels.append(prefixes[prefix].label)
      prefix = prefixes[prefix].parent
    }
    return labels.reversed()
  }
}
