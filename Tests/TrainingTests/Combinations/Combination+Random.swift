import InklingRandomness

/// Draws the parts of a combination.
private struct Draw {
  var generator: CounterGenerator

  mutating func below(_ count: Int) -> Int { generator.below(count) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  mutating func one<T>(of values: [T]) -> T { values[below(values.count)] }
  /// A number with three digits, as people write them.
  mutating func number(_ low: Double, _ high: Double) -> Double {
    ((low + (high - low) * Double(below(1000)) / 1000) * 1000).rounded() / 1000
  }
  /// 0.0001 to 0.5, say: each power of ten as likely.
  mutating func rate(_ values: [Double]) -> Double { one(of: values) * Double(1 + below(5)) }
}

extension Combination {
  /// The combination of a seed: always the same one.
  init(seed: Int) {
    self.init(seed: UInt64(seed))
    var draw = Draw(generator: CounterGenerator(seed: UInt64(seed), purpose: .drawing, stream: 9))
    drawData(&draw)
    drawModel(&draw)
    drawOptimizer(&draw)
    if draw.chance(40) { drawGroups(&draw) }
    if draw.chance(30) { clipping = draw.chance(50) ? .norm(draw.number(0.05, 1)) : .value(draw.number(0.01, 0.2)) }
    if draw.chance(50) { accumulation = draw.one(of: [2, 2, 3, 4, 50]) }
    if draw.chance(40) {
      averaging =
        draw.chance(50)
        ? .ema(decay: draw.one(of: [0.5, 0.9, 0.99]), warmsUp: draw.chance(50)) : .swa(from: 1 + draw.below(epochs))
    }
    if draw.chance(35) { drawFreezing(&draw) }
    drawSchedule(&draw)
  }

  private mutating func drawData(_ draw: inout Draw) {
    count = 9 + draw.below(22)
    batchSize = 2 + draw.below(9)
    epochs = 1 + draw.below(5)
    shuffles = draw.chance(70)
    if draw.chance(25) { held = 3 + draw.below(3) }
    batchSize = min(batchSize, trainingCount)
    if draw.chance(35) { smoothing = draw.number(0.01, 0.3) }
    if draw.chance(35) { classWeights = [draw.number(0.1, 3), draw.number(0.1, 3), draw.number(0.1, 3)] }
  }

  private mutating func drawModel(_ draw: inout Draw) {
    let activation = draw.one(of: ["tanh", "tanh", "silu", "gelu", "relu", "sigmoid", "elu"])
    if draw.chance(75) {
      let isNormalized = draw.chance(50)
      layers.append(.convolution(outputs: 2 + draw.below(3), padded: draw.chance(40), hasBias: !isNormalized))
      if isNormalized { layers.append(draw.chance(70) ? .batchNorm : .groupNorm) }
      layers.append(.activation(activation))
      if draw.chance(60) { layers.append(draw.chance(50) ? .averagePool : .maxPool) }
    }
    layers.append(.flatten)
    if draw.chance(60) {
      let isNormalized = draw.chance(40)
      layers.append(.linear(outputs: 4 + draw.below(3), hasBias: !isNormalized))
      if isNormalized { layers.append(.batchNorm) }
      layers.append(.activation(activation))
      if draw.chance(30) { layers.append(.dropout(draw.one(of: [0.1, 0.3, 0.5]))) }
    }
    layers.append(.linear(outputs: Self.classes, hasBias: true))
    // Two images that are normalised are one more and one less, whatever they were: their gradients are all rounding.
    guard layers.contains(where: { if case .batchNorm = $0 { true } else { false } }) else { return }
    batchSize = min(max(4, batchSize), trainingCount)
    while (1...2).contains(trainingCount % batchSize) { count += 1 }
  }

  private mutating func drawOptimizer(_ draw: inout Draw) {
    optimizer = draw.one(of: [
      "sgd", "sgd", "adam", "adamw", "nadam", "rmsprop", "adagrad", "adadelta", "lion", "muon",
    ])
    decaysVectors = draw.chance(50)
    if draw.chance(50) { options["weight_decay"] = draw.number(0.001, 0.2) }
    switch optimizer {
    case "sgd": drawSGD(&draw)
    case "adam", "adamw", "nadam", "lion":
      rate = draw.rate([0.001, 0.01])
      if draw.chance(50) { betas = (draw.number(0.5, 0.95), draw.number(0.8, 0.999)) }
      if optimizer == "nadam" {
        if draw.chance(50) { options["momentum_decay"] = draw.number(0.001, 0.1) }
      } else if optimizer != "lion", draw.chance(40) {
        options["amsgrad"] = 1
      }
    case "rmsprop":
      rate = draw.rate([0.001])
      options["alpha"] = draw.number(0.8, 0.99)
      if draw.chance(50) { options["momentum"] = draw.number(0.1, 0.9) }
      if draw.chance(40) { options["centered"] = 1 }
    case "adagrad":
      rate = draw.rate([0.01])
      if draw.chance(50) { options["lr_decay"] = draw.number(0.01, 0.5) }
      if draw.chance(50) { options["initial_accumulator_value"] = draw.number(0.01, 0.5) }
    case "adadelta":
      rate = draw.rate([0.1, 1])
      options["rho"] = draw.number(0.7, 0.95)
    default: drawMuon(&draw)
    }
    // Tiny gradients over tiny roots are all rounding.
    if !["sgd", "lion", "muon"].contains(optimizer) { options["eps"] = draw.one(of: [1e-3, 1e-4, 1e-5]) }
  }

  private mutating func drawSGD(_ draw: inout Draw) {
    rate = draw.rate([0.01, 0.1])
    if draw.chance(70) { options["momentum"] = draw.number(0.1, 0.95) }
    if options["momentum"] != nil, draw.chance(30) {
      options["nesterov"] = 1
    } else if draw.chance(30) {
      options["dampening"] = draw.number(0.1, 1)
    }
  }

  private mutating func drawMuon(_ draw: inout Draw) {
    rate = draw.rate([0.001, 0.01])
    options["momentum"] = draw.number(0.5, 0.95)
    options["nesterov"] = draw.chance(50) ? 1 : 0
    options["ns_steps"] = Double(1 + draw.below(5))
    options["vector_rate_scale"] = draw.number(0.1, 1)
    adjustment = draw.one(of: ["original", "match_rms_adamw"])
  }

  private mutating func drawGroups(_ draw: inout Draw) {
    for pattern in ["fc*", "*.bias", "fc1.weight", "conv1", "bn*", "*"]
    where draw.chance(35) && names.contains(where: { Self.matches(pattern, $0) }) {
      groups.append(
        Group(
          pattern: pattern, rateScale: draw.one(of: [0, 0.1, 0.5, 2]),
          decay: draw.chance(50) ? draw.number(0, 0.2) : nil))
    }
  }

  private mutating func drawFreezing(_ draw: inout Draw) {
    let last = "fc\(layers.count { if case .linear = $0 { true } else { false } })"
    let patterns = ["conv1", "bn1", "bn*", "*.bias", "fc1.weight", "conv*"].filter { pattern in
      let matched = names.filter { Self.matches(pattern, $0) }
      return !matched.isEmpty && !matched.contains("\(last).weight")
    }
    guard !patterns.isEmpty else { return }
    frozen = [draw.one(of: patterns)]
    if draw.chance(30) { frozen.append(draw.one(of: patterns)) }
    if draw.chance(60) { thaws.append((2 + draw.below(max(1, epochs - 1)), draw.one(of: frozen))) }
    thaws.removeAll { $0.epoch > epochs }
  }

  /// Whether a recipe's pattern means a parameter: by its whole name, or by its layer's.
  static func matches(_ pattern: String, _ name: String) -> Bool {
    switch pattern {
    case "*": true
    case "*.bias": name.hasSuffix(".bias")
    case let text where text.hasSuffix("*"): name.hasPrefix(text.dropLast())
    default: name == pattern || name.hasPrefix(pattern + ".")
    }
  }
}

// MARK: - The schedule

extension Combination {
  private mutating func drawSchedule(_ draw: inout Draw) {
    let hasMomentum = betas != nil || ["adam", "adamw", "nadam", "lion"].contains(optimizer)
    schedule = draw.one(of: [
      "constant", "step", "multi_step", "exponential", "cosine", "cosine_warm_restarts", "linear", "polynomial",
      "one_cycle", "reduce_on_plateau",
    ])
    isByEpochs = schedule == "reduce_on_plateau" || (schedule != "one_cycle" && draw.chance(50))
    if schedule != "one_cycle", draw.chance(40) { drawWarmUp(&draw) }
    let length = isByEpochs ? epochs : epochs * updates
    let taken = warmedUp
    let rest = length - taken.whole
    switch schedule {
    case "step" where rest > 1:
      scheduleOptions = ["step_size": Double(1 + draw.below(rest - 1)), "gamma": draw.number(0.1, 0.9)]
    case "multi_step" where length - taken.begun > 1 && length > 1:
      let first = max(1, taken.begun)
      milestones = Set((0...draw.below(3)).map { _ in first + draw.below(length - first) }).sorted()
      scheduleOptions = ["gamma": draw.number(0.1, 0.9)]
    case "exponential": scheduleOptions = ["gamma": draw.number(0.5, 1)]
    case "cosine":
      if draw.chance(50) { scheduleOptions["t_max"] = Double(1 + draw.below(max(1, rest))) }
      if draw.chance(50) { scheduleOptions["eta_min"] = 0.001 }
    case "cosine_warm_restarts" where rest > 0:
      scheduleOptions = ["t_0": Double(1 + draw.below(rest)), "t_mult": Double(1 + draw.below(2))]
      if draw.chance(50) { scheduleOptions["eta_min"] = 0.001 }
    case "linear":
      if draw.chance(50) { scheduleOptions = ["start_factor": draw.number(0.1, 1), "end_factor": draw.number(0, 1)] }
      if draw.chance(50) { scheduleOptions["total_iters"] = Double(1 + draw.below(max(1, rest))) }
    case "polynomial":
      scheduleOptions = ["power": draw.one(of: [0.5, 1, 2])]
      if draw.chance(50) { scheduleOptions["total_iters"] = Double(1 + draw.below(max(1, rest))) }
    case "one_cycle": drawOneCycle(&draw, cycles: hasMomentum || (options["momentum"] ?? 0) > 0)
    case "reduce_on_plateau": drawPlateau(&draw)
    default: schedule = "constant"
    }
    if rest < 1, schedule != "reduce_on_plateau" { (schedule, scheduleOptions, milestones) = ("constant", [:], []) }
  }

  private mutating func drawWarmUp(_ draw: inout Draw) {
    let isInSteps = draw.chance(50)
    let length = 1 + draw.below(max(1, isInSteps ? epochs * updates - 1 : epochs - 1))
    guard length < (isInSteps ? epochs * updates : epochs) else { return }
    warmUp = WarmUp(isInSteps: isInSteps, length: length, factor: draw.number(0.01, 1))
  }

  /// What the warm-up takes of what the schedule counts: those that it takes whole, and those that it begins.
  var warmedUp: (whole: Int, begun: Int) {
    guard let warmUp else { return (0, 0) }
    let steps = warmUp.isInSteps ? warmUp.length : warmUp.length * updates
    let unit = isByEpochs ? updates : 1
    return (steps / unit, (steps + unit - 1) / unit)
  }

  private mutating func drawOneCycle(_ draw: inout Draw, cycles: Bool) {
    scheduleOptions = [
      "pct_start": draw.number(0.1, 0.6), "cycle_momentum": cycles && draw.chance(70) ? 1 : 0,
      "base_momentum": draw.number(0.5, 0.85), "max_momentum": draw.number(0.86, 0.95),
      "div_factor": draw.number(2, 30), "final_div_factor": draw.number(2, 1000),
      "three_phase": draw.chance(40) ? 1 : 0,
    ]
    if draw.chance(50) { scheduleOptions["max_lr"] = rate * 2 }
    words["anneal_strategy"] = draw.one(of: ["cos", "linear"])
  }

  private mutating func drawPlateau(_ draw: inout Draw) {
    scheduleOptions = [
      "factor": draw.number(0.1, 0.9), "patience": Double(draw.below(3)), "threshold": draw.one(of: [0.01, 0.1, 0.5]),
      "cooldown": Double(draw.below(2)), "min_lr": draw.one(of: [0, 0.002]),
    ]
    words["threshold_mode"] = draw.one(of: ["rel", "abs"])
    words["monitor"] =
      held == 0 ? "training_loss" : draw.one(of: ["training_loss", "validation_loss", "validation_accuracy"])
  }
}

// MARK: - The parameters

extension Combination {
  /// Each layer's name as in a PyTorch module: conv1, bn1, gn1, fc1, fc2; nil for one without parameters.
  var layerNames: [String?] {
    var counts: [String: Int] = [:]
    return layers.map { layer in
      let stem: String? =
        switch layer {
        case .convolution: "conv"
        case .linear: "fc"
        case .batchNorm: "bn"
        case .groupNorm: "gn"
        case .maxPool, .averagePool, .flatten, .activation, .dropout: nil
        }
      return stem.map { stem in
        counts[stem, default: 0] += 1
        return "\(stem)\(counts[stem, default: 0])"
      }
    }
  }

  /// The names of all learned parameters.
  var names: [String] {
    zip(layers, layerNames).flatMap { layer, name -> [String] in
      guard let name else { return [] }
      switch layer {
      case .convolution(_, _, false), .linear(_, false): return ["\(name).weight"]
      default: return ["\(name).weight", "\(name).bias"]
      }
    }
  }
}
