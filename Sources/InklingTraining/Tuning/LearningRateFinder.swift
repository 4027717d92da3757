public import InklingDatasets
public import InklingEngine
public import InklingFiles
import InklingMathematics

/// Finds a learning rate by a sweep (Smith, "Cyclical learning rates for training neural networks", 2017): one batch at each
/// of many rates, every one the same factor above the last, until the loss explodes.
///
///     let sweep = try LearningRateFinder().sweep(program, data: dataset.train, batchSize: 64)
///     program.optimizer.learningRate = Float(sweep.suggestion ?? 0.001)
///
/// The same program, data and seed give the same sweep. The program is afterwards as it was before: parameters, the
/// optimiser's state and rate, and the number of steps.
public struct LearningRateFinder: Sendable, Equatable {
  /// The first rate, above 0; 1e-6 by default.
  public var lowest: Double
  /// The last rate, above the first and finite; 10 by default.
  public var highest: Double
  /// Batches, one a rate.
  public var steps: Int
  /// The share of the past in the smoothed loss.
  public var smoothing: Double
  /// The sweep ends when the smoothed loss is so many times its lowest.
  public var divergence: Double

  /// By default a hundred batches from 1e-6 to 10. `sweep` checks the numbers.
  public init(
    lowest: Double = 1e-6, highest: Double = 10, steps: Int = 100, smoothing: Double = 0.9, divergence: Double = 4
  ) {
    self.lowest = lowest
    self.highest = highest
    self.steps = steps
    self.smoothing = smoothing
    self.divergence = divergence
  }

  /// - Parameters:
  ///   - program: what is swept; afterwards it is as it was before.
  ///   - data: the training set; its batches come in the order of training's epochs with this seed.
  ///   - batchSize: images a step, at most those of the data set and those that the program takes.
  ///   - seed: by which the batches' order is drawn; 0 by default.
  /// - Throws: `InputError` (usage) for settings that make no sweep.
  public func sweep(
    _ program: TrainingProgram, data: LabeledImages, batchSize: Int, seed: UInt64 = 0
  ) throws(InputError) -> LearningRateSweep {
    try requireDrawing(program, nil)
    return try sweep(stepper: program, data: data, batchSize: batchSize, seed: seed)
  }

  /// The same on pictures that are drawn anew in every epoch.
  ///
  /// - Parameters:
  ///   - program: what is swept; its `preparation` draws the pictures (`GeneratedImages`).
  ///   - pictures: what is drawn; the sweep sees those of the epochs from the first on.
  ///   - batchSize: images a step, at most those of an epoch and those that the program takes.
  ///   - seed: by which the batches' order is drawn; 0 by default.
  /// - Throws: `InputError` (usage) for settings that make no sweep, and for a program that draws other pictures or none.
  public func sweep(
    _ program: TrainingProgram, pictures: GeneratedPictures, batchSize: Int, seed: UInt64 = 0
  ) throws(InputError) -> LearningRateSweep {
    try requireDrawing(program, pictures.count)
    let sample = try pictures.sample(0)
    return try sweep(
      stepper: program, images: TrainingImages(sample, generated: pictures), batchSize: batchSize, seed: seed)
  }

  /// Refuses a program that waits for images in memory where they are drawn, and one that draws where they are in memory.
  private func requireDrawing(_ program: TrainingProgram, _ count: Int?) throws(InputError) {
    let drawn = program.preparation?.drawnImages
    guard drawn != count else { return }
    func text(_ count: Int?) -> String { count.map { "\($0) pictures an epoch that are drawn" } ?? "images in memory" }
    throw InputError(
      .usage, "the program's images are not those of the sweep", expected: text(count), found: text(drawn),
      remedy: "set the program's preparation to GeneratedImages of these pictures, or sweep the pictures that it draws")
  }

  func sweep(
    stepper: some RatedStepper, data: LabeledImages, batchSize: Int, seed: UInt64
  ) throws(InputError) -> LearningRateSweep {
    try sweep(stepper: stepper, images: TrainingImages(data), batchSize: batchSize, seed: seed)
  }

  private func sweep(
    stepper: some RatedStepper, images data: TrainingImages, batchSize: Int, seed: UInt64
  ) throws(InputError) -> LearningRateSweep {
    try validate(dataCount: data.count, batchSize: batchSize)
    try requireBatches(of: stepper, dataCount: data.count, batchSize: batchSize)
    let (parameters, optimizerState) = (stepper.namedParameters(), stepper.namedOptimizerState())
    let (steps, updates, learningRate) = (stepper.stepCount, stepper.updateCount, stepper.learningRate)
    let epoch = stepper.epoch
    let sweep = measure(stepper, data, batchSize, seed)
    (stepper.stepCount, stepper.updateCount, stepper.learningRate) = (steps, updates, learningRate)
    stepper.epoch = epoch
    try stepper.load(parameters: parameters)
    try stepper.load(optimizerState: optimizerState)
    return sweep
  }

  private func measure(
    _ stepper: some RatedStepper, _ data: TrainingImages, _ batchSize: Int, _ seed: UInt64
  ) -> LearningRateSweep {
    var points: [LearningRateSweep.Point] = []
    var (mean, best) = (0.0, Double.infinity)
    var weight = 0.0
    let stepsPerEpoch = (data.count + batchSize - 1) / batchSize
    var batches = Batches(Shuffling.unshuffled(count: data.count), batchSize: batchSize)
    var targets = data.inMemory.targets
    for step in 0..<steps {
      if step.isMultiple(of: stepsPerEpoch) {
        let epoch = step / stepsPerEpoch + 1
        let order = Shuffling.order(count: data.count, seed: seed, epoch: epoch)
        if data.generated != nil { stepper.epoch = epoch }
        targets = data.targets(epoch: epoch)
        batches = Batches(order, batchSize: batchSize)
      }
      let rate = rate(step)
      stepper.learningRate = rate
      let result = stepper.step(images: data.bytes, targets: targets, indices: batches[step % stepsPerEpoch])
      // Each batch is at a rate of its own, so none waits for others.
      stepper.finishEpoch()
      let loss = result.lossSum / Double(result.count)
      mean = smoothing * mean + (1 - smoothing) * loss
      weight = smoothing * weight + (1 - smoothing)
      let smoothed = mean / weight
      points.append(LearningRateSweep.Point(learningRate: rate, loss: loss, smoothedLoss: smoothed))
      // A NaN is not less than anything.
      guard smoothed < divergence * best || best == .infinity && smoothed.isFinite else {
        return LearningRateSweep(points: points, hasDiverged: true)
      }
      best = min(best, smoothed)
    }
    return LearningRateSweep(points: points, hasDiverged: false)
  }

  /// From the lowest to the highest, the same factor from each to the next.
  func rate(_ step: Int) -> Double {
    lowest * Elementary.power(highest / lowest, Double(step) / Double(steps - 1))
  }

  /// Every batch must be one that the program takes, the last of an epoch too.
  private func requireBatches(
    of stepper: some RatedStepper, dataCount: Int, batchSize: Int
  ) throws(InputError) {
    let last = dataCount % batchSize
    guard batchSize >= stepper.smallestBatch, last == 0 || last >= stepper.smallestBatch else {
      throw InputError(
        .usage, "the rates cannot be swept with batches that batch normalisation does not take",
        expected: "at least \(stepper.smallestBatch) images in each", found: "\(last == 0 ? batchSize : last)",
        remedy: "choose another batch size")
    }
    guard batchSize <= stepper.largestBatch else {
      throw InputError(
        .usage, "the rates cannot be swept with batches larger than the program's",
        expected: "at most \(stepper.largestBatch) images", found: "\(batchSize)")
    }
  }

  private func validate(dataCount: Int, batchSize: Int) throws(InputError) {
    func require(_ holds: Bool, _ what: String, _ expected: String, _ found: String) throws(InputError) {
      if !holds {
        throw InputError(.usage, "the rates cannot be swept with this \(what)", expected: expected, found: found)
      }
    }
    try require(
      lowest > 0 && lowest < highest && highest.isFinite, "range", "0 < lowest < highest", "\(lowest) to \(highest)")
    try require(steps >= 2, "number of steps", ">= 2", "\(steps)")
    try require(smoothing >= 0 && smoothing < 1, "smoothing", "0 up to, but not including, 1", "\(smoothing)")
    try require(divergence > 1, "divergence", "a number > 1", "\(divergence)")
    try require(
      (1...max(1, dataCount)).contains(batchSize) && dataCount > 0, "batch size", "1 to \(dataCount)", "\(batchSize)")
  }
}

/// A stepper whose learning rate can be set.
package protocol RatedStepper: TrainingStepper {
  var learningRate: Double { get set }
  /// The most images of a step.
  var largestBatch: Int { get }
  /// The epoch whose images come.
  var epoch: Int { get set }
}

extension RatedStepper {
  package var largestBatch: Int { .max }
  package var epoch: Int {
    get { 0 }
    set {}
  }
}

extension TrainingProgram: RatedStepper {
  package var largestBatch: Int { batchSize }

  package var learningRate: Double {
    get { Double(optimizer.learningRate) }
    set { optimizer.learningRate = Float(newValue) }
  }
}
