public import InklingFiles
import InklingMathematics

/// How little a model's answer looks like an answer to one of its classes: what refusal is decided by.
///
/// The energy of the logits, -log Σ exp(logit) (Liu, Wang, Owens and Li, "Energy-based out-of-distribution detection",
/// NeurIPS 2020), less the distance between the two largest logits. Higher is less like a digit.
public enum Outlierness {
  /// The score of one image's logits.
  ///
  /// - Precondition: at least two logits, all finite.
  public static func score(logits: [Float]) -> Double {
    precondition(logits.count > 1, "a score of \(logits.count) logits")
    var largest = -Double.infinity
    var second = largest
    for logit in logits.map(Double.init) {
      if logit > largest { (largest, second) = (logit, largest) } else { second = max(second, logit) }
    }
    let sum = logits.reduce(0) { $0 + Elementary.exponential(Double($1) - largest) }
    return -(largest + Elementary.logarithm(sum)) - (largest - second)
  }

  /// The threshold above which `share` of these scores lie: refusing whatever scores more refuses that share of images
  /// like them. With few scores it is the largest.
  ///
  /// - Throws: `InputError` of kind `.malformed` without scores, for one that is not a number, or a share outside 0..<1.
  public static func threshold(refusing share: Double, of scores: [Double]) throws(InputError) -> Double {
    guard !scores.isEmpty, scores.allSatisfy({ $0.isFinite }) else {
      throw InputError(
        .malformed, "the scores of held-out images cannot set a threshold", expected: "at least one finite number",
        found: scores.isEmpty ? "none" : "one that is not finite")
    }
    guard share >= 0, share < 1 else {
      throw InputError(
        .malformed, "the share of images to refuse is out of range", expected: "0 or more, and below 1",
        found: "\(share)", remedy: "0.005 refuses one in two hundred")
    }
    let sorted = scores.sorted()
    return sorted[sorted.count - 1 - Int(share * Double(sorted.count))]
  }
}
