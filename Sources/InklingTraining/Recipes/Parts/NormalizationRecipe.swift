package import InklingEngine
package import InklingFiles

/// How a pixel's byte becomes a network's input: `(byte / 255 - mean) / deviation`, as PyTorch's `ToTensor` and
/// `Normalize`.
public enum NormalizationRecipe: Sendable, Equatable {
  /// Mean and deviation by a name.
  case named(Name)
  /// One of each for all channels, or one a channel.
  case numbers(mean: [Double], deviation: [Double])
  /// Those of the images that are trained on. The files of a run hold the numbers.
  case measured

  /// Mean and deviation that have a name.
  public enum Name: String, Sendable, CaseIterable {
    /// 0.5 and 0.5: from -1 to 1.
    case half
    /// 0 and 1: from 0 to 1.
    case unit
    /// 0.1307 and 0.3081, which PyTorch's example for MNIST made usual.
    case mnist
    /// 0.2860 and 0.3530.
    case fashionMNIST = "fashion-mnist"

    var numbers: (mean: Double, deviation: Double) {
      switch self {
      case .half: (0.5, 0.5)
      case .unit: (0, 1)
      case .mnist: (0.1307, 0.3081)
      case .fashionMNIST: (0.2860, 0.3530)
      }
    }
  }

  /// What a run does that does not say.
  public static let standard = NormalizationRecipe.named(.half)
  static let means = NumberRange.from(-10, to: 10)
  static let deviations = NumberRange.from(0.0001, to: 10)
}

extension NormalizationRecipe {
  /// The factors of `standard`.
  package static func standardFactors(channels: Int) -> Normalization {
    Normalization(mean: 0.5, deviation: 0.5, channels: channels)
  }

  /// Mean and deviation; nil where they are still to be measured.
  package var statistics: (mean: [Double], deviation: [Double])? {
    switch self {
    case .named(let name): ([name.numbers.mean], [name.numbers.deviation])
    case .numbers(let mean, let deviation): (mean, deviation)
    case .measured: nil
    }
  }

  /// Whether both do the same to images of so many channels.
  package func agrees(with other: NormalizationRecipe, channels: Int) -> Bool {
    guard let own = statistics, let others = other.statistics else { return self == other }
    return Self.spread(own.mean, channels) == Self.spread(others.mean, channels)
      && Self.spread(own.deviation, channels) == Self.spread(others.deviation, channels)
  }

  /// The mean and the deviation that these factors are, to seven digits; nil where they are out of a recipe's range.
  package init?(_ factors: Normalization) {
    let deviations = factors.scale.map { Self.rounded(1 / (255 * Double($0))) }
    let means = zip(factors.shift, deviations).map { Self.rounded(-Double($0) * $1) }
    guard means.allSatisfy(Self.means.contains), deviations.allSatisfy(Self.deviations.contains) else { return nil }
    func plain(_ numbers: [Double]) -> [Double] { Set(numbers).count == 1 ? [numbers[0]] : numbers }
    self = .numbers(mean: plain(means), deviation: plain(deviations))
  }

  private static func rounded(_ number: Double) -> Double {
    guard number != 0, number.magnitude > 1e-9, number.magnitude < 1e9 else { return number.isFinite ? 0 : number }
    var unit = 1.0
    while number.magnitude * unit < 1e6 { unit *= 10 }
    return (number * unit).rounded() / unit
  }

  /// What is wrong with it for images of so many channels, in a few words; nil when nothing is.
  func problem(channels: Int) -> String? {
    guard let (mean, deviation) = statistics else { return nil }
    let counts = [mean.count, deviation.count].filter { $0 != 1 && $0 != channels }
    return counts.first.map { "should be one, or one for each of \(channels) channels, but are \($0)" }
  }

  /// The factors for images of so many channels.
  ///
  /// - Throws: `InputError` of kind `.malformed` for another number of channels, and where nothing was measured.
  package func factors(channels: Int) throws(InputError) -> Normalization {
    guard let (mean, deviation) = statistics else {
      throw InputError(.malformed, "the normalization was not measured", expected: "mean and deviation")
    }
    if let problem = problem(channels: channels) {
      throw InputError(.malformed, "mean and deviation of data.normalization \(problem)")
    }
    let pairs = zip(Self.spread(mean, channels), Self.spread(deviation, channels))
    return Normalization(
      scale: pairs.map { Float(1 / (255 * $1)) }, shift: pairs.map { Float(-$0 / $1) })
  }

  private static func spread(_ numbers: [Double], _ channels: Int) -> [Double] {
    numbers.count == 1 ? [Double](repeating: numbers[0], count: channels) : numbers
  }
}

extension NormalizationRecipe: CustomStringConvertible {
  /// "mean 0.1307 and deviation 0.3081".
  public var description: String {
    guard let (mean, deviation) = statistics else { return "mean and deviation of the training images" }
    func list(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: ", ") }
    return "mean \(list(mean)) and deviation \(list(deviation))"
  }
}

extension NormalizationRecipe {
  /// Reads the key `normalization`; nil when it is not there, or wrong.
  init?(reading reader: MappingReader) {
    guard let node = reader.node("normalization") else { return nil }
    guard node.entries != nil else {
      let names = Name.allCases.map(\.rawValue) + [Self.measuredName]
      guard let name = reader.choice("normalization", among: names) else { return nil }
      self = Name(rawValue: name).map { .named($0) } ?? .measured
      return
    }
    guard let section = reader.mapping("normalization") else { return nil }
    section.require("mean")
    section.require("deviation")
    let mean = Self.numbers("mean", in: Self.means, section)
    let deviation = Self.numbers("deviation", in: Self.deviations, section)
    section.finish()
    guard let mean, let deviation else { return nil }
    self = .numbers(mean: mean, deviation: deviation)
  }

  /// A number, or a list of them.
  private static func numbers(_ key: String, in range: NumberRange, _ reader: MappingReader) -> [Double]? {
    guard reader.node(key)?.elements != nil else { return reader.double(key, in: range).map { [$0] } }
    let numbers = reader.doubles(key, in: range)
    if numbers?.isEmpty == true {
      reader.fault(key, "should be at least one number")
      return nil
    }
    return numbers
  }

  private static let measuredName = "measured"

  var node: DocumentNode {
    switch self {
    case .named(let name): .text(name.rawValue)
    case .measured: .text(Self.measuredName)
    case .numbers(let mean, let deviation):
      .mapping([("mean", Self.node(mean)), ("deviation", Self.node(deviation))])
    }
  }

  private static func node(_ numbers: [Double]) -> DocumentNode {
    numbers.count == 1 ? .number(numbers[0]) : .list(numbers.map { .number($0) })
  }
}
