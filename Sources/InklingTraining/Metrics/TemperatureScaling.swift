import InklingMathematics

/// Probabilities made softer or sharper by one number, so that they are right as often as they say: `softmax(z / T)`
/// (Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML 2017). No prediction changes.
///
/// It starts from probabilities, since `softmax(log(p) / T)` is the same and means something for an ensemble too.
public struct TemperatureScaling: Sendable, Equatable {
  /// Above one it makes probabilities softer, below one sharper.
  public let temperature: Double

  /// Temperatures are sought in 1/100 ... 100: on images that are all called right the best would be zero.
  public static let temperatures = 0.01...100.0

  /// - Precondition: a finite temperature above zero.
  public init(temperature: Double) {
    precondition(temperature > 0 && temperature.isFinite, "a temperature of \(temperature)")
    self.temperature = temperature
  }

  /// The temperature with the lowest log loss on held-out images: the loss is convex in b = 1 / T, so Newton's method
  /// finds it, kept within the interval where the slope changes its sign; that is halved wherever Newton's steps leave it
  /// or do not become shorter by half. One without images.
  ///
  /// - Precondition: finite probabilities.
  public init(fittedTo probabilities: ClassProbabilities) {
    let scores = probabilities.values.map(Self.score)
    var low = 1 / Self.temperatures.upperBound
    var high = 1 / Self.temperatures.lowerBound
    var b = 1.0
    var length = high - low
    for _ in 0..<200 where probabilities.count > 0 {
      let (slope, curvature) = Self.derivatives(scores, probabilities, b)
      if slope == 0 { break }
      if slope > 0 { high = b } else { low = b }
      let step = b - slope / curvature
      let isShort = step > low && step < high && abs(step - b) < length / 2
      let next = isShort ? step : (low * high).squareRoot()
      length = abs(next - b)
      if length <= 1e-13 * b { break }
      b = next
    }
    self.init(temperature: 1 / b)
  }

  /// The probabilities at this temperature.
  public func callAsFunction(_ probabilities: ClassProbabilities) -> ClassProbabilities {
    let classes = probabilities.classes
    var values = probabilities.values.map { Self.score($0) / temperature }
    for row in stride(from: 0, to: values.count, by: classes) {
      let largest = values[row..<row + classes].max() ?? 0
      var sum = 0.0
      for place in row..<row + classes {
        values[place] = Elementary.exponential(values[place] - largest)
        sum += values[place]
      }
      for place in row..<row + classes { values[place] /= sum }
    }
    return ClassProbabilities(values, labels: probabilities.labels, classes: classes)
  }

  /// The logit of a probability, up to what all classes have in common. One that underflowed counts as the least.
  private static func score(_ probability: Double) -> Double {
    Elementary.logarithm(max(probability, .leastNormalMagnitude))
  }

  /// With q = softmax(b z):  mean(E_q[z] - z[label])  and  mean(Var_q[z]).
  private static func derivatives(
    _ scores: [Double], _ probabilities: ClassProbabilities, _ b: Double
  ) -> (slope: Double, curvature: Double) {
    let classes = probabilities.classes
    var (slope, curvature) = (0.0, 0.0)
    for (image, label) in probabilities.labels.enumerated() {
      let row = image * classes
      let largest = scores[row..<row + classes].max() ?? 0
      var (sum, first, second) = (0.0, 0.0, 0.0)
      for place in row..<row + classes {
        // Differences to the largest keep the variance from cancelling.
        let z = scores[place] - largest
        let weight = Elementary.exponential(b * z)
        sum += weight
        first += weight * z
        second += weight * z * z
      }
      let mean = first / sum
      slope += mean - (scores[row + Int(label)] - largest)
      curvature += max(second / sum - mean * mean, 0)
    }
    let n = Double(probabilities.count)
    return (slope / n, curvature / n)
  }
}
