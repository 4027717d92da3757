import InklingEngine
import InklingFiles

extension OptimizerRecipe {
  /// The optimisers, by the names of their types in lower case.
  public enum Name: String, Sendable, CaseIterable {
    /// `SGD`, `Adam`, `AdamW`, `NAdam`, `RMSprop`, `Adagrad`, `Adadelta`, `Lion` and `Muon`.
    case sgd, adam, adamw, nadam, rmsprop, adagrad, adadelta, lion, muon
  }

  /// The optimiser that the recipe describes.
  func make() -> any Optimizer { name.form.make(self, Float(learningRate), Float(number("weight_decay"))) }

  /// What a recipe knows of one optimiser.
  struct Form: Sendable {
    let learningRate: Double
    /// Its options beside the learning rate, with their defaults.
    let options: [RecipeOption]
    /// The optimiser itself, from a recipe, its learning rate and its weight decay.
    let make: @Sendable (OptimizerRecipe, Float, Float) -> any Optimizer

    init(
      _ learningRate: Double, _ options: [RecipeOption],
      _ make: @escaping @Sendable (OptimizerRecipe, Float, Float) -> any Optimizer
    ) {
      self.learningRate = learningRate
      self.options = options
      self.make = make
    }
  }
}

extension OptimizerRecipe.Name {
  var standardLearningRate: Double { form.learningRate }
  var options: [RecipeOption] { form.options }

  /// The one place where a recipe's optimisers are told apart. Options and defaults are PyTorch's, and Lion's its paper's.
  var form: OptimizerRecipe.Form {
    switch self {
    case .sgd: .sgd
    case .adam: .adam
    case .adamw: .adamw
    case .nadam: .nadam
    case .rmsprop: .rmsprop
    case .adagrad: .adagrad
    case .adadelta: .adadelta
    case .lion: .lion
    case .muon: .muon
    }
  }
}

extension OptimizerRecipe.Form {
  private static let share = RecipeOption.Kind.number(.from(0, below: 1))
  private static let amsgrad = RecipeOption("amsgrad", .flag, .flag(false))

  private static func momentum(_ standard: Double) -> RecipeOption {
    RecipeOption("momentum", .number(.from(0, below: 1).ofFloats), .number(standard))
  }

  static let sgd = Self(
    0.001,
    [
      momentum(0), RecipeOption("dampening", .number(.from(0, to: 1)), .number(0)), .weightDecay,
      RecipeOption("nesterov", .flag, .flag(false)),
    ]
  ) { recipe, rate, decay in
    SGD(
      learningRate: rate, momentum: Float(recipe.number("momentum")), dampening: Float(recipe.number("dampening")),
      weightDecay: decay, nesterov: recipe.flag("nesterov"))
  }

  static let adam = Self(0.001, [.betas(0.9, 0.999), .eps(1e-8), .weightDecay, amsgrad]) { recipe, rate, decay in
    Adam(
      learningRate: rate, betas: recipe.bothBetas, epsilon: recipe.number("eps"), weightDecay: decay,
      amsgrad: recipe.flag("amsgrad"))
  }

  static let adamw = Self(0.001, [.betas(0.9, 0.999), .eps(1e-8), .weightDecay(0.01), amsgrad]) { recipe, rate, decay in
    AdamW(
      learningRate: rate, betas: recipe.bothBetas, epsilon: recipe.number("eps"), weightDecay: decay,
      amsgrad: recipe.flag("amsgrad"))
  }

  static let nadam = Self(
    0.002, [.betas(0.9, 0.999), .eps(1e-8), .weightDecay, RecipeOption("momentum_decay", share, .number(0.004))]
  ) { recipe, rate, decay in
    NAdam(
      learningRate: rate, betas: recipe.bothBetas, epsilon: recipe.number("eps"), weightDecay: decay,
      momentumDecay: recipe.number("momentum_decay"))
  }

  static let rmsprop = Self(
    0.01,
    [
      RecipeOption("alpha", share, .number(0.99)), .eps(1e-8), .weightDecay, momentum(0),
      RecipeOption("centered", .flag, .flag(false)),
    ]
  ) { recipe, rate, decay in
    RMSprop(
      learningRate: rate, alpha: recipe.number("alpha"), epsilon: recipe.number("eps"), weightDecay: decay,
      momentum: recipe.number("momentum"), centered: recipe.flag("centered"))
  }

  static let adagrad = Self(
    0.01,
    [
      RecipeOption("lr_decay", share, .number(0)), .weightDecay,
      RecipeOption("initial_accumulator_value", .number(.from(0, to: 1e6)), .number(0)), .eps(1e-10),
    ]
  ) { recipe, rate, decay in
    Adagrad(
      learningRate: rate, learningRateDecay: recipe.number("lr_decay"), weightDecay: decay,
      initialAccumulatorValue: recipe.number("initial_accumulator_value"), epsilon: recipe.number("eps"))
  }

  static let adadelta = Self(1, [RecipeOption("rho", share, .number(0.9)), .eps(1e-6), .weightDecay]) {
    recipe, rate, decay in
    Adadelta(learningRate: rate, rho: recipe.number("rho"), epsilon: recipe.number("eps"), weightDecay: decay)
  }

  static let lion = Self(0.0001, [.betas(0.9, 0.99), .weightDecay]) { recipe, rate, decay in
    Lion(learningRate: rate, betas: recipe.bothBetas, weightDecay: decay)
  }

  /// `vector_rate_scale` is the share of the learning rate with which AdamW trains what is no matrix.
  static let muon = Self(
    0.001,
    [
      momentum(0.95), RecipeOption("nesterov", .flag, .flag(true)), .weightDecay(0.1), .eps(1e-7),
      RecipeOption("ns_steps", .count(1...100), .count(5)),
      RecipeOption("adjust_lr_fn", .word(["original", "match_rms_adamw"]), .word("original")),
      RecipeOption("vector_rate_scale", .number(.from(0, to: 1e6)), .number(1)),
    ]
  ) { recipe, rate, decay in
    Muon(
      learningRate: rate, weightDecay: decay, momentum: recipe.number("momentum"), nesterov: recipe.flag("nesterov"),
      epsilon: recipe.number("eps"), steps: recipe.count("ns_steps"),
      scaling: recipe.values["adjust_lr_fn"] == .word("match_rms_adamw") ? .matchRMSAdamW : .original,
      vectorRateScale: Float(recipe.number("vector_rate_scale")))
  }
}

extension OptimizerRecipe {
  fileprivate var bothBetas: (Double, Double) { betas ?? (0.9, 0.999) }
  fileprivate func count(_ key: String) -> Int { if case .count(let count)? = values[key] { count } else { 5 } }
}
