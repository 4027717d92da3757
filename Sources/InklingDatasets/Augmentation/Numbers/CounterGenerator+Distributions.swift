import InklingMathematics
package import InklingRandomness

extension CounterGenerator {
  /// A uniform number, neither 0 nor 1, with 32 random bits.
  package mutating func open() -> Double { (Double(next32()) + 0.5) * 0x1p-32 }

  /// A uniform number of the range, neither end.
  package mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * open()
  }

  /// True with this probability: never for 0, always for 1.
  package mutating func chance(_ probability: Double) -> Bool { open() < probability }

  /// A number with the standard normal distribution (Box and Muller, 1958).
  package mutating func normal() -> Double {
    let radius = (-2 * Elementary.logarithm(open())).squareRoot()
    return radius * Elementary.sineAndCosine(degrees: 360 * open()).cosine
  }

  /// A number of Beta(alpha, alpha).
  mutating func beta(_ alpha: Double) -> Double {
    if alpha <= 1 { return johnk(alpha) }
    let (x, y) = (gamma(alpha), gamma(alpha))
    return x / (x + y)
  }

  /// Jöhnk (1964), for alpha <= 1: u^(1/a) / (u^(1/a) + v^(1/a)) when the sum is at most one. As logarithms, since a small
  /// alpha's powers are too small for a number.
  private mutating func johnk(_ alpha: Double) -> Double {
    while true {
      let (x, y) = (Elementary.logarithm(open()) / alpha, Elementary.logarithm(open()) / alpha)
      let largest = max(x, y)
      let (a, b) = (power(x - largest), power(y - largest))
      if largest + Elementary.logarithm(a + b) <= 0 { return a / (a + b) }
    }
  }

  private func power(_ x: Double) -> Double { x < -700 ? 0 : Elementary.exponential(x) }

  /// A number of Gamma(shape, 1) for shape >= 1 (Marsaglia and Tsang, 2000).
  private mutating func gamma(_ shape: Double) -> Double {
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if Elementary.logarithm(open()) < 0.5 * x * x + d * (1 - v + Elementary.logarithm(v)) { return d * v }
    }
  }
}
