/// A training with everything that changes weights, drawn at random: what a recipe says, in plain words of the tests' own.
struct Combination: Sendable {
  enum Layer: Sendable {
    case convolution(outputs: Int, padded: Bool, hasBias: Bool)
    case linear(outputs: Int, hasBias: Bool)
    case batchNorm, groupNorm, maxPool, averagePool, flatten
    case activation(String)
    case dropout(Double)
  }

  struct Group: Sendable {
    var pattern: String
    var rateScale: Double
    var decay: Double?
  }

  struct WarmUp: Sendable {
    var isInSteps: Bool
    var length: Int
    var factor: Double
  }

  enum Clipping: Sendable { case norm(Double), value(Double) }
  enum Averaging: Sendable { case ema(decay: Double, warmsUp: Bool), swa(from: Int) }

  /// Numbers of an optimiser or a schedule by their keys; a flag is 0 or 1.
  typealias Numbers = [String: Double]

  var seed: UInt64
  var count = 12
  var side = 5
  var layers: [Layer] = []
  var batchSize = 4
  var epochs = 2
  var shuffles = true
  var held = 0
  var smoothing = 0.0
  var classWeights: [Double]?
  var optimizer = "sgd"
  var rate = 0.1
  var options: Numbers = [:]
  var betas: (Double, Double)?
  var adjustment: String?
  var decaysVectors = false
  var groups: [Group] = []
  var schedule = "constant"
  var isByEpochs = false
  var scheduleOptions: Numbers = [:]
  var milestones: [Int] = []
  var words: [String: String] = [:]
  var warmUp: WarmUp?
  var clipping: Clipping?
  var accumulation = 1
  var averaging: Averaging?
  var frozen: [String] = []
  var thaws: [(epoch: Int, pattern: String)] = []

  static let classes = 3
  /// Flags among the options.
  static let flags: Set<String> = ["nesterov", "amsgrad", "centered", "cycle_momentum", "three_phase"]
  /// Whole numbers among the options.
  static let counts: Set<String> = [
    "ns_steps", "step_size", "t_max", "t_0", "t_mult", "total_iters", "patience", "cooldown",
  ]

  var trainingCount: Int { count - held }
  var batches: Int { (trainingCount + batchSize - 1) / batchSize }
  /// The optimiser's steps in an epoch.
  var updates: Int { (batches + accumulation - 1) / accumulation }
}

// MARK: - As a recipe

extension Combination {
  var yaml: String {
    var lines = [
      "model: {layers: [\(layers.map(Self.text).joined(separator: ", "))]}",
      "data: {classes: [0, 1, 2], shuffle: \(shuffles), validation: \(held == 0 ? "none" : "\(held)")}",
      "seed: \(seed)", "batch_size: \(batchSize)", "epochs: \(epochs)", "accumulation: \(accumulation)",
      "loss: {label_smoothing: \(smoothing)\(classWeights.map { ", class_weights: \($0)" } ?? "")}",
      optimizerLine, scheduleLine,
    ]
    if held > 0 { lines.append("selection: {restore_best: false}") }
    if !groups.isEmpty {
      lines.append("parameter_groups:")
      for group in groups {
        let decay = group.decay.map { ", weight_decay: \($0)" } ?? ""
        lines.append("  - {match: \"\(group.pattern)\", learning_rate_scale: \(group.rateScale)\(decay)}")
      }
    }
    switch clipping {
    case .norm(let norm): lines.append("clipping: {norm: \(norm)}")
    case .value(let value): lines.append("clipping: {value: \(value)}")
    case nil: break
    }
    switch averaging {
    case .ema(let decay, let warmsUp): lines.append("averaging: {name: ema, decay: \(decay), warm_up: \(warmsUp)}")
    case .swa(let epoch): lines.append("averaging: {name: swa, from_epoch: \(epoch)}")
    case nil: break
    }
    if !frozen.isEmpty {
      lines.append("fine_tuning:")
      lines.append("  freeze: [\(frozen.map { "\"\($0)\"" }.joined(separator: ", "))]")
      if !thaws.isEmpty { lines.append("  unfreeze_at:") }
      for thaw in thaws { lines.append("    - {epoch: \(thaw.epoch), patterns: [\"\(thaw.pattern)\"]}") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var optimizerLine: String {
    var parts = ["name: \(optimizer)", "learning_rate: \(rate)", "decay_biases_and_norms: \(decaysVectors)"]
    parts += Self.parts(options)
    if let betas { parts.append("betas: [\(betas.0), \(betas.1)]") }
    if let adjustment { parts.append("adjust_lr_fn: \(adjustment)") }
    return "optimizer: {\(parts.joined(separator: ", "))}"
  }

  private var scheduleLine: String {
    var parts = ["name: \(schedule)", "interval: \(isByEpochs ? "epoch" : "step")"] + Self.parts(scheduleOptions)
    parts += words.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    if !milestones.isEmpty { parts.append("milestones: \(milestones)") }
    if let warmUp {
      let unit = warmUp.isInSteps ? "steps" : "epochs"
      parts.append("warm_up: {\(unit): \(warmUp.length), start_factor: \(warmUp.factor)}")
    }
    return "schedule: {\(parts.joined(separator: ", "))}"
  }

  private static func parts(_ numbers: Numbers) -> [String] {
    numbers.sorted { $0.key < $1.key }.map { key, value in
      if flags.contains(key) { return "\(key): \(value == 1)" }
      return counts.contains(key) ? "\(key): \(Int(value))" : "\(key): \(value)"
    }
  }

  private static func text(_ layer: Layer) -> String {
    switch layer {
    case .convolution(let outputs, let padded, let hasBias):
      "{conv: {out: \(outputs), kernel: 3\(padded ? ", padding: same" : ""), bias: \(hasBias)}}"
    case .linear(let outputs, let hasBias): "{linear: {out: \(outputs), bias: \(hasBias)}}"
    case .batchNorm: "batch_norm"
    case .groupNorm: "{group_norm: 1}"
    case .maxPool: "{max_pool: 2}"
    case .averagePool: "{avg_pool: 2}"
    case .flatten: "flatten"
    case .activation(let name): name
    case .dropout(let probability): "{dropout: \(probability)}"
    }
  }
}
