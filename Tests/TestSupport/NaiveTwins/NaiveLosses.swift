import InklingPlatform

/// The losses of one image, in Double. Their gradients are left to `GradientChecker`.
public enum NaiveLosses {
  public static func logSoftmax(_ z: [Double]) -> [Double] {
    let largest = z.max() ?? 0
    let total = largest + log(z.reduce(0) { $0 + exp($1 - largest) })
    return z.map { $0 - total }
  }

  /// -Σ weight target' log softmax(z), target' = (1 - smoothing) target + smoothing / K.
  public static func crossEntropy(
    _ z: [Double], target: [Double], weight: [Double]? = nil, smoothing: Double = 0
  ) -> Double {
    let logarithms = logSoftmax(z)
    return z.indices.reduce(0) { sum, k in
      let share = (1 - smoothing) * target[k] + smoothing / Double(z.count)
      return sum - (weight?[k] ?? 1) * share * logarithms[k]
    }
  }

  public static func oneHot(_ label: Int, _ classes: Int) -> [Double] { (0..<classes).map { $0 == label ? 1 : 0 } }

  public static func squared(_ x: [Double], _ t: [Double]) -> Double {
    zip(x, t).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  public static func absolute(_ x: [Double], _ t: [Double]) -> Double { zip(x, t).reduce(0) { $0 + abs($1.0 - $1.1) } }

  public static func smooth(_ x: [Double], _ t: [Double], beta: Double) -> Double {
    zip(x, t).reduce(0) { sum, pair in
      let d = abs(pair.0 - pair.1)
      return sum + (d < beta ? d * d / (2 * beta) : d - beta / 2)
    }
  }

  /// -Σ (weight t log σ(x) + (1 - t) log(1 - σ(x))).
  public static func binaryCrossEntropy(_ x: [Double], _ t: [Double], positiveWeight: [Double]? = nil) -> Double {
    x.indices.reduce(0) { sum, k in
      let positive = -log1p(exp(-x[k])), negative = -log1p(exp(x[k]))
      return sum - (positiveWeight?[k] ?? 1) * t[k] * positive - (1 - t[k]) * negative
    }
  }

  /// Minus the logarithm of the probability of all paths through [classes][steps] logits that give `labels` when
  /// repeats and then blanks are taken away: every path is looked at, so there can only be a few.
  public static func temporalClassification(
    _ logits: [Double], classes: Int, steps: Int, labels: [Int], blank: Int
  ) -> Double {
    let logarithms = (0..<steps).map { step in logSoftmax((0..<classes).map { logits[$0 * steps + step] }) }
    var probability = 0.0
    var path = Array(repeating: 0, count: steps)
    while true {
      if collapsed(path, blank: blank) == labels {
        probability += exp(path.indices.reduce(0) { $0 + logarithms[$1][path[$1]] })
      }
      guard let place = path.indices.last(where: { path[$0] + 1 < classes }) else { break }
      path[place] += 1
      for rest in (place + 1)..<steps { path[rest] = 0 }
    }
    return -log(probability)
  }

  private static func collapsed(_ path: [Int], blank: Int) -> [Int] {
    path.indices.filter { $0 == 0 || path[$0] != path[$0 - 1] }.map { path[$0] }.filter { $0 != blank }
  }
}
