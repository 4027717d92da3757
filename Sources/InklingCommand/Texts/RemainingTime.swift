/// How long something still takes, if it goes on as it did.
struct RemainingTime {
  /// Where it was when the clock was started, and the seconds since.
  private var start: (share: Double, seconds: Double)?

  /// The time left when `share` of all is done, as "1:23 left"; nil while nothing is known.
  ///
  /// - Parameter seconds: a clock's, that never goes back.
  mutating func text(share: Double, seconds: Double) -> String? {
    guard let start else {
      self.start = (share, seconds)
      return nil
    }
    let (done, spent) = (share - start.share, seconds - start.seconds)
    // A second's work says enough.
    guard done > 0, spent >= 1 else { return nil }
    return "\(Self.clock(max(1 - share, 0) / done * spent)) left"
  }

  /// "0:07", "12:30", "2:05:00"; "more than 99 h" beyond that.
  static func clock(_ seconds: Double) -> String {
    guard seconds < 99 * 3600 else { return "more than 99 h" }
    let whole = Int(max(seconds, 0).rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
  }
}
