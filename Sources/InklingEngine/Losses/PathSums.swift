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
    let ways = Ways(through: place, self)
    if let share = ways.share(of: labels[place], own: { forward[$0 * states + 2 * place + 1] }, total: logProbability) {
      return share
    }
    let all = (1..<steps.classes).map { ways.logProbability(of: $0) }
    let largest = all.max() ?? LogProbability.zero
    guard largest > LogProbability.zero else { return 0 }
    let sum = all.reduce(0) { $0 + LogProbability.exponential($1 - largest) }
    return LogProbability.exponential(all[labels[place] - 1] - largest) / sum
  }

  /// The beginnings and the ends of all paths through one place of the text, whatever character stands there.
  private struct Ways {
    let steps: StepProbabilities
    /// The labels before and behind it; 0 for none.
    let before: Int
    let after: Int
    /// Paths that come to the place at a step from the blank before it, and from the label before it, too.
    var fromBlank: [Double] = []
    var fromBoth: [Double] = []
    /// Paths that leave it after a step to the blank behind it, or to the text's end, and to the label behind it, too.
    var toBlank: [Double] = []
    var toBoth: [Double] = []

    init(through place: Int, _ sums: PathSums) {
      let (labels, states, state) = (sums.labels, sums.states, 2 * place + 1)
      let (isFirst, isLast) = (place == 0, place + 1 == labels.count)
      steps = sums.steps
      before = isFirst ? 0 : labels[place - 1]
      after = isLast ? 0 : labels[place + 1]
      for step in 0..<steps.count {
        let (last, next) = ((step - 1) * states + state, (step + 1) * states + state)
        fromBlank.append(step > 0 ? sums.forward[last - 1] : isFirst ? 0 : LogProbability.zero)
        let fromLabel = step > 0 && !isFirst ? sums.forward[last - 2] : LogProbability.zero
        fromBoth.append(LogProbability.sum(fromBlank[step], fromLabel))
        let isEnd = step + 1 == steps.count
        toBlank.append(isEnd ? (isLast ? 0 : LogProbability.zero) : sums.backward[next + 1])
        let toLabel = isEnd || isLast ? LogProbability.zero : sums.backward[next + 2]
        toBoth.append(LogProbability.sum(toBlank[step], toLabel))
      }
    }

    /// The share of a label in the place, by numbers that are as large beside the label's own paths as they are: few exponentials
    /// are needed then. Nil where one of them is no number, as beside a label that is all but impossible.
    ///
    /// - Parameters:
    ///   - own: the logarithm of the beginnings up to and with a step that end in the label.
    ///   - total: that of the whole text.
    func share(of label: Int, own: (Int) -> Double, total: Double) -> Double? {
      guard total > LogProbability.zero else { return nil }
      // Of each step: what goes on from the one before, what comes in, and what goes out.
      var flows: [(stay: Double, blankIn: Double, bothIn: Double, blankOut: Double, bothOut: Double)] = []
      var last = LogProbability.zero
      for step in 0..<steps.count {
        let own = own(step)
        guard own > LogProbability.zero else {
          // Where the label cannot be, as at once behind an equal one, another may: there is no measure for it.
          if max(last, fromBlank[step], fromBoth[step]) > LogProbability.zero { return nil }
          flows.append((0, 0, 0, 0, 0))
          continue
        }
        let power = LogProbability.exponential
        flows.append(
          (
            power(last - own), power(fromBlank[step] - own), power(fromBoth[step] - own),
            power(own + toBlank[step] - total), power(own + toBoth[step] - total)
          ))
        last = own
      }
      var (sum, part) = (0.0, 0.0)
      for rival in 1..<steps.classes {
        let (entersByBlank, leavesByBlank) = (rival == before, rival == after)
        var (inside, whole) = (0.0, 0.0)
        for (step, flow) in flows.enumerated() {
          let entering = entersByBlank ? flow.blankIn : flow.bothIn
          inside = (inside * flow.stay + entering) * steps.probability(step, rival)
          whole += inside * (leavesByBlank ? flow.blankOut : flow.bothOut)
        }
        sum += whole
        if rival == label { part = whole }
      }
      return sum.isFinite && part > 0 ? part / sum : nil
    }

    /// The logarithm of the probability of the text with a character in the place: a path stays there for some steps. Between
    /// equal labels it goes through the blank.
    func logProbability(of label: Int) -> Double {
      let (entering, leaving) = (label == before ? fromBlank : fromBoth, label == after ? toBlank : toBoth)
      var (inside, whole) = (LogProbability.zero, LogProbability.zero)
      for step in 0..<steps.count {
        inside = LogProbability.sum(inside, entering[step]) + steps[step, label]
        whole = LogProbability.sum(whole, inside + leaving[step])
      }
      return whole
    }
  }
}
