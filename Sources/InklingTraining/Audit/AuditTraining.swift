import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTargets

/// One network of an audit at its training.
struct AuditTraining {
  /// What it is trained on.
  enum Pictures {
    case labeled(LabeledImages)
    case drawn(GeneratedPictures)

    var count: Int {
      switch self {
      case .labeled(let images): images.count
      case .drawn(let pictures): pictures.count
      }
    }
  }

  /// What was done.
  struct Outcome {
    let parameters: [NamedTensor]
    let points: [CaptchaAuditResult.Point]
    let stop: CaptchaAuditResult.Stop?
  }

  let network: AuditNetwork
  let test: LabeledImages
  let seed: UInt64
  let threads: Int?
  /// Seconds on a clock that never goes back.
  let clock: () -> Double
  let shouldStop: () -> Bool

  /// Images a step.
  static let batchSize = 32
  /// The largest rates: from nothing, and from a network that reads already.
  private static let (fresh, tuned) = (0.003, 0.001)

  /// Trains so many steps, by Adam with one cycle of the learning rate.
  ///
  /// - Parameters:
  ///   - start: what the network starts from; nil starts from the seed.
  ///   - evaluations: how often the test part is read.
  ///   - deadline: when it is stopped.
  func run(
    on pictures: Pictures, from start: [NamedTensor]?, steps: Int, evaluations: Int, deadline: Double,
    progress: (Int) -> Void
  ) throws(InputError) -> Outcome {
    let (program, stepper) = try make(pictures, from: start, steps: steps)
    var (points, seconds, begun) = ([CaptchaAuditResult.Point](), 0.0, clock())
    var feed = Feed(pictures, batchSize: program.batchSize, seed: seed)
    for step in 0..<steps {
      if let stop = stop(deadline) {
        seconds += clock() - begun
        // The figure of a training that was stopped is that of where it was.
        if points.last?.steps != step { points.append(try read(stepper, steps: step, seconds: seconds)) }
        return Outcome(parameters: stepper.answeringParameters(), points: points, stop: stop)
      }
      let result = feed.step(stepper, program)
      guard result.lossSum.isFinite else { throw Self.divergence(step) }
      let done = step + 1
      if done * evaluations / steps > step * evaluations / steps {
        seconds += clock() - begun
        points.append(try read(stepper, steps: done, seconds: seconds))
        begun = clock()
      }
      progress(done)
    }
    return Outcome(parameters: stepper.answeringParameters(), points: points, stop: nil)
  }

  /// Seconds that a step takes, and reading the test part.
  func pace(on pictures: Pictures) throws(InputError) -> (step: Double, reading: Double) {
    let (program, stepper) = try make(pictures, from: nil, steps: 100)
    var feed = Feed(pictures, batchSize: program.batchSize, seed: seed)
    // The first has memory to touch.
    _ = feed.step(stepper, program)
    let (begun, steps) = (clock(), 4)
    for _ in 0..<steps { _ = feed.step(stepper, program) }
    let trained = clock()
    _ = try read(stepper, steps: steps, seconds: 0)
    return ((trained - begun) / Double(steps), clock() - trained)
  }

  private func make(
    _ pictures: Pictures, from start: [NamedTensor]?, steps: Int
  ) throws(InputError) -> (TrainingProgram, ScheduledProgram) {
    let rate = start == nil ? Self.fresh : Self.tuned
    let program = try TrainingProgram(
      network.graph, seed: seed, optimizer: Adam(learningRate: Float(rate), betas: (0.9, 0.99)),
      loss: network.task.loss, normalization: network.normalization,
      batchSize: min(Self.batchSize, pictures.count),
      threads: ThreadCount.withinProcessors(threads))
    switch pictures {
    case .labeled(let images):
      program.preparation = try AugmentedImages(Self.augmentation(of: images), of: images, seed: seed)
    case .drawn(let pictures): program.preparation = try GeneratedImages(pictures, seed: seed)
    }
    if let start { try program.load(parameters: start) }
    let schedule = OneCycleLR(maxLR: rate, totalSteps: max(steps, 2), pctStart: 0.15)
    return (program, try ScheduledProgram(program, schedule: schedule))
  }

  /// Turned, moved and stretched a little, on the pictures' own paper.
  private static func augmentation(of images: LabeledImages) throws(InputError) -> Augmentation {
    var border: [UInt8] = []
    for image in 0..<min(images.count, 100) {
      let pixels = images[image]
      border += pixels.prefix(images.width) + pixels.suffix(images.width)
    }
    border.sort()
    return try Augmentation([
      RandomAffine(
        degrees: -4...4, translate: SIMD2(0.03, 0.05), scale: 0.92...1.08, shear: -4...4,
        fill: Int(border[border.count / 2])), ColorJitter(brightness: 0.8...1.2, contrast: 0.8...1.2),
    ])
  }

  private func read(
    _ stepper: ScheduledProgram, steps: Int, seconds: Double
  ) throws(InputError) -> CaptchaAuditResult.Point {
    let program = try InferenceProgram(
      network.graph, parameters: stepper.answeringParameters(), normalization: network.normalization,
      threads: ThreadCount.withinProcessors(threads))
    let result = try network.task.evaluate(program, on: test, at: nil)
    var accuracy = 0.0
    if case .text(let metrics)? = result.details { accuracy = metrics.characterAccuracy }
    return CaptchaAuditResult.Point(
      steps: steps, seconds: seconds, correct: result.correct, texts: result.count, characterAccuracy: accuracy)
  }

  private func stop(_ deadline: Double) -> CaptchaAuditResult.Stop? {
    shouldStop() ? .request : clock() >= deadline ? .budget : nil
  }

  private static func divergence(_ step: Int) -> InputError {
    InputError(
      .failed, "a network of the audit did not learn: its loss is no number", found: "after \(step) steps",
      remedy: "try another seed")
  }
}

extension AuditTraining {
  /// The pictures in whole batches, epoch after epoch.
  struct Feed {
    private let pictures: Pictures
    private let batchSize: Int
    private let seed: UInt64
    private var epoch = 0
    private var place = 0
    private var batches: Batches
    private var targets: Targets

    init(_ pictures: Pictures, batchSize: Int, seed: UInt64) {
      (self.pictures, self.batchSize, self.seed) = (pictures, batchSize, seed)
      batches = Batches([], batchSize: batchSize)
      targets = .labels([])
    }

    /// A step on the next batch; what an epoch has beyond whole batches is left out.
    mutating func step(_ stepper: ScheduledProgram, _ program: TrainingProgram) -> StepResult {
      if place >= batches.order.count / batchSize {
        epoch += 1
        place = 0
        batches = Batches(Shuffling.order(count: pictures.count, seed: seed, epoch: epoch), batchSize: batchSize)
        switch pictures {
        case .labeled(let images): targets = images.targets
        case .drawn(let pictures): targets = pictures.targets(epoch: epoch)
        }
        program.begin(epoch: epoch)
      }
      defer { place += 1 }
      return stepper.step(images: bytes, targets: targets, indices: batches[place])
    }

    private var bytes: [UInt8] { if case .labeled(let images) = pictures { images.images } else { [] } }
  }
}
