import InklingFiles

/// Which optimiser steps, with its options by PyTorch's names.
public struct OptimizerRecipe: Sendable, Equatable {
  /// The optimisers, by the names of their types in lower case.
  public enum Name: String, Sendable, CaseIterable {
    /// `SGD`, `Adam`, `AdamW`, `NAdam`, `RMSprop`, `Adagrad`, `Adadelta`, `Lion` and `Muon`.
    case sgd, adam, adamw, nadam, rmsprop, adagrad, adadelta, lion, muon
  }

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

extension OptimizerRecipe.Name {
  var standardLearningRate: Double {
    switch self {
    case .sgd, .adam, .adamw, .muon: 0.001
    case .nadam: 0.002
    case .rmsprop, .adagrad: 0.01
    case .adadelta: 1
    case .lion: 0.0001
    }
  }

  /// PyTorch's options and defaults; Lion's are its paper's. Muon's `vector_rate_scale` is the share of the learning rate
  /// with which AdamW trains what is no matrix.
  var options: [RecipeOption] {
    let share = RecipeOption.Kind.number(.from(0, below: 1))
    let momentum = RecipeOption("momentum", .number(.from(0, below: 1).ofFloats), .number(self == .muon ? 0.95 : 0))
    switch self {
    case .sgd:
      return [
        momentum, RecipeOption("dampening", .number(.from(0, to: 1)), .number(0)), .weightDecay,
        RecipeOption("nesterov", .flag, .flag(false)),
      ]
    case .adam, .adamw:
      return [
        .betas(0.9, 0.999), .eps(1e-8), .weightDecay(self == .adamw ? 0.01 : 0),
        RecipeOption("amsgrad", .flag, .flag(false)),
      ]
    case .nadam:
      return [
        .betas(0.9, 0.999), .eps(1e-8), .weightDecay, RecipeOption("momentum_decay", share, .number(0.004)),
      ]
    case .rmsprop:
      return [
        RecipeOption("alpha", share, .number(0.99)), .eps(1e-8), .weightDecay,
        momentum, RecipeOption("centered", .flag, .flag(false)),
      ]
    case .adagrad:
      return [
        RecipeOption("lr_decay", share, .number(0)), .weightDecay,
        RecipeOption("initial_accumulator_value", .number(.from(0, to: 1e6)), .number(0)), .eps(1e-10),
      ]
    case .adadelta: return [RecipeOption("rho", share, .number(0.9)), .eps(1e-6), .weightDecay]
    case .lion: return [.betas(0.9, 0.99), .weightDecay]
    case .muon:
      return [
        momentum, RecipeOption("nesterov", .flag, .flag(true)),
        .weightDecay(0.1), .eps(1e-7), RecipeOption("ns_steps", .count(1...100), .count(5)),
        RecipeOption("adjust_lr_fn", .word(["original", "match_rms_adamw"]), .word("original")),
        RecipeOption("vector_rate_scale", .number(.from(0, to: 1e6)), .number(1)),
      ]
    }
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
