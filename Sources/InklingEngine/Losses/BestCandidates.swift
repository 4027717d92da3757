/// The most probable of those that are offered, at most so many: a heap with the least of them on top.
struct BestCandidates {
  /// A text of the beam, as it is or with a label behind it.
  struct Candidate {
    /// How probable it is.
    let total: Double
    /// Of equal ones the smaller comes first.
    let order: Int
    /// Its place in the beam before.
    let rank: Int
    /// The label behind it; 0 for none.
    let label: Int

    func isBetter(than other: Candidate) -> Bool {
      total > other.total || total == other.total && order < other.order
    }
  }

  private let limit: Int
  private var heap: [Candidate] = []

  init(limit: Int) { self.limit = limit }

  /// Whether one of this probability could be taken; of one that is no more probable it is false.
  func mayTake(_ total: Double) -> Bool { heap.count < limit || total >= heap[0].total }

  mutating func offer(_ candidate: Candidate) {
    if heap.count < limit {
      heap.append(candidate)
      var place = heap.count - 1
      while place > 0, heap[(place - 1) / 2].isBetter(than: heap[place]) {
        heap.swapAt(place, (place - 1) / 2)
        place = (place - 1) / 2
      }
    } else if candidate.isBetter(than: heap[0]) {
      heap[0] = candidate
      sink()
    }
  }

  private mutating func sink() {
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[least].isBetter(than: heap[child]) {
        least = child
      }
      guard least != place else { return }
      heap.swapAt(place, least)
      place = least
    }
  }

  /// The best first.
  func sorted() -> [Candidate] { heap.sorted { $0.isBetter(than: $1) } }
}

/// The labels of a step, the most probable first, of equal ones the smaller: sorted as far as somebody asks.
struct RankedLabels {
  private let steps: StepProbabilities
  private let step: Int
  private var labels: [Int]
  private var sorted = 0

  init(_ steps: StepProbabilities, _ step: Int) {
    (self.steps, self.step) = (steps, step)
    labels = Array(1..<max(steps.classes, 1))
  }

  var count: Int { labels.count }

  subscript(place: Int) -> Int {
    mutating get {
      while sorted <= place {
        var best = sorted
        for other in sorted + 1..<labels.count where isBefore(labels[other], labels[best]) { best = other }
        labels.swapAt(sorted, best)
        sorted += 1
      }
      return labels[place]
    }
  }

  private func isBefore(_ first: Int, _ second: Int) -> Bool {
    let (one, other) = (steps.probability(step, first), steps.probability(step, second))
    return one > other || one == other && first < second
  }
}
