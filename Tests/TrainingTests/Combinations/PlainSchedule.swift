import InklingPlatform
import InklingTestSupport

/// The rates of a combination's schedule, from PyTorch's formulas.
struct PlainSchedule {
  private let combination: Combination
  private let options: Combination.Numbers

  init(_ combination: Combination) {
    self.combination = combination
    options = combination.scheduleOptions
  }

  /// - Parameter step: of the optimiser, from zero.
  func numbers(step: Int, base: Double) -> (rate: Double, momentum: Double?) {
    let updates = combination.updates
    if let warmUp = combination.warmUp {
      let length = warmUp.isInSteps ? warmUp.length : warmUp.length * updates
      if step < length {
        return (base * (warmUp.factor + (1 - warmUp.factor) * Double(step) / Double(length)), nil)
      }
    }
    // What the schedule counts, from the run's beginning and from the warm-up's end.
    let place = combination.isByEpochs ? step / updates : step
    let taken = combination.warmedUp.whole
    let length = (combination.isByEpochs ? combination.epochs : combination.epochs * updates) - taken
    if combination.schedule == "one_cycle" { return oneCycle(place, length) }
    return (rate(place - taken, place, length, base), nil)
  }

  private func rate(_ t: Int, _ fromTheStart: Int, _ length: Int, _ base: Double) -> Double {
    let gamma = options["gamma"] ?? 0.1
    let least = options["eta_min"] ?? 0
    let total = Int(options["total_iters"] ?? Double(length))
    switch combination.schedule {
    case "step": return base * pow(gamma, Double(t / Int(options["step_size"] ?? 1)))
    case "multi_step": return base * pow(gamma, Double(combination.milestones.count { $0 <= fromTheStart }))
    case "exponential": return base * pow(gamma, Double(t))
    case "cosine":
      let period = options["t_max"] ?? Double(length)
      return least + (base - least) * (1 + cos(Double.pi * Double(t) / period)) / 2
    case "cosine_warm_restarts":
      var (left, period) = (t, Int(options["t_0"] ?? 1))
      while left >= period { (left, period) = (left - period, period * Int(options["t_mult"] ?? 1)) }
      return least + (base - least) * (1 + cos(Double.pi * Double(left) / Double(period))) / 2
    case "linear":
      let (start, end) = (options["start_factor"] ?? 1, options["end_factor"] ?? 0)
      return base * (start + (end - start) * Double(min(t, total)) / Double(total))
    case "polynomial":
      return t >= total ? 0 : base * pow(1 - Double(t) / Double(total), options["power"] ?? 1)
    default: return base
    }
  }

  private func oneCycle(_ t: Int, _ length: Int) -> (Double, Double?) {
    let top = options["max_lr"] ?? combination.rate
    let low = top / (options["div_factor"] ?? 25)
    let last = low / (options["final_div_factor"] ?? 1e4)
    let (most, least) = (options["max_momentum"] ?? 0.95, options["base_momentum"] ?? 0.85)
    let rise = (options["pct_start"] ?? 0.3) * Double(length) - 1
    var phases = [(end: rise, rates: (low, top), momenta: (most, least))]
    if options["three_phase"] == 1 {
      phases.append((end: 2 * (options["pct_start"] ?? 0.3) * Double(length) - 2, (top, low), (least, most)))
      phases.append((end: Double(length - 1), (low, last), (most, most)))
    } else {
      phases.append((end: Double(length - 1), (top, last), (least, most)))
    }
    var start = 0.0
    for (index, phase) in phases.enumerated() {
      if Double(t) <= phase.end || index == phases.count - 1 {
        let share = phase.end == start ? 1 : (Double(t) - start) / (phase.end - start)
        let momentum = options["cycle_momentum"] == 1 ? between(phase.momenta, share) : nil
        return (between(phase.rates, share), momentum)
      }
      start = phase.end
    }
    return (last, most)
  }

  private func between(_ ends: (Double, Double), _ share: Double) -> Double {
    combination.words["anneal_strategy"] == "linear"
      ? ends.0 + (ends.1 - ends.0) * share
      : ends.1 + (ends.0 - ends.1) / 2 * (1 + cos(Double.pi * share))
  }
}

enum PlainMath {
  static func exponential(_ x: Double) -> Double { exp(x) }

  static func activation(_ name: String) -> NaiveActivation {
    switch name {
    case "tanh": .tanh
    case "silu": .silu
    case "gelu": .gelu
    case "sigmoid": .sigmoid
    case "elu": .elu(1)
    default: preconditionFailure("no twin of \(name)")
    }
  }
}
