import Datasets
import Files
import Inkling

/// All that the compute thread is given: it compiles, restores, trains, evaluates and reports.
struct TrainingJob: Sendable {
  let configuration: TrainingConfiguration
  let data: LabeledImages
  let run: RunFolder?
  let checkpoint: Checkpoint?
  let kernels: String
  let shouldStop: @Sendable () -> Bool
  let clock: @Sendable () -> Double
  let evaluate: (@Sendable ([NamedTensor]) throws(InputError) -> EvaluationResult)?
  let makeStepper: @Sendable () throws(InputError) -> any TrainingStepper
  /// What a new run starts from in place of what its seed draws.
  var initial: StartingWeights.Start?
  var pauseAfter = Int.max

  func run(_ channel: EventChannel, _ request: StopRequest) {
    do {
      try train(channel, request)
      channel.finish(nil)
    } catch {
      channel.finish(error)
    }
  }

  private func train(_ channel: EventChannel, _ request: StopRequest) throws(InputError) {
    let stepper = try prepare()
    let shouldStop = shouldStop
    var loop = TrainingLoop(
      configuration: configuration, data: data, stepper: stepper, run: run, from: checkpoint,
      shouldStop: { request.isMade || shouldStop() }, clock: clock, send: channel.send)
    loop.pauseAfter = pauseAfter
    channel.send(.started(start(stepper.namedParameters())))
    guard try loop.train() else {
      channel.send(.stopped(resumable: run != nil))
      return
    }
    let report = try report(loop)
    try run?.save(report)
    channel.send(.finished(report))
  }

  /// The compiled model, in the checkpoint's state when there is one.
  private func prepare() throws(InputError) -> any TrainingStepper {
    try configuration.validate(trainingCount: data.count)
    try checkpoint?.requireFit(configuration, trainingCount: data.count, path: run?.path ?? "the checkpoint")
    let stepper = try makeStepper()
    if let checkpoint {
      try checkpoint.restore(stepper, path: run?.path ?? "the checkpoint")
    } else if let initial {
      try stepper.load(parameters: try initial(stepper.namedParameters()))
    }
    return stepper
  }

  private func start(_ parameters: [NamedTensor]) -> TrainingStart {
    TrainingStart(
      run: run?.path, parameters: parameters.reduce(0) { $0 + $1.values.count }, epochs: configuration.epochs,
      stepsPerEpoch: configuration.stepsPerEpoch(trainingCount: data.count), epoch: checkpoint?.epoch ?? 1,
      step: checkpoint?.step ?? 0, history: checkpoint?.state.history ?? [])
  }

  private func report(_ loop: TrainingLoop) throws(InputError) -> TrainingReport {
    let parameters = try loop.finiteParameters()
    let test = try evaluate.map { evaluate throws(InputError) in try evaluate(parameters) }
    if let test, !test.loss.isFinite { throw loop.divergence("a loss of \(test.loss) on the test set") }
    return TrainingReport(
      run: run?.path ?? "", seed: configuration.seed, threads: configuration.threads, kernels: kernels,
      parameters: parameters.reduce(0) { $0 + $1.values.count }, epochs: loop.state.history, test: test,
      secondsTotal: loop.totalSeconds, weightsSHA256: weightsSHA256(of: parameters))
  }
}
