import InklingFiles

/// Refuses settings that no step can use, by the optimiser's name.
struct OptimizerCheck {
  let name: String

  func require(_ holds: Bool, _ what: String, _ expected: String, _ found: String) throws(InputError) {
    if !holds { throw InputError(.usage, "\(name) cannot use this \(what)", expected: expected, found: found) }
  }

  func notNegative(_ value: Double, _ what: String) throws(InputError) {
    try require(value.isFinite && value >= 0, what, "a finite number >= 0", "\(value)")
  }

  /// A share of the past that a mean keeps.
  func share(_ value: Double, _ what: String) throws(InputError) {
    try require(value >= 0 && value < 1, what, "a number from 0 up to, but not including, 1", "\(value)")
  }

  func rates(_ optimizer: some Optimizer) throws(InputError) {
    // As they are written: a Float's shortest digits.
    let (rate, decay) = (optimizer.learningRate, optimizer.weightDecay)
    try require(rate.isFinite && rate >= 0, "learning rate", "a finite number >= 0", "\(rate)")
    try require(decay.isFinite && decay >= 0, "weight decay", "a finite number >= 0", "\(decay)")
  }
}
