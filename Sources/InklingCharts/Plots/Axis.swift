import InklingMathematics

/// One of a chart's two directions: its title with the unit, and how values become places.
public struct Axis: Sendable {
  /// How values are spread.
  public enum Scale: Sendable {
    /// Equal differences are equally far apart.
    case linear
    /// Equal ratios are equally far apart; values are positive.
    case logarithmic
  }

  /// What is measured, and in what: "loss (nats)".
  public let title: String
  /// How values are spread.
  public let scale: Scale
  /// From where to where; nil follows the values.
  public let range: ClosedRange<Double>?
  /// Names in the place of numbers, at 0, 1, 2 and so on.
  public let names: [String]?

  /// An axis.
  public init(_ title: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil, names: [String]? = nil) {
    self.title = title
    self.scale = scale
    self.range = range
    self.names = names
  }

  /// The axis for these values: its ends, and its marks.
  ///
  /// - Parameter isTight: whether it ends where the values end, and not at a mark.
  func fitted(to values: [Double], marks: Int, isTight: Bool = false) -> FittedAxis {
    let finite = values.filter { $0.isFinite && (scale == .linear || $0 > 0) }
    if let names {
      let ticks = names.enumerated().map { FittedAxis.Tick(value: Double($0), text: $1) }
      return FittedAxis(
        axis: self, range: range ?? -0.5...max(Double(names.count) - 0.5, 0.5), ticks: ticks)
    }
    if isTight, range == nil, scale == .linear, let low = finite.min(), let high = finite.max(), low < high {
      return Axis(title, range: low...high).linear(low, high, marks)
    }
    let low = range?.lowerBound ?? finite.min() ?? (scale == .linear ? 0 : 1)
    let high = range?.upperBound ?? finite.max() ?? (scale == .linear ? 1 : 10)
    // One value alone stands in the middle, with zero at an end.
    if scale == .linear, range == nil, low == high, low != 0, low.magnitude < 1e300 {
      return linear(min(0, 2 * low), max(0, 2 * low), marks)
    }
    return scale == .linear ? linear(low, high, marks) : logarithmic(low, high)
  }

  private func linear(_ low: Double, _ high: Double, _ marks: Int) -> FittedAxis {
    let span = high > low ? high - low : max(abs(low), 1)
    let step = Self.niceStep(span / Double(max(marks, 1)))
    let first = range == nil ? (low / step).rounded(.down) : (low / step - 1e-9).rounded(.up)
    let last = range == nil ? (max(high, low + step) / step).rounded(.up) : (high / step + 1e-9).rounded(.down)
    var ticks: [FittedAxis.Tick] = []
    for number in stride(from: first, through: last, by: 1) where ticks.count < 100 {
      ticks.append(.init(value: number * step, text: NumberText.short(number * step)))
    }
    return FittedAxis(axis: self, range: range ?? first * step...last * step, ticks: ticks)
  }

  private func logarithmic(_ low: Double, _ high: Double) -> FittedAxis {
    let first = (Elementary.logarithm(low) / Elementary.logarithm(10) + 1e-9).rounded(.down)
    let last = max((Elementary.logarithm(high) / Elementary.logarithm(10) - 1e-9).rounded(.up), first + 1)
    let step = max(1, ((last - first) / 6).rounded(.up))
    var ticks: [FittedAxis.Tick] = []
    for power in stride(from: first, through: last, by: step) {
      ticks.append(.init(value: Elementary.power(10, power), text: Self.powerText(Int(power))))
    }
    return FittedAxis(axis: self, range: Elementary.power(10, first)...Elementary.power(10, last), ticks: ticks)
  }

  private static func powerText(_ power: Int) -> String {
    (-3...4).contains(power) ? NumberText.short(Elementary.power(10, Double(power))) : "1e\(power)"
  }

  /// 1, 2 or 5 times a power of ten, at least as large.
  static func niceStep(_ least: Double) -> Double {
    guard least > 0, least.isFinite else { return 1 }
    let power = (Elementary.logarithm(least) / Elementary.logarithm(10)).rounded(.down)
    for step in [1.0, 2, 5, 10] where step * Elementary.power(10, power) >= least * (1 - 1e-9) {
      return Elementary.rounded(step * Elementary.power(10, power), digits: 6)
    }
    return Elementary.power(10, power + 1)
  }
}

/// An axis with its ends and marks.
struct FittedAxis {
  struct Tick {
    let value: Double
    let text: String
  }

  let axis: Axis
  let range: ClosedRange<Double>
  let ticks: [Tick]

  /// Where a value lies: 0 at the lower end, 1 at the upper.
  func share(_ value: Double) -> Double {
    guard axis.scale == .logarithmic else {
      return (value - range.lowerBound) / max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
    }
    guard value > 0 else { return 0 }
    return Elementary.logarithm(value / range.lowerBound)
      / Elementary.logarithm(range.upperBound / range.lowerBound)
  }
}
