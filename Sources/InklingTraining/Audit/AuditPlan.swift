/// The trainings of an audit, and which share of its steps each has.
struct AuditPlan: Sendable, Equatable {
  /// One training.
  struct Part: Sendable, Equatable {
    let start: CaptchaAuditResult.Start
    /// 0 for drawn pictures.
    let labels: Int
    /// Of all steps.
    let share: Double
  }

  let parts: [Part]

  /// The share of the network that is trained on drawn pictures.
  static let drawn = 0.4

  /// - Parameters:
  ///   - sizes: numbers of labels.
  ///   - draws: whether a network is trained on drawn pictures first.
  ///   - starts: whether each number is trained on from a network, too.
  init(sizes: [Int], draws: Bool, starts: Bool) {
    // More pictures take longer to learn, and repeat themselves less.
    let weights = sizes.map { Double($0).squareRoot() }
    let left = (draws ? 1 - Self.drawn : 1) / (weights.reduce(0, +) * (starts ? 2 : 1))
    var parts = draws ? [Part(start: .nothing, labels: 0, share: Self.drawn)] : []
    for (size, weight) in zip(sizes, weights) {
      parts.append(Part(start: .nothing, labels: size, share: weight * left))
      if starts { parts.append(Part(start: .network, labels: size, share: weight * left)) }
    }
    self.parts = parts
  }

  /// The steps of each training, at least one.
  func steps(of total: Int) -> [Int] { parts.map { max(1, Int(($0.share * Double(total)).rounded())) } }

  /// The part of the time that is left from a training on that is its own.
  func share(ofTimeLeftAt number: Int) -> Double {
    let left = parts[number...].reduce(0) { $0 + $1.share }
    return left > 0 ? parts[number].share / left : 1
  }
}
