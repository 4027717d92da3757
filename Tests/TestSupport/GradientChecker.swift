/// Holds a gradient against central differences of the function itself: (f(x + h eᵢ) - f(x - h eᵢ)) / 2h, whose error
/// is of the order h² + rounding / h.
public struct GradientChecker: Sendable {
  /// h, in the units of x.
  public let step: Double

  public init(step: Double = 1e-5) { self.step = step }

  /// The gradient of `function` at `point` by differences.
  public func gradient(of function: ([Double]) -> Double, at point: [Double]) -> [Double] {
    point.indices.map { partialDerivative(of: function, at: point, along: $0) }
  }

  /// max |gᵢ - dᵢ| / max |dᵢ| of `gradient` against the differences, over `indices` (all when nil). About 1e-9 for a
  /// right gradient of a smooth function in Double, and never small for a wrong one.
  public func deviation(
    of gradient: [Double], from function: ([Double]) -> Double, at point: [Double], indices: [Int]? = nil
  ) -> Double {
    guard gradient.count == point.count else { return .infinity }
    let indices = indices ?? Array(point.indices)
    return largestRelativeDeviation(
      of: indices.map { gradient[$0] },
      from: indices.map { partialDerivative(of: function, at: point, along: $0) })
  }

  private func partialDerivative(of function: ([Double]) -> Double, at point: [Double], along index: Int) -> Double {
    var moved = point
    moved[index] = point[index] + step
    let above = function(moved)
    moved[index] = point[index] - step
    return (above - function(moved)) / (2 * step)
  }
}
