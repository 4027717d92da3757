import InklingMathematics

/// Each class's probability at each step, and its logarithm.
struct StepProbabilities: Sendable {
  /// `[steps, classes]`.
  private let values: [Double]
  /// Their exponentials.
  private let probabilities: [Double]
  /// The number of classes.
  let classes: Int
  /// The number of steps.
  let count: Int

  /// - Parameters:
  ///   - logits: `[classes, steps]`, row-major.
  ///   - classes: rows of them.
  /// - Precondition: the logits are whole rows.
  init(_ logits: ArraySlice<Float>, classes: Int) {
    precondition(
      classes > 0 && logits.count.isMultiple(of: classes), "\(logits.count) logits are no rows for \(classes) classes")
    let (steps, start) = (logits.count / classes, logits.startIndex)
    self.classes = classes
    count = steps
    var values: [Double] = []
    var probabilities: [Double] = []
    values.reserveCapacity(logits.count)
    probabilities.reserveCapacity(logits.count)
    for step in 0..<steps {
      let row = (0..<classes).map { Double(logits[start + $0 * steps + step]) }
      let largest = row.max() ?? 0
      // As PyTorch's log_softmax, without overflow.
      let powers = row.map { LogProbability.exponential($0 - largest) }
      let sum = powers.reduce(0, +)
      let logarithm = LogProbability.logarithm(sum) + largest
      for (value, power) in zip(row, powers) {
        values.append(value - logarithm)
        probabilities.append(power / sum)
      }
    }
    (self.values, self.probabilities) = (values, probabilities)
  }

  /// A class's probability at a step; zero for one below the smallest number.
  func probability(_ step: Int, _ label: Int) -> Double { probabilities[step * classes + label] }

  /// The logarithm of a class's probability at a step.
  subscript(step: Int, label: Int) -> Double { values[step * classes + label] }
}

/// Sums and products of probabilities by their logarithms; that of zero is minus infinity.
enum LogProbability {
  static let zero = -Double.infinity

  static func exponential(_ x: Double) -> Double { x == zero ? 0 : Elementary.exponential(x) }

  static func logarithm(_ x: Double) -> Double { x > 0 ? Elementary.logarithm(x) : zero }

  /// `log(exp(a) + exp(b))`.
  static func sum(_ a: Double, _ b: Double) -> Double {
    let (large, small) = a > b ? (a, b) : (b, a)
    // Below that the smaller is less than a rounding of the larger.
    guard small - large > -40 else { return large }
    return large + Elementary.logarithm(1 + Elementary.exponential(small - large))
  }
}
