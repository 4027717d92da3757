/// One number of an operation's result, written out.
public struct WorkedExample: Sendable, Equatable {
  /// What it is of: "kernel 3", "channel 0", "class 7".
  public var subject: String
  /// Where it stands in the result: [channel, row, column] or [feature].
  public var place: [Int]
  /// How it comes about.
  public var working: Working
  /// What the engine found there.
  public var engine: Float
  /// Of a pooling: what the other kind would have made of the same window.
  public var alternative: Working?

  /// A number of a result with how it comes about.
  public init(subject: String, place: [Int], working: Working, engine: Float, alternative: Working? = nil) {
    self.subject = subject
    self.place = place
    self.working = working
    self.engine = engine
    self.alternative = alternative
  }

  /// The largest difference from the engine's number that is taken for rounding, as a share of what is compared.
  public static let tolerance = 1e-4

  /// The number computed again from what is written out, in double precision.
  public var written: Double { working.result }

  /// Whether that agrees with the engine's number: within 1e-4 of it, or, where a sum's terms cancel, within 1e-6 of the sum
  /// of their magnitudes, which is what single precision keeps.
  public var agrees: Bool {
    let difference = (written - Double(engine)).magnitude
    return difference <= Self.tolerance * Double(engine.magnitude) || difference <= 1e-6 * working.magnitude
  }
}
