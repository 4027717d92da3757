import InklingMathematics

/// The logarithm of each class's probability at each step.
struct StepProbabilities: Sendable {
  /// `[steps, classes]`.
  private let values: [Double]
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
    values = (0..<steps).flatMap { step -> [Double] in
      let row = (0..<classes).map { Double(logits[start + $0 * steps + step]) }
      let largest = row.max() ?? 0
      // As PyTorch's log_softmax, without overflow.
      let sum = LogProbability.logarithm(row.reduce(0) { $0 + LogProbability.exponential($1 - largest) }) + largest
      return row.map { $0 - sum }
    }
  }

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
