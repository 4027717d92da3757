import InklingFiles

/// Which optimiser steps, with its options by PyTorch's names.
public struct OptimizerRecipe: Sendable, Equatable {
  /// Which optimiser it is.
  public var name: Name
  /// The step size, above 0, at most 1000; the optimiser's own default unless given.
  public var learningRate: Double
  /// Every option that the optimiser has, given or standard.
  public var values: [String: OptionValue]
  /// Whether weight decay is applied to biases and to the parameters of normalisations too.
  public var decaysBiasesAndNorms: Bool

  /// The optimiser's default options but for the `values`, which are not checked here.
  public init(
    _ name: Name = .sgd, learningRate: Double? = nil, values: [String: OptionValue] = [:],
    decaysBiasesAndNorms: Bool = false
  ) {
    self.name = name
    self.learningRate = learningRate ?? name.standardLearningRate
    let standards = name.options.compactMap { option in option.standard.map { (option.key, $0) } }
    self.values = Dictionary(uniqueKeysWithValues: standards).merging(values) { $1 }
    self.decaysBiasesAndNorms = decaysBiasesAndNorms
  }

  /// SGD with PyTorch's defaults for what is left out.
  public static func sgd(learningRate: Double = 0.001, momentum: Double = 0) -> OptimizerRecipe {
    OptimizerRecipe(.sgd, learningRate: learningRate, values: ["momentum": .number(momentum)])
  }

  /// A number among the options; zero for one that the optimiser lacks.
  public func number(_ key: String) -> Double { if case .number(let number)? = values[key] { number } else { 0 } }
  /// A flag among the options; false for one that the optimiser lacks.
  public func flag(_ key: String) -> Bool { values[key] == .flag(true) }
  /// Both betas; nil for an optimiser without.
  public var betas: (Double, Double)? {
    if case .numbers(let betas)? = values["betas"], betas.count == 2 { (betas[0], betas[1]) } else { nil }
  }
}

extension OptimizerRecipe {
  static let learningRates = NumberRange.above(0, atMost: Recipe.largestLearningRate).ofFloats

  init(reading reader: MappingReader?) {
    guard let reader else {
      self.init()
      return
    }
    let name = reader.choice("name", among: Name.allCases.map(\.rawValue)).flatMap(Name.init(rawValue:))
    // With a wrong name nobody knows which options are right.
    guard name != nil || !reader.has("name") else {
      self.init()
      return
    }
    self.init(
      name ?? .sgd, learningRate: reader.double("learning_rate", in: Self.learningRates),
      values: reader.values((name ?? .sgd).options),
      decaysBiasesAndNorms: reader.bool("decay_biases_and_norms") ?? false)
    reader.finish()
    if flag("nesterov"), number("momentum") == 0 || number("dampening") > 0 {
      reader.fault("nesterov", "needs a momentum above 0 and no dampening")
    }
  }

  var node: DocumentNode {
    .mapping(
      [("name", .text(name.rawValue)), ("learning_rate", .number(learningRate))]
        + name.options.map { ($0.key, values[$0.key]?.node) }
        + [("decay_biases_and_norms", .flag(decaysBiasesAndNorms))])
  }
}
