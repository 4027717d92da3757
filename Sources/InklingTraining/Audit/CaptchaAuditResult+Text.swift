extension CaptchaAuditResult {
  /// Where a scheme counts as broken: one text in a hundred (Bursztein, Martin and Mitchell, "Text-based CAPTCHA strengths and
  /// weaknesses", 2011).
  public static let broken = 0.01

  /// How strong the CAPTCHA is, in two sentences.
  public var verdict: String {
    guard let best, let end = best.end else { return "Nothing was read, so nothing is known of its strength." }
    let most =
      "The best of these networks reads \(Self.percent(end.accuracy)) of the texts (\(Self.percent(end.interval.lower)) to "
      + "\(Self.percent(end.interval.upper))), \(best.title)."
    let bar = "A scheme counts as broken where one text in a hundred is read (Bursztein, Martin and Mitchell, 2011)"
    let cheapest = trainings.filter { ($0.end?.interval.lower ?? 0) >= Self.broken }.min { $0.labels < $1.labels }
    if let cheapest {
      let cost = cheapest.labels == 0 ? "without a label" : "with \(cheapest.labels) labels"
      return "\(most) \(bar): this one is, \(cost)."
    }
    return end.interval.upper < Self.broken
      ? "\(most) \(bar): these networks do not break it in this time, and others may."
      : "\(most) \(bar): with so few texts and so little time it is not decided."
  }

  /// What a person should know of an audit that ended early; nil for one that did not.
  public var stopNote: String? {
    switch stop {
    case nil: nil
    case .request: "It was stopped before its end: what is shown is what was there."
    case .budget:
      "The budget ended \(trainings.count { $0.stop == .budget }) of the trainings before their steps were done: a longer one "
        + "says more."
    }
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}

extension CaptchaAuditResult.Start {
  /// In prose: "from nothing".
  public var title: String {
    switch self {
    case .nothing: "from nothing"
    case .network: "from a network"
    }
  }
}

extension CaptchaAuditResult.Stop {
  /// In prose: "by the budget".
  public var title: String {
    switch self {
    case .budget: "by the budget"
    case .request: "on request"
    }
  }
}

extension CaptchaAuditResult.Training {
  /// In prose: "50 labels, from nothing".
  public var title: String { labels == 0 ? "drawn pictures alone" : "\(labels) labels, \(start.title)" }
}
