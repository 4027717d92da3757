import InklingDatasets
import InklingEngine
import InklingRandomness
import InklingTestSupport

/// The training of a combination as a loop in Double, written from PyTorch's documentation: nothing of the engine computes
/// here, and nothing of it decides what is done.
struct PlainTraining {
  let combination: Combination
  let images: [[Double]]
  let labels: [Int]
  /// The training images in the file's order, and those held out.
  let training: [Int32]
  let held: [Int32]
  /// The graph's number of the dropout, which its masks depend on.
  let dropoutNode: Int
  /// Relative noise in every gradient and weight, for how far rounding may lead.
  var noise = 0.0
  var noiseSeed = 0

  private(set) var parameters: [String: NaiveTensor]
  private(set) var average: [String: NaiveTensor]?
  private(set) var losses: [Double] = []
  private(set) var steps = 0
  private var validation: [(loss: Double, accuracy: Double)] = []
  private var averaged = 0
  private var batchNumber = 0
  private var optimizers: [String: any PlainOptimizer] = [:]
  private var generator: CounterGenerator

  init(
    _ combination: Combination, images: [[Double]], labels: [Int], training: [Int32], held: [Int32],
    parameters: [NamedTensor], dropoutNode: Int, noise: Double = 0, noiseSeed: Int = 0
  ) {
    self.combination = combination
    (self.images, self.labels, self.training, self.held) = (images, labels, training, held)
    self.parameters = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, NaiveTensor($0)) })
    self.dropoutNode = dropoutNode
    (self.noise, self.noiseSeed) = (noise, noiseSeed)
    generator = CounterGenerator(seed: UInt64(noiseSeed), purpose: .initialization, stream: 3)
  }

  mutating func train() {
    for epoch in 1...combination.epochs { trainEpoch(epoch) }
  }

  private mutating func trainEpoch(_ epoch: Int) {
    let frozen = frozen(in: epoch)
    let base = plateauRate()
    let order =
      combination.shuffles ? Shuffling.order(of: training, seed: combination.seed, epoch: epoch) : training
    var first = 0
    var lossSum = 0.0
    var window = Window()
    while first < order.count {
      let batch = order[first..<min(first + combination.batchSize, order.count)].map(Int.init)
      first += combination.batchSize
      lossSum += add(batch, to: &window, frozen)
      batchNumber += 1
      if window.batches == combination.accumulation || first >= order.count {
        step(window, frozen, base)
        window = Window()
      }
    }
    losses.append(lossSum / Double(order.count))
    if case .swa(let from)? = combination.averaging, epoch >= from { takeIntoAverage() }
    if !held.isEmpty { validation.append(evaluate(average ?? parameters)) }
  }

  /// Gradients of the sum of the images' losses, and what makes a mean of them.
  private struct Window {
    var batches = 0
    var divisor = 0.0
    var gradients: [String: [Double]] = [:]
  }

  /// The parameters that do not learn in an epoch.
  private func frozen(in epoch: Int) -> Set<String> {
    var frozen = Set(
      combination.names.filter { name in
        combination.frozen.contains { Combination.matches($0, name) }
      })
    for thaw in combination.thaws where thaw.epoch <= epoch {
      frozen = frozen.filter { !Combination.matches(thaw.pattern, $0) }
    }
    return frozen
  }

  // MARK: - One batch

  /// - Returns: the sum of the images' losses, a weighted mean times their number.
  private mutating func add(_ batch: [Int], to window: inout Window, _ frozen: Set<String>) -> Double {
    let tape = NaiveTape(parameters: parameters)
    let x = tape.input(input(batch))
    var normalized: [(name: String, input: NaiveTensor)] = []
    let output = forward(tape, x, batch: batch, frozen: frozen) { normalized.append(($0, $1)) }
    let logits = tape[output]
    var gradient = NaiveTensor(shape: logits.shape)
    var (sum, divisor) = (0.0, 0.0)
    for (row, image) in batch.enumerated() {
      let z = Array(logits.values[row * Combination.classes..<(row + 1) * Combination.classes])
      let (loss, slopes) = loss(z, labels[image])
      sum += loss
      divisor += combination.classWeights?[labels[image]] ?? 1
      for (place, slope) in slopes.enumerated() { gradient.values[row * Combination.classes + place] = slope }
    }
    window.batches += 1
    window.divisor += divisor
    for (name, gradient) in tape.gradients(of: output, gradient, by: x).parameters {
      let noisy = disturbed(gradient.values)
      window.gradients[name] = window.gradients[name].map { zip($0, noisy).map { $0 + $1 } } ?? noisy
    }
    for (name, input) in normalized { updateStatistics(name, input) }
    return sum / divisor * Double(batch.count)
  }

  private func input(_ batch: [Int]) -> NaiveTensor {
    NaiveTensor(
      shape: [batch.count, 1, combination.side, combination.side], values: batch.flatMap { images[$0] })
  }

  /// Cross-entropy with smoothed, weighted targets, and its slopes.
  private func loss(_ z: [Double], _ label: Int) -> (Double, [Double]) {
    let logarithms = NaiveLosses.logSoftmax(z)
    let smoothing = combination.smoothing
    let shares = z.indices.map { k in
      (combination.classWeights?[k] ?? 1)
        * ((k == label ? 1 - smoothing : 0) + smoothing / Double(z.count))
    }
    let total = shares.reduce(0, +)
    let probabilities = logarithms.map { PlainMath.exponential($0) }
    return (
      -zip(shares, logarithms).reduce(0) { $0 + $1.0 * $1.1 },
      z.indices.map { probabilities[$0] * total - shares[$0] }
    )
  }

  /// - Parameters:
  ///   - batch: nil in predictions.
  ///   - normalized: told what each batch normalisation was given that learns its statistics.
  private func forward(
    _ tape: NaiveTape, _ x: NaiveTape.Value, batch: [Int]?, frozen: Set<String>,
    normalized: (String, NaiveTensor) -> Void
  ) -> NaiveTape.Value {
    var x = x
    for (layer, name) in zip(combination.layers, combination.layerNames) {
      let name = name ?? ""
      switch layer {
      case .convolution(_, let padded, _):
        x = tape.convolution(x, name, NaiveConvolution2d(padding: padded ? (1, 1) : (0, 0)))
      case .linear: x = tape.linear(x, name)
      case .batchNorm:
        let isFixed = batch == nil || (frozen.contains("\(name).weight") && frozen.contains("\(name).bias"))
        if !isFixed { normalized(name, tape[x]) }
        x = tape.batchNorm(x, name, isFixed: isFixed)
      case .groupNorm: x = tape.groupNorm(x, name, groups: 1, eps: 1e-5, parameterShape: [tape[x].shape[1]])
      case .maxPool: x = tape.maxPool(x, NaivePoolingWindows(kernelSize: (2, 2), stride: (2, 2)))
      case .averagePool:
        x = tape.averagePool(x, NaiveAveragePool2d(NaivePoolingWindows(kernelSize: (2, 2), stride: (2, 2))))
      case .flatten: x = tape.flatten(x)
      case .activation("relu"): x = tape.relu(x)
      case .activation(let name): x = tape.activation(x, PlainMath.activation(name))
      case .dropout(let probability): if let batch { x = drop(tape, x, probability, batch) }
      }
    }
    return x
  }

  private func drop(_ tape: NaiveTape, _ x: NaiveTape.Value, _ probability: Double, _ batch: [Int]) -> NaiveTape.Value {
    let twin = NaiveDropout(probability, node: dropoutNode, step: batchNumber, seed: combination.seed)
    let size = tape[x].shape[1]
    let factors = batch.flatMap { twin.factors(size, image: $0) }
    func scaled(_ tensor: NaiveTensor) -> NaiveTensor {
      NaiveTensor(shape: tensor.shape, values: zip(tensor.values, factors).map { $0 * $1 })
    }
    return tape.record(scaled(tape[x]), [x]) { [scaled($0)] }
  }

  private mutating func updateStatistics(_ layer: String, _ input: NaiveTensor) {
    let (mean, variance) = ("\(layer).running_mean", "\(layer).running_var")
    guard let oldMean = parameters[mean], let oldVariance = parameters[variance] else { return }
    let new = NaiveBatchNorm().running(input, mean: oldMean, variance: oldVariance, momentum: 0.1)
    (parameters[mean], parameters[variance]) = (new.mean, new.variance)
  }

  private func evaluate(_ parameters: [String: NaiveTensor]) -> (loss: Double, accuracy: Double) {
    let tape = NaiveTape(parameters: parameters)
    let logits = tape[forward(tape, tape.input(input(held.map(Int.init))), batch: nil, frozen: []) { _, _ in }]
    let truth = held.map { labels[Int($0)] }
    let right = zip(logits.predictions, truth).count { $0 == $1 }
    return (NaiveCrossEntropy().loss(logits, labels: truth), Double(right) / Double(truth.count))
  }

  // MARK: - One step of the optimiser

  private mutating func step(_ window: Window, _ frozen: Set<String>, _ base: Double) {
    var gradients = window.gradients.filter { !frozen.contains($0.key) }
      .mapValues { $0.map { $0 / window.divisor } }
    clip(&gradients)
    let (rate, momentum) = PlainSchedule(combination).numbers(step: steps, base: base)
    steps += 1
    for name in combination.names {
      guard let gradient = gradients[name], var tensor = parameters[name] else { continue }
      let isVector = tensor.shape.count < 2
      let group = combination.groups.first { Combination.matches($0.pattern, name) }
      let decay = group?.decay ?? (isVector && !combination.decaysVectors ? 0 : nil)
      var optimizer = optimizers[name] ?? PlainOptimizers.make(combination, shape: tensor.shape)
      optimizer.set(rate: rate * (group?.rateScale ?? 1), decay: decay, momentum: momentum)
      optimizer.step(&tensor.values, gradient: gradient)
      tensor.values = disturbed(tensor.values, byEach: true)
      (optimizers[name], parameters[name]) = (optimizer, tensor)
    }
    if case .ema? = combination.averaging { takeIntoAverage() }
  }

  private func clip(_ gradients: inout [String: [Double]]) {
    switch combination.clipping {
    case .value(let limit): gradients = gradients.mapValues { $0.map { min(max($0, -limit), limit) } }
    case .norm(let limit):
      let norm = gradients.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }.squareRoot()
      let scale = min(1, limit / (norm + 1e-6))
      gradients = gradients.mapValues { $0.map { $0 * scale } }
    case nil: break
    }
  }

  private mutating func takeIntoAverage() {
    let n = Double(averaged)
    averaged += 1
    guard let old = average else { return average = parameters }
    let share: Double
    switch combination.averaging {
    case .ema(let decay, let warmsUp): share = 1 - (warmsUp ? min(decay, (1 + n) / (10 + n)) : decay)
    default: share = 1 / (n + 1)
    }
    average = old.merging(parameters) { old, new in
      NaiveTensor(shape: old.shape, values: zip(old.values, new.values).map { $0 + share * ($1 - $0) })
    }
  }

  /// `ReduceLROnPlateau` over the epochs so far.
  private func plateauRate() -> Double {
    guard combination.schedule == "reduce_on_plateau" else { return combination.rate }
    let options = combination.scheduleOptions
    let (threshold, patience) = (options["threshold"] ?? 0, Int(options["patience"] ?? 0))
    let isRelative = combination.words["threshold_mode"] != "abs"
    var (rate, best, bad, cooling) = (combination.rate, Double.nan, 0, 0)
    for epoch in losses.indices {
      let isBetter: Bool
      let figure: Double
      if combination.words["monitor"] == "validation_accuracy" {
        figure = validation[epoch].accuracy
        isBetter = best.isNaN || figure > (isRelative ? best * (1 + threshold) : best + threshold)
      } else {
        figure = combination.words["monitor"] == "validation_loss" ? validation[epoch].loss : losses[epoch]
        isBetter = best.isNaN || figure < (isRelative ? best * (1 - threshold) : best - threshold)
      }
      (best, bad) = isBetter ? (figure, 0) : (best, bad + 1)
      if cooling > 0 { (cooling, bad) = (cooling - 1, 0) }
      if bad > patience {
        let lower = max(rate * (options["factor"] ?? 1), options["min_lr"] ?? 0)
        if rate - lower > 1e-8 { rate = lower }
        (cooling, bad) = (Int(options["cooldown"] ?? 0), 0)
      }
    }
    return rate
  }

  /// The values with this training's noise, of the size of the largest or of each.
  private mutating func disturbed(_ values: [Double], byEach: Bool = false) -> [Double] {
    guard noise > 0 else { return values }
    let largest = values.reduce(0) { max($0, abs($1)) }
    return values.map { $0 + noise * (byEach ? abs($0) : largest) * (2 * Double(generator.uniform()) - 1) }
  }
}
