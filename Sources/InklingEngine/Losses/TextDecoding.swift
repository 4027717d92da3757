/// The labels that logits `[classes, 1, steps]` of an image speak of, with class 0 for none.
public enum TextDecoding: Sendable, Equatable {
  /// Connectionist temporal classification: the most probable class of each step, without repeats and blanks (best path
  /// decoding: Graves et al., 2006).
  case bestPath
  /// The most probable class at each position, without none.
  case positions

  /// - Parameters:
  ///   - logits: of one image, `classes * steps` numbers, row-major.
  ///   - classes: rows of them.
  /// - Precondition: the logits are that many. Of equal ones the first counts.
  public func labels(_ logits: ArraySlice<Float>, classes: Int) -> [Int] {
    precondition(
      classes > 0 && logits.count.isMultiple(of: classes), "\(logits.count) logits are no rows for \(classes) classes")
    let steps = logits.count / classes
    var labels: [Int] = []
    var last = 0
    for step in 0..<steps {
      var best = 0
      for k in 1..<max(classes, 1)
      where logits[logits.startIndex + k * steps + step] > logits[logits.startIndex + best * steps + step] { best = k }
      if best != 0, self == .positions || best != last { labels.append(best) }
      last = best
    }
    return labels
  }
}
