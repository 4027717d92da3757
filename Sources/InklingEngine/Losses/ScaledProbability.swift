/// The probability of a text over all paths that give it, however small: a number of 1 to below 2 and a power of two.
struct ScaledProbability: Comparable {
  private let significand: Double
  private let exponent: Int

  /// Of what cannot be.
  static let zero = ScaledProbability(significand: 0, exponent: .min)

  private init(significand: Double, exponent: Int) { (self.significand, self.exponent) = (significand, exponent) }

  /// Sums over all paths by the forward algorithm of connectionist temporal classification (Graves et al., 2006). A path goes
  /// through the states blank, label 0, blank, label 1, ..., blank.
  ///
  /// - Precondition: each label is a class from 1.
  init(of labels: [Int], _ steps: StepProbabilities) {
    let states = 2 * labels.count + 1
    var (sums, exponent) = ([Double](repeating: 0, count: states), 0)
    for step in 0..<steps.count {
      if step == 0 {
        for state in 0..<min(states, 2) { sums[state] = steps.probability(0, state == 1 ? labels[0] : 0) }
        continue
      }
      // From the last on, so that each still has what the step before left.
      for state in stride(from: states - 1, through: 0, by: -1) {
        let place = state / 2
        var sum = sums[state]
        if state > 0 { sum += sums[state - 1] }
        if state % 2 == 1, place > 0, labels[place] != labels[place - 1] { sum += sums[state - 2] }
        sums[state] = sum * steps.probability(step, state % 2 == 1 ? labels[place] : 0)
      }
      let largest = sums.max() ?? 0
      guard largest > 0, largest.exponent < -100 else { continue }
      exponent += largest.exponent
      let factor = Double(sign: .plus, exponent: -largest.exponent, significand: 1)
      for state in sums.indices { sums[state] *= factor }
    }
    // Without a step there is one path, the empty one.
    let sum = steps.count == 0 ? (labels.isEmpty ? 1 : 0) : sums[states - 1] + (states > 1 ? sums[states - 2] : 0)
    self = sum > 0 ? Self(significand: sum.significand, exponent: exponent + Int(sum.exponent)) : .zero
  }

  /// As a number; zero for one that is too small.
  var value: Double { self == .zero ? 0 : Double(sign: .plus, exponent: exponent, significand: significand) }

  static func < (first: Self, second: Self) -> Bool {
    first.exponent < second.exponent || first.exponent == second.exponent && first.significand < second.significand
  }
}
