import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTargets

/// The loop itself: synchronous, on the thread that calls it, with nothing allocated from one step to the next.
struct TrainingLoop {
  /// The least time between two step events.
  static let secondsBetweenEvents = 0.05

  let configuration: RunConfiguration
  let data: TrainingImages
  let stepper: any TrainingStepper
  let run: RunFolder?
  let shouldStop: () -> Bool
  /// Seconds on a clock that never goes back.
  let clock: () -> Double
  let send: (TrainingEvent) -> Void
  /// The run is stopped after this epoch, as if it had been asked to.
  var pauseAfter = Int.max
  /// Watches a run that is saved; nil for nobody.
  var observer: (any TrainingObserver)?
  /// What must still be in the run folder whenever something is saved.
  private let fixedFiles: [RunFolder.File]
  private var savedFiles: Set<RunFolder.File> = []
  /// How the kernels round, for the checkpoints.
  var rounding: String?
  private(set) var state: TrainingState
  private(set) var validation: LoopValidation?

  /// What the epoch's images are compared with: new texts in every epoch where the pictures are drawn.
  private var targets: Targets
  /// The epoch's order: it follows from the seed and the epoch, so a resumed run needs none of it saved.
  private var batches: Batches
  /// The images that are trained on, in the order of the file.
  private let images: [Int32]
  private let stepsPerEpoch: Int
  /// Where the state was when it was last saved, so that nothing is saved twice.
  private var saved: (epoch: Int, step: Int)?
  /// What the clock said, less the seconds already spent: now minus these gives the totals.
  private var epochStart = 0.0
  private var runStart = 0.0
  private var nextEvent = 0.0

  /// - Parameters:
  ///   - generated: what draws the images anew in every epoch; nil where `data` has them all.
  ///   - checkpoint: where to go on, already loaded into `stepper`.
  init(
    configuration: RunConfiguration, data: LabeledImages, generated: GeneratedPictures? = nil,
    stepper: any TrainingStepper, run: RunFolder?,
    from checkpoint: Checkpoint?, validation: LoopValidation? = nil, shouldStop: @escaping () -> Bool,
    clock: @escaping () -> Double, send: @escaping (TrainingEvent) -> Void
  ) {
    self.configuration = configuration
    let data = TrainingImages(data, generated: generated)
    self.data = data
    self.stepper = stepper
    self.run = run
    fixedFiles = run?.fixedFiles ?? []
    self.shouldStop = shouldStop
    self.clock = clock
    self.send = send
    state = checkpoint?.state ?? TrainingState()
    saved = checkpoint.map { ($0.state.epoch, $0.state.step) }
    self.validation = validation
    targets = data.inMemory.targets
    images = validation?.training ?? Shuffling.unshuffled(count: data.count)
    batches = Batches(images, batchSize: configuration.recipe.batchSize)
    stepsPerEpoch = configuration.recipe.stepsPerEpoch(trainingCount: images.count)
  }

  /// Trains the epochs that are left.
  ///
  /// - Returns: false when it was asked to stop; all that was done is saved then.
  /// - Throws: `InputError` of kind `.failed` when a loss or a weight is not finite: nothing that was saved before is
  ///   touched. What saving throws.
  mutating func train() throws(InputError) -> Bool {
    runStart = clock() - state.totalSeconds
    // What was saved after the checkpoint is done again: its lines must not stay in the history.
    try run?.save(history: state.history)
    while state.epoch <= configuration.recipe.epochs, !isExhausted {
      guard state.epoch <= pauseAfter else { return false }
      guard try trainEpoch() else {
        try saveStopped()
        return false
      }
    }
    guard !shouldStop() else {
      try saveStopped()
      return false
    }
    return true
  }

  /// Wall time of the run so far.
  var totalSeconds: Double { clock() - runStart }

  /// False when it was asked to stop before the epoch's end.
  private mutating func trainEpoch() throws(InputError) -> Bool {
    epochStart = clock() - state.epochSeconds
    try stepper.begin(epoch: state.epoch, after: state.history)
    targets = data.targets(epoch: state.epoch)
    if configuration.recipe.data.shuffle {
      let order = Shuffling.order(of: images, seed: configuration.recipe.seed, epoch: state.epoch)
      batches = Batches(order, batchSize: configuration.recipe.batchSize)
    }
    while state.step < stepsPerEpoch {
      guard !shouldStop() else {
        readClock()
        return false
      }
      try step()
    }
    stepper.finishEpoch()
    readClock()
    try finishEpoch()
    return true
  }

  private mutating func step() throws(InputError) {
    let result = stepper.step(images: data.bytes, targets: targets, indices: batches[state.step])
    state.add(lossSum: result.lossSum, correct: result.correct, count: result.count)
    guard result.lossSum.isFinite else { throw divergence("a loss of \(result.lossSum)") }
    if let observer {
      try observer.observe(step: stepCount, result, learningRate: stepper.lastLearningRate)
    }
    let now = readClock()
    if now >= nextEvent {
      nextEvent = now + Self.secondsBetweenEvents
      send(.step(progress))
    }
    guard let every = configuration.checkpointEvery, run != nil, state.step < stepsPerEpoch else { return }
    if stepCount.isMultiple(of: every) { try save() }
  }

  /// Steps of the run so far.
  private var stepCount: Int { (state.epoch - 1) * stepsPerEpoch + state.step }

  @discardableResult
  private mutating func readClock() -> Double {
    let now = clock()
    state.epochSeconds = now - epochStart
    state.totalSeconds = now - runStart
    return now
  }

  private mutating func finishEpoch() throws(InputError) {
    let best = state.history.best(by: validation?.plan)
    let record = state.finishEpoch(validation: try evaluateEpoch(), learningRate: stepper.lastLearningRate)
    let isBest = best?.epoch != state.history.best(by: validation?.plan)?.epoch
    if let run {
      try run.requireIntact(fixedFiles)
      let parameters = try finiteAnsweringParameters()
      // The checkpoint comes last: killed before it, the epoch is trained again and all this is written again.
      if isBest { try run.save(parameters, as: .bestWeights, epoch: record.epoch, classNames: data.classNames) }
      try run.save(parameters, as: .lastWeights, epoch: record.epoch, classNames: data.classNames)
      try run.save(history: state.history)
      savedFiles.formUnion(isBest ? [.bestWeights, .lastWeights, .history] : [.lastWeights, .history])
      if let observer { try observer.observe(record, step: stepCount, parameters: try finiteParameters()) }
      try save()
    } else if isBest, validation != nil {
      let parameters = try finiteAnsweringParameters()
      validation?.best = parameters
    }
    send(.epochFinished(record))
  }

  private mutating func saveStopped() throws(InputError) {
    guard let run, saved.map({ $0 != (state.epoch, state.step) }) ?? true else { return }
    // First what the run goes on from: measuring the statistics of an average takes a while.
    try save()
    try run.save(
      try finiteAnsweringParameters(), as: .lastWeights, epoch: state.epoch, classNames: data.classNames)
  }

  /// Makes sure that everything is there that the run was told to have saved.
  ///
  /// - Parameter report: whether the report is saved too.
  /// - Throws: `InputError` of kind `.broken` when somebody took something away.
  func requireSaved(report: Bool = false) throws(InputError) {
    guard let run else { return }
    try run.requireIntact(fixedFiles + savedFiles + (report ? [.report] : []))
  }

  private mutating func save() throws(InputError) {
    guard let run else { return }
    try run.requireIntact(fixedFiles)
    let parameters = try finiteParameters()
    let optimizerState = stepper.namedOptimizerState()
    try requireFinite(optimizerState)
    try observer?.synchronize()
    try run.save(
      Checkpoint(
        configuration: run.configuration, trainingCount: images.count, state: state, parameters: parameters,
        optimizerState: optimizerState, rounding: rounding))
    saved = (state.epoch, state.step)
    savedFiles.insert(.lastCheckpoint)
    send(.checkpointSaved(path: run.path(of: .lastCheckpoint)))
  }

  /// Adds what the validation takes to the run's time, but not to the epoch's: its images a second are of training.
  private mutating func evaluateEpoch() throws(InputError) -> EpochValidation? {
    guard let validation else { return nil }
    let result = try validation.evaluate(try finiteAnsweringParameters())
    guard result.loss.isFinite else { throw divergence("a loss of \(result.loss) on the held-out images") }
    state.totalSeconds = clock() - runStart
    return EpochValidation(loss: result.loss, accuracy: result.accuracy)
  }

  /// The epoch that was trained last, or is being trained. It follows from the state, as its order does: a resumed run
  /// measures on the same batches.
  var lastPass: EpochPass {
    let epoch = state.step > 0 ? state.epoch : max(state.epoch - 1, 1)
    return EpochPass(
      images: data.bytes, training: images, batchSize: configuration.recipe.batchSize, epoch: epoch,
      firstStep: (epoch - 1) * stepsPerEpoch, seed: configuration.recipe.data.shuffle ? configuration.recipe.seed : nil)
  }

  /// The images of the step that was taken last.
  var lastBatch: ArraySlice<Int32> { batches[(state.step > 0 ? state.step : stepsPerEpoch) - 1] }

  private var progress: StepProgress {
    StepProgress(
      epoch: state.epoch, epochs: configuration.recipe.epochs, step: state.step, stepsPerEpoch: stepsPerEpoch,
      loss: state.loss, accuracy: state.accuracy, imagesPerSecond: state.imagesPerSecond)
  }
}
