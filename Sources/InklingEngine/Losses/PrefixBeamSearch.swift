/// A prefix beam search (Hannun et al., 2014): step by step the texts that have begun, each with the probability of all its
/// paths so far, of which the most probable go on.
///
/// Of equal ones the first counts: those that go on before those that grow, by their rank and then by the label. At the end
/// the texts that are left are compared by their whole probability, over all paths.
///
/// Probabilities are multiplied as they are, and together with a power of two when they become small. Of a step only as many
/// labels are looked at, the most probable first, as can still come among the best.
struct PrefixBeamSearch {
  /// A text that has begun.
  private struct Entry {
    let prefix: Int
    /// Of its paths that end in a blank.
    var blank: Double
    /// Of those that end in its last label.
    var label: Double
    /// Of all.
    var total: Double

    init(prefix: Int, blank: Double, label: Double) {
      (self.prefix, self.blank, self.label, total) = (prefix, blank, label, blank + label)
    }
  }

  private let steps: StepProbabilities
  private let width: Int
  private var prefixes = TextPrefixes()
  /// The texts that go on, the most probable first.
  private var beam = [Entry(prefix: 0, blank: 1, label: 0)]
  /// What all of them were multiplied with, as a power of two.
  private var exponent = 0
  /// Whether the text at a rank, grown by a label, is a text of the beam: `[rank, classes]`.
  private var isThere: [Bool] = []

  /// - Parameter width: the texts that go on from a step; below one counts as one.
  init(_ steps: StepProbabilities, width: Int) {
    self.steps = steps
    self.width = max(width, 1)
    for step in 0..<steps.count { advance(step) }
  }

  private mutating func advance(_ step: Int) {
    if isThere.count < beam.count * steps.classes {
      isThere = [Bool](repeating: false, count: beam.count * steps.classes)
    }
    var best = BestCandidates(limit: width)
    var stays = beam
    var marks: [Int] = []
    for (rank, entry) in beam.enumerated() {
      let next = staying(entry, step, &marks)
      stays[rank] = next
      best.offer(BestCandidates.Candidate(total: next.total, order: rank, rank: rank, label: 0))
    }
    grow(&best, step)
    for mark in marks { isThere[mark] = false }
    for entry in beam { prefixes.leave(entry.prefix) }
    beam = best.sorted().map { candidate in
      guard candidate.label > 0 else { return stays[candidate.rank] }
      let prefix = prefixes.child(of: beam[candidate.rank].prefix, candidate.label)
      return Entry(prefix: prefix, blank: 0, label: candidate.total)
    }
    for (rank, entry) in beam.enumerated() { prefixes.enter(entry.prefix, rank: rank) }
    rescale()
  }

  /// A text that goes on as it is: by a blank, by its last label again, or from the text before that label.
  private mutating func staying(_ entry: Entry, _ step: Int, _ marks: inout [Int]) -> Entry {
    let blank = entry.total * steps.probability(step, 0)
    guard entry.prefix != 0 else { return Entry(prefix: 0, blank: blank, label: 0) }
    let (parent, last) = prefixes[entry.prefix]
    var label = entry.label * steps.probability(step, last)
    if let before = prefixes.rank(of: parent) {
      let mark = before * steps.classes + last
      isThere[mark] = true
      marks.append(mark)
      label += growth(beam[before], last) * steps.probability(step, last)
    }
    return Entry(prefix: entry.prefix, blank: blank, label: label)
  }

  /// Each text with each label behind it that is no text of the beam yet, as far as it can be among the best.
  private func grow(_ best: inout BestCandidates, _ step: Int) {
    var column = RankedLabels(steps, step)
    for (rank, entry) in beam.enumerated() {
      for place in 0..<column.count {
        let label = column[place]
        let probability = steps.probability(step, label)
        guard best.mayTake(entry.total * probability) else {
          // Not even with the most probable label: nor do those behind it, which are less probable.
          if place == 0 { return }
          break
        }
        guard !isThere[rank * steps.classes + label] else { continue }
        let grown = growth(entry, label) * probability
        guard grown > 0 else { continue }
        let order = beam.count + rank * steps.classes + label
        best.offer(BestCandidates.Candidate(total: grown, order: order, rank: rank, label: label))
      }
    }
  }

  /// Paths that a label may follow: behind an equal one a blank must stand.
  private func growth(_ entry: Entry, _ label: Int) -> Double {
    entry.prefix != 0 && prefixes[entry.prefix].label == label ? entry.blank : entry.total
  }

  private mutating func rescale() {
    guard let most = beam.first?.total, most > 0, most.exponent < -100 else { return }
    let (factor, power) = (Double(sign: .plus, exponent: -most.exponent, significand: 1), most.exponent)
    exponent += power
    for rank in beam.indices {
      let entry = beam[rank]
      beam[rank] = Entry(prefix: entry.prefix, blank: entry.blank * factor, label: entry.label * factor)
    }
  }

  /// The labels of the most probable text that was found.
  ///
  /// All texts together have the probability one: who has more than what the others leave needs not be compared.
  var best: [Int] {
    let paths = beam.map { Double(sign: .plus, exponent: exponent, significand: $0.total) }
    var known = paths.reduce(0, +)
    var (best, most) = ([Int](), ScaledProbability.zero)
    for (rank, entry) in beam.enumerated() {
      guard rank == 0 || most.value <= 1 - (known - paths[rank]) + Self.rounding else { continue }
      let text = prefixes.labels(of: entry.prefix)
      let total = ScaledProbability(of: text, steps)
      known += total.value - paths[rank]
      guard rank == 0 || total > most else { continue }
      (best, most) = (text, total)
    }
    return best
  }

  /// More than sums of probabilities are off by.
  private static let rounding = 1e-9
}
