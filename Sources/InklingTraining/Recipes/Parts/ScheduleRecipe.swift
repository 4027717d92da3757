import InklingFiles

/// How the learning rate changes in the course of a run, with options by PyTorch's names and defaults. Other than there a
/// length that nobody gave is the whole run's, and a linear schedule falls to zero (PyTorch's rises from a third).
///
/// After a warm-up a schedule begins at its beginning and has what is left of the run. Milestones alone count from the
/// run's first step or epoch.
public struct ScheduleRecipe: Sendable, Equatable {
  /// The schedules, by PyTorch's names in snake_case.
  public enum Name: String, Sendable, CaseIterable {
    /// No change; `StepLR`, `ExponentialLR`, `CosineAnnealingLR`, `LinearLR` and `PolynomialLR`.
    case constant, step, exponential, cosine, linear, polynomial
    /// `MultiStepLR`.
    case multiStep = "multi_step"
    /// `CosineAnnealingWarmRestarts`.
    case cosineWarmRestarts = "cosine_warm_restarts"
    /// `OneCycleLR`, which needs no warm-up.
    case oneCycle = "one_cycle"
    /// `ReduceLROnPlateau`.
    case reduceOnPlateau = "reduce_on_plateau"
  }

  /// What a schedule counts.
  public enum Interval: String, Sendable, CaseIterable { case step, epoch }

  /// A linear rise to the learning rate at the start of the run, before anything else.
  public struct WarmUp: Sendable, Equatable {
    /// What its length counts.
    public var interval: Interval
    /// Steps or epochs that it takes, at least 1.
    public var length: Int
    /// The share of the learning rate that it starts with.
    public var startFactor: Double
  }

  /// Which schedule it is.
  public var name: Name
  /// What its lengths count: steps of the optimiser, or epochs.
  public var interval: Interval
  /// Every option that the schedule has, given or standard; a length that nobody gave is the whole run's.
  public var values: [String: OptionValue]
  /// A rise before the schedule begins; nil for none.
  public var warmUp: WarmUp?

  /// The schedule's default options but for the `values`, which are not checked here.
  public init(
    _ name: Name = .constant, interval: Interval? = nil, values: [String: OptionValue] = [:], warmUp: WarmUp? = nil
  ) {
    self.name = name
    self.interval = interval ?? name.standardInterval
    let standards = name.options.compactMap { option in option.standard.map { (option.key, $0) } }
    self.values = Dictionary(uniqueKeysWithValues: standards).merging(values) { $1 }
    self.warmUp = warmUp
  }

  /// A number among the options; nil for one that was not given and has no standard value.
  public func number(_ key: String) -> Double? { if case .number(let number)? = values[key] { number } else { nil } }
  /// A whole number among the options; nil for one that was not given and has no standard value.
  public func count(_ key: String) -> Int? { if case .count(let count)? = values[key] { count } else { nil } }
  /// A flag among the options; false for one that the schedule lacks.
  public func flag(_ key: String) -> Bool { values[key] == .flag(true) }
  /// What reduce_on_plateau watches; nil where the recipe does not say.
  public var monitor: PlateauRule.Monitor? {
    if case .word(let word)? = values["monitor"] { PlateauRule.Monitor(rawValue: MonitorName.whole(word)) } else { nil }
  }
  /// Where multi_step reduces the rate; empty for another schedule.
  public var milestones: [Int] { if case .counts(let counts)? = values["milestones"] { counts } else { [] } }

  /// Whether other epochs would have given other rates from the start.
  public var dependsOnLength: Bool {
    switch name {
    case .oneCycle: true
    case .cosine: count("t_max") == nil
    case .linear, .polynomial: count("total_iters") == nil
    case .constant, .step, .multiStep, .exponential, .cosineWarmRestarts, .reduceOnPlateau: false
    }
  }
}

extension ScheduleRecipe.Name {
  var standardInterval: ScheduleRecipe.Interval {
    switch self {
    case .cosine, .linear, .polynomial, .oneCycle: .step
    case .constant, .step, .multiStep, .exponential, .cosineWarmRestarts, .reduceOnPlateau: .epoch
    }
  }

  var options: [RecipeOption] {
    let length = RecipeOption.Kind.count(1...Int(Int32.max))
    let factor = RecipeOption.Kind.number(.above(0, atMost: 1))
    let rate = RecipeOption.Kind.number(.from(0, to: Recipe.largestLearningRate))
    let momentum = RecipeOption.Kind.number(.from(0, below: 1))
    switch self {
    case .constant: return []
    case .step:
      return [RecipeOption("step_size", length, isRequired: true), RecipeOption("gamma", factor, .number(0.1))]
    case .multiStep:
      return [
        RecipeOption("milestones", .counts(1...Int(Int32.max)), isRequired: true),
        RecipeOption("gamma", factor, .number(0.1)),
      ]
    case .exponential: return [RecipeOption("gamma", factor, isRequired: true)]
    case .cosine: return [RecipeOption("t_max", length), RecipeOption("eta_min", rate, .number(0))]
    case .cosineWarmRestarts:
      return [
        RecipeOption("t_0", length, isRequired: true), RecipeOption("t_mult", .count(1...100), .count(1)),
        RecipeOption("eta_min", rate, .number(0)),
      ]
    case .linear:
      return [
        RecipeOption("start_factor", factor, .number(1)),
        RecipeOption("end_factor", .number(.from(0, to: 1)), .number(0)), RecipeOption("total_iters", length),
      ]
    case .polynomial:
      return [RecipeOption("power", .number(.above(0, atMost: 10)), .number(1)), RecipeOption("total_iters", length)]
    case .oneCycle:
      return [
        RecipeOption("max_lr", .number(OptimizerRecipe.learningRates)),
        RecipeOption("pct_start", .number(.above(0, atMost: 1)), .number(0.3)),
        RecipeOption("anneal_strategy", .word(["cos", "linear"]), .word("cos")),
        RecipeOption("cycle_momentum", .flag, .flag(true)), RecipeOption("base_momentum", momentum, .number(0.85)),
        RecipeOption("max_momentum", momentum, .number(0.95)),
        RecipeOption("div_factor", .number(.from(1, to: 1e9)), .number(25)),
        RecipeOption("final_div_factor", .number(.from(1, to: 1e12)), .number(1e4)),
        RecipeOption("three_phase", .flag, .flag(false)),
      ]
    case .reduceOnPlateau:
      return [
        RecipeOption("monitor", .word(PlateauRule.Monitor.allCases.map(\.rawValue) + MonitorName.short.map(\.word))),
        RecipeOption("factor", .number(.above(0, atMost: 0.999)), .number(0.1)),
        RecipeOption("patience", .count(0...Int(Int32.max)), .count(10)),
        RecipeOption("threshold", .number(.from(0, to: 1)), .number(1e-4)),
        RecipeOption("threshold_mode", .word(["rel", "abs"]), .word("rel")),
        RecipeOption("cooldown", .count(0...Int(Int32.max)), .count(0)), RecipeOption("min_lr", rate, .number(0)),
        RecipeOption("eps", .number(.from(0, to: 1)), .number(1e-8)),
      ]
    }
  }
}

extension ScheduleRecipe {
  init(reading reader: MappingReader?) {
    guard let reader else {
      self.init()
      return
    }
    let name = reader.choice("name", among: Name.allCases.map(\.rawValue)).flatMap(Name.init(rawValue:))
    guard name != nil || !reader.has("name") else {
      self.init()
      return
    }
    let interval = reader.choice("interval", among: Interval.allCases.map(\.rawValue)).flatMap(Interval.init(rawValue:))
    self.init(
      name ?? .constant, interval: interval, values: reader.values((name ?? .constant).options),
      warmUp: reader.mapping("warm_up").flatMap { WarmUp(reading: $0) })
    if self.name == .oneCycle {
      if interval == .epoch { reader.fault("interval", "must be step: one_cycle moves with every step") }
      if warmUp != nil { reader.fault("warm_up", "is impossible here: one_cycle starts with a rise of its own") }
    }
    if self.name == .reduceOnPlateau, interval == .step {
      reader.fault("interval", "must be epoch: reduce_on_plateau looks at what an epoch has reached")
    }
    reader.finish()
  }

  var node: DocumentNode {
    .mapping(
      [("name", .text(name.rawValue)), ("interval", .text(interval.rawValue))]
        + name.options.map { ($0.key, values[$0.key]?.node) } + [("warm_up", warmUp?.node)])
  }
}

extension ScheduleRecipe.WarmUp {
  init?(reading reader: MappingReader) {
    let steps = reader.int("steps", in: 1...Int(Int32.max))
    let epochs = reader.int("epochs", in: 1...Recipe.largestEpochs)
    let factor = reader.double("start_factor", in: .above(0, atMost: 1)) ?? 0.01
    reader.finishSection()
    if reader.has("steps"), reader.has("epochs") {
      reader.fault("epochs", "is impossible beside steps: give one of them")
    }
    if !reader.has("steps"), !reader.has("epochs") { reader.require("epochs") }
    guard let length = steps ?? epochs else { return nil }
    self.init(interval: steps == nil ? .epoch : .step, length: length, startFactor: factor)
  }

  var node: DocumentNode {
    .mapping([
      (interval == .step ? "steps" : "epochs", .number(length)), ("start_factor", .number(startFactor)),
    ])
  }
}
