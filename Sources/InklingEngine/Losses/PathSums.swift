/// Sums over all paths that give a text, by the forward and the backward algorithm of connectionist temporal classification
/// (Graves, Fernandez, Gomez and Schmidhuber, 2006), in logarithms.
///
/// A path goes through the states blank, label 0, blank, label 1, ..., blank: it stays, or goes to the next, or over a blank
/// between two labels that differ.
struct PathSums {
  private let labels: [Int]
  private let steps: StepProbabilities
  /// `[steps, states]`: the paths' beginnings up to and with a step, that end in a state.
  private let forward: [Double]
  /// `[steps, states]`: the paths' ends from and with a step, that begin in a state.
  private let backward: [Double]
  private let states: Int

  /// - Precondition: each label is a class from 1.
  init(of labels: [Int], _ steps: StepProbabilities) {
    self.labels = labels
    self.steps = steps
    states = 2 * labels.count + 1
    let ways = { (state: Int) in Self.canSkip(to: state, labels) }
    forward = Self.sums(labels, steps, canSkip: ways)
    let reversed = Array(labels.reversed())
    // Backward is forward through the mirror.
    let mirrored = Self.sums(reversed, steps, isReversed: true) { Self.canSkip(to: $0, reversed) }
    backward = Array(mirrored.reversed())
  }

  /// Whether a path may go to a state over the blank before it.
  private static func canSkip(to state: Int, _ labels: [Int]) -> Bool {
    let place = state / 2
    return state % 2 == 1 && place > 0 && labels[place] != labels[place - 1]
  }

  private static func sums(
    _ labels: [Int], _ steps: StepProbabilities, isReversed: Bool = false, canSkip: (Int) -> Bool
  ) -> [Double] {
    let states = 2 * labels.count + 1
    var sums = [Double](repeating: LogProbability.zero, count: steps.count * states)
    for step in 0..<steps.count {
      let own = isReversed ? steps.count - 1 - step : step
      for state in 0..<states {
        var sum = LogProbability.zero
        if step == 0 {
          sum = state <= 1 ? 0 : LogProbability.zero
        } else {
          let before = (step - 1) * states + state
          sum = sums[before]
          if state > 0 { sum = LogProbability.sum(sum, sums[before - 1]) }
          if canSkip(state) { sum = LogProbability.sum(sum, sums[before - 2]) }
        }
        sums[step * states + state] = sum + steps[own, state % 2 == 1 ? labels[state / 2] : 0]
      }
    }
    return sums
  }

  /// The logarithm of the text's probability.
  var logProbability: Double {
    // Without a step there is one path, the empty one.
    guard steps.count > 0 else { return labels.isEmpty ? 0 : LogProbability.zero }
    let end = steps.count * states
    return labels.isEmpty ? forward[end - 1] : LogProbability.sum(forward[end - 1], forward[end - 2])
  }

  /// The text's probability.
  var probability: Double { LogProbability.exponential(logProbability) }

  /// The text's share among those with any character in the place of one of its labels.
  func share(of place: Int) -> Double {
    let all = (1..<steps.classes).map { logProbability(with: $0, at: place) }
    let largest = all.max() ?? LogProbability.zero
    guard largest > LogProbability.zero else { return 0 }
    let sum = all.reduce(0) { $0 + LogProbability.exponential($1 - largest) }
    return LogProbability.exponential(all[labels[place] - 1] - largest) / sum
  }

  /// The logarithm of the probability of the text with another character in one place: the paths that come to it, stay there
  /// for some steps and go on, whose beginnings and ends are those of the text.
  private func logProbability(with label: Int, at place: Int) -> Double {
    let state = 2 * place + 1
    let comesFromLabel = place > 0 && labels[place - 1] != label
    let goesToLabel = place + 1 < labels.count && labels[place + 1] != label
    var (inside, whole) = (LogProbability.zero, LogProbability.zero)
    for step in 0..<steps.count {
      var entering = LogProbability.zero
      if step == 0 {
        entering = place == 0 ? 0 : LogProbability.zero
      } else {
        let before = (step - 1) * states + state
        entering = forward[before - 1]
        if comesFromLabel { entering = LogProbability.sum(entering, forward[before - 2]) }
      }
      inside = LogProbability.sum(inside, entering) + steps[step, label]
      var leaving = LogProbability.zero
      if step + 1 == steps.count {
        leaving = place + 1 == labels.count ? 0 : LogProbability.zero
      } else {
        let after = (step + 1) * states + state
        leaving = backward[after + 1]
        if goesToLabel { leaving = LogProbability.sum(leaving, backward[after + 2]) }
      }
      whole = LogProbability.sum(whole, inside + leaving)
    }
    return whole
  }
}
