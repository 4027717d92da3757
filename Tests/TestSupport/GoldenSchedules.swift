public import InklingEngine

/// A schedule as PyTorch's call says it: positional or named arguments in PyTorch's order.
public struct ScheduleCall {
  public let name: String
  private let positional: [JSONValue]
  private let named: [String: JSONValue]
  private let all: [String]

  /// PyTorch's order of arguments, without the optimiser.
  private static let arguments: [String: [String]] = [
    "StepLR": ["step_size", "gamma"], "MultiStepLR": ["milestones", "gamma"], "ExponentialLR": ["gamma"],
    "ConstantLR": ["factor", "total_iters"], "LinearLR": ["start_factor", "end_factor", "total_iters"],
    "PolynomialLR": ["total_iters", "power"], "CosineAnnealingLR": ["T_max", "eta_min"],
    "CosineAnnealingWarmRestarts": ["T_0", "T_mult", "eta_min"],
    "OneCycleLR": ["max_lr", "total_steps", "epochs", "steps_per_epoch", "pct_start", "anneal_strategy"],
  ]

  public init(name: String, named: [String: JSONValue]) throws {
    self.init(name: name, positional: [], named: named)
  }

  /// "LinearLR(0.01, 1.0, 5)" or "StepLR(10, gamma=0.5)".
  public init(_ text: String) throws {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
      throw GoldenError("\(text) is not a schedule's call")
    }
    var (positional, named): ([JSONValue], [String: JSONValue]) = ([], [:])
    for part in text[text.index(after: open)...].dropLast().split(separator: ",") {
      let pair = part.split(separator: "=").map { $0.filter { $0 != " " } }
      guard let last = pair.last, let number = Double(last) else {
        throw GoldenError("\(part) in \(text) is not a number")
      }
      if pair.count == 2 { named[pair[0]] = .number(number) } else { positional.append(.number(number)) }
    }
    self.init(name: String(text[..<open]), positional: positional, named: named)
  }

  private init(name: String, positional: [JSONValue], named: [String: JSONValue]) {
    self.name = name
    self.positional = positional
    self.named = named
    all = Self.arguments[name] ?? []
  }

  private func value(_ argument: String) -> JSONValue? {
    if let value = named[argument], value != .null { return value }
    return all.firstIndex(of: argument).flatMap { $0 < positional.count ? positional[$0] : nil }
  }

  private func number(_ argument: String, _ standard: Double? = nil) throws -> Double {
    guard let value = value(argument)?.double ?? standard else { throw GoldenError("\(name) lacks \(argument)") }
    return value
  }

  private func int(_ argument: String, _ standard: Int? = nil) throws -> Int {
    guard let value = value(argument)?.int ?? standard else { throw GoldenError("\(name) lacks \(argument)") }
    return value
  }

  public func schedule() throws -> any Schedule {
    switch name {
    case "StepLR": return StepLR(stepSize: try int("step_size"), gamma: try number("gamma", 0.1))
    case "MultiStepLR":
      let milestones = value("milestones")?.doubles?.map { Int($0) } ?? []
      return MultiStepLR(milestones: milestones, gamma: try number("gamma", 0.1))
    case "ExponentialLR": return ExponentialLR(gamma: try number("gamma"))
    case "ConstantLR": return ConstantLR(factor: try number("factor", 1.0 / 3), totalIters: try int("total_iters", 5))
    case "LinearLR":
      return LinearLR(
        startFactor: try number("start_factor", 1.0 / 3), endFactor: try number("end_factor", 1),
        totalIters: try int("total_iters", 5))
    case "PolynomialLR": return PolynomialLR(totalIters: try int("total_iters", 5), power: try number("power", 1))
    case "CosineAnnealingLR": return CosineAnnealingLR(tMax: try int("T_max"), etaMin: try number("eta_min", 0))
    case "CosineAnnealingWarmRestarts":
      return CosineAnnealingWarmRestarts(
        t0: try int("T_0"), tMult: try int("T_mult", 1), etaMin: try number("eta_min", 0))
    case "OneCycleLR": return try oneCycle()
    case "SequentialLR":
      let calls = value("schedulers")?.array?.compactMap(\.string) ?? []
      return SequentialLR(
        try calls.map { try ScheduleCall($0).schedule() },
        milestones: value("milestones")?.doubles?.map { Int($0) } ?? [])
    default: throw GoldenError("these tests do not know the schedule \(name)")
    }
  }

  private func oneCycle() throws -> OneCycleLR {
    let steps = try value("total_steps")?.int ?? int("epochs") * int("steps_per_epoch")
    let strategy = value("anneal_strategy")?.string ?? "cos"
    guard let annealing = OneCycleLR.Annealing(rawValue: strategy) else {
      throw GoldenError("OneCycleLR anneals by \(strategy)")
    }
    return OneCycleLR(
      maxLR: try number("max_lr"), totalSteps: steps, pctStart: try number("pct_start", 0.3), annealing: annealing,
      cycleMomentum: value("cycle_momentum")?.bool ?? true, baseMomentum: try number("base_momentum", 0.85),
      maxMomentum: try number("max_momentum", 0.95), divFactor: try number("div_factor", 25),
      finalDivFactor: try number("final_div_factor", 1e4), threePhase: value("three_phase")?.bool ?? false)
  }

  public func plateau(base: Double) throws -> ReduceLROnPlateau {
    ReduceLROnPlateau(
      learningRate: base, mode: ReduceLROnPlateau.Mode(rawValue: value("mode")?.string ?? "min") ?? .min,
      factor: try number("factor", 0.1), patience: try int("patience", 10), threshold: try number("threshold", 1e-4),
      thresholdMode: ReduceLROnPlateau.ThresholdMode(rawValue: value("threshold_mode")?.string ?? "rel") ?? .rel,
      cooldown: try int("cooldown", 0), minLR: try number("min_lr", 0), epsilon: try number("eps", 1e-8))
  }
}
