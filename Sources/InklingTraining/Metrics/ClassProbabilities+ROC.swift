extension ClassProbabilities {
  /// The area under the receiver operating characteristic of one class against the rest: how often an image of the
  /// class has a larger probability of it than an image of another; equal ones count half. From the ranks (Mann and
  /// Whitney), the mean of their ranks for equal ones:
  ///
  ///     (sum of the ranks of the class's images - P (P + 1) / 2) / (P * (N - P))
  ///
  /// Nil when all images are of the class, or none is.
  public func rocArea(of label: Int) -> Double? {
    precondition(label >= 0 && label < classes, "class \(label) of \(classes)")
    let positives = labels.count { Int($0) == label }
    guard positives > 0, positives < count else { return nil }
    let sorted = (0..<count).map { (score: values[$0 * classes + label], isOwn: Int(labels[$0]) == label) }
      .sorted { $0.score < $1.score }
    var rankSum = 0.0
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, sorted[end].score == sorted[start].score { end += 1 }
      // Ranks start + 1 ... end.
      let rank = Double(start + 1 + end) / 2
      rankSum += rank * Double(sorted[start..<end].count { $0.isOwn })
      start = end
    }
    let p = Double(positives)
    return (rankSum - p * (p + 1) / 2) / (p * Double(count - positives))
  }

  /// The mean of the classes' areas (`roc_auc_score` with `multi_class="ovr"` and `average="macro"`), over the classes
  /// that have one; nil when none has.
  public var macroROCArea: Double? {
    let areas = (0..<classes).compactMap { rocArea(of: $0) }
    return areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
  }
}
