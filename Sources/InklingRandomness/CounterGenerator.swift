/// A counter-based random generator: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3", SC 2011).
///
/// Every number is a pure function of (seed, purpose, epoch, sample, counter): there is no global state, and nothing
/// depends on threads or on the order of work. Two generators with different keys are independent streams.
public struct CounterGenerator: RandomNumberGenerator, Sendable {
  /// What the numbers are for. One purpose's numbers never move because another purpose draws more.
  public enum Purpose: UInt32, Sendable {
    /// The first values of weights and biases.
    case initialization = 1
    /// The order in which an epoch visits the images.
    case shuffling = 2
    /// What dropout sets to zero.
    case dropout = 3
    /// How an image is changed when it is seen in an epoch.
    case augmentation = 4
    /// Digits drawn by the program.
    case drawing = 5
    /// Which images are held out for validation, and which of a class are kept.
    case splitting = 6
    /// The settings that a search tries.
    case search = 7
    /// How a test image is damaged.
    case corruption = 11
    /// Which images an analysis looks at, and where it starts.
    case analysis = 12
    /// Pictures of texts drawn by the program: what they say and how they look.
    case captcha = 13
  }

  private let key: (UInt32, UInt32)
  private let purposeAndEpoch: UInt32
  private let sample: UInt32
  private var block: UInt64
  private var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
  private var used = 4

  /// The stream of one (seed, purpose, epoch, sample); the counter starts at zero.
  ///
  /// - Parameter stream: a further number, for purposes that need several streams a sample; the upper half of the
  ///   counter, so streams never meet.
  /// - Precondition: `epoch < 2^24`, `sample < 2^32` and `stream < 2^32`.
  public init(seed: UInt64, purpose: Purpose, epoch: Int = 0, sample: Int = 0, stream: Int = 0) {
    precondition(epoch >= 0 && epoch < 1 << 24, "epoch \(epoch) is outside 0 ..< 2^24")
    precondition(sample >= 0 && sample <= Int(UInt32.max), "sample \(sample) is outside 0 ..< 2^32")
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    purposeAndEpoch = purpose.rawValue << 24 | UInt32(epoch)
    self.sample = UInt32(sample)
    precondition(stream >= 0 && stream <= Int(UInt32.max), "stream \(stream) is outside 0 ..< 2^32")
    block = UInt64(stream) << 32
  }

  /// The next 32 uniform bits.
  public mutating func next32() -> UInt32 {
    if used == 4 {
      words = Self.philox(
        (UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), sample, purposeAndEpoch), key)
      block += 1
      used = 0
    }
    defer { used += 1 }
    switch used {
    case 0: return words.0
    case 1: return words.1
    case 2: return words.2
    default: return words.3
    }
  }

  /// The next 64 uniform bits, made of two numbers of 32.
  public mutating func next() -> UInt64 { UInt64(next32()) << 32 | UInt64(next32()) }

  /// A uniform integer in `0 ..< bound`, by multiplication with rejection (Lemire, 2019): without bias.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0 && bound <= Int(UInt32.max), "bound \(bound) is outside 1 ..< 2^32")
    let bound = UInt32(bound)
    var product = UInt64(next32()) * UInt64(bound)
    if UInt32(truncatingIfNeeded: product) < bound {
      let threshold = (0 &- bound) % bound
      while UInt32(truncatingIfNeeded: product) < threshold { product = UInt64(next32()) * UInt64(bound) }
    }
    return Int(product >> 32)
  }

  /// A uniform number in `0 ..< 1` with 24 random bits.
  public mutating func uniform() -> Float { Float(next32() >> 8) * 0x1p-24 }

  /// A uniform number in `range`.
  public mutating func uniform(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// `values` in a random order (Fisher and Yates).
  public mutating func shuffle<Element>(_ values: inout [Element]) {
    guard values.count > 1 else { return }
    for index in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(index, below(index + 1)) }
  }

  /// Ten rounds of Philox4x32.
  @inline(__always)
  static func philox(
    _ counter: (UInt32, UInt32, UInt32, UInt32), _ key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var counter = counter
    var key = key
    for _ in 0..<10 {
      let a = 0xD251_1F53 * UInt64(counter.0)
      let b = 0xCD9E_8D57 * UInt64(counter.2)
      counter = (
        UInt32(truncatingIfNeeded: b >> 32) ^ counter.1 ^ key.0, UInt32(truncatingIfNeeded: b),
        UInt32(truncatingIfNeeded: a >> 32) ^ counter.3 ^ key.1, UInt32(truncatingIfNeeded: a)
      )
      key = (key.0 &+ 0x9E37_79B9, key.1 &+ 0xBB67_AE85)
    }
    return counter
  }
}
