import InklingFiles

/// The value of one option of an optimiser or a schedule.
public enum OptionValue: Sendable, Equatable {
  /// A number: `momentum: 0.9`.
  case number(Double)
  /// A whole number: `step_size: 5`.
  case count(Int)
  /// Yes or no: `nesterov: true`.
  case flag(Bool)
  /// One of several words: `anneal_strategy: cos`.
  case word(String)
  /// A list of numbers: `betas: [0.9, 0.999]`.
  case numbers([Double])
  /// A list of whole numbers: `milestones: [5, 8]`.
  case counts([Int])

  var node: DocumentNode {
    switch self {
    case .number(let number): .number(number)
    case .count(let count): .number(count)
    case .flag(let flag): .flag(flag)
    case .word(let word): .text(word)
    case .numbers(let numbers): .list(numbers.map { .number($0) })
    case .counts(let counts): .list(counts.map { .number($0) })
    }
  }
}

/// An option that an optimiser or a schedule has: its key, what it takes, and what it is when nobody says.
struct RecipeOption: Sendable {
  enum Kind: Sendable {
    case number(NumberRange)
    case count(ClosedRange<Int>)
    case flag
    case word([String])
    /// Two numbers of one range, such as Adam's betas.
    case pair(NumberRange)
    case counts(ClosedRange<Int>)
  }

  let key: String
  let kind: Kind
  /// Nil for an option that may be left out and then has no value.
  let standard: OptionValue?
  let isRequired: Bool

  init(_ key: String, _ kind: Kind, _ standard: OptionValue? = nil, isRequired: Bool = false) {
    self.key = key
    self.kind = kind
    self.standard = standard
    self.isRequired = isRequired
  }

  static let weightDecay = RecipeOption.weightDecay(0)

  static func weightDecay(_ standard: Double) -> RecipeOption {
    RecipeOption("weight_decay", .number(.from(0, to: 10)), .number(standard))
  }

  static func eps(_ standard: Double) -> RecipeOption {
    RecipeOption("eps", .number(.above(0, atMost: 1)), .number(standard))
  }

  static func betas(_ first: Double, _ second: Double) -> RecipeOption {
    RecipeOption("betas", .pair(.from(0, below: 1)), .numbers([first, second]))
  }
}

extension MappingReader {
  /// Adds the keys that no recipe has here.
  func finishSection() { finish(among: RecipeKey.names(in: path)) }

  /// The values of all options, each given or standard.
  func values(_ options: [RecipeOption]) -> [String: OptionValue] {
    var values: [String: OptionValue] = [:]
    for option in options {
      if option.isRequired { require(option.key) }
      values[option.key] = value(option) ?? option.standard
    }
    return values
  }

  private func value(_ option: RecipeOption) -> OptionValue? {
    let key = option.key
    switch option.kind {
    case .number(let range): return double(key, in: range).map { .number($0) }
    case .count(let range): return int(key, in: range).map { .count($0) }
    case .flag: return bool(key).map { .flag($0) }
    case .word(let words): return choice(key, among: words).map { .word($0) }
    case .counts(let range): return ints(key, in: range).map { .counts($0) }
    case .pair(let range):
      guard let numbers = doubles(key, in: range) else { return nil }
      guard numbers.count == 2 else {
        fault(key, "should be two numbers, but is a list of \(numbers.count)")
        return nil
      }
      return .numbers(numbers)
    }
  }

  /// A mapping, or one word that becomes the value of its key `name`; a list is a fault.
  func section(_ key: String) -> MappingReader? {
    guard let node = node(key) else { return nil }
    if let elements = node.elements {
      fault(key, "should be one, but is a list of \(elements.count): a run has one \(key)")
      return nil
    }
    guard node.text != nil else { return MappingReader(node, path: path(of: key), faults: faults) }
    let expanded = DocumentNode(.mapping([.init("name", node)]), place: place(of: key))
    return MappingReader(expanded, path: path(of: key), faults: faults)
  }
}
