import InklingDatasets
import InklingEngine
import InklingFiles

/// All that the compute thread is given: it compiles, restores, trains, evaluates and reports.
struct TrainingJob: Sendable {
  let configuration: RunConfiguration
  let data: TrainingImages
  let run: RunFolder?
  let checkpoint: Checkpoint?
  let kernels: String
  let shouldStop: @Sendable () -> Bool
  let clock: @Sendable () -> Double
  let evaluate: (@Sendable ([NamedTensor]) throws(InputError) -> EvaluationResult)?
  let validation: Validation?
  let makeStepper: @Sendable () throws(InputError) -> any TrainingStepper
  /// What a new run starts from in place of what its seed draws.
  var initial: StartingWeights.Start?
  var pauseAfter = Int.max
  /// What is trained; nil where a test trains something that is no network.
  var description: ModelDescription?
  /// Where the finished model is left.
  let finished = FinishedModel()
  /// Makes who watches the run, which goes on where the checkpoint says; called once, on the thread that trains.
  var makeObserver: (@Sendable (Checkpoint?) throws(InputError) -> any TrainingObserver)?

  /// Images that are trained on.
  private var trainingCount: Int { validation?.split.training.count ?? data.count }

  func run(_ channel: EventChannel, _ request: StopRequest) {
    do throws(InputError) {
      try run(request, send: channel.send)
      channel.finish(nil)
    } catch {
      channel.finish(error)
    }
  }

  /// All of it, on the calling thread.
  func run(_ request: StopRequest, send: @escaping (TrainingEvent) -> Void) throws(InputError) {
    do throws(InputError) {
      try train(request, send)
    } catch {
      // What cannot be saved since the folder is gone is told as that.
      if [.unwritable, .broken].contains(error.kind), let run { try run.requireIntact([]) }
      throw error
    }
  }

  private func train(_ request: StopRequest, _ send: @escaping (TrainingEvent) -> Void) throws(InputError) {
    let stepper = try prepare()
    let validation = try validation.map { validation throws(InputError) in try LoopValidation(validation) }
    let shouldStop = shouldStop
    var loop = TrainingLoop(
      configuration: configuration, data: data.inMemory, generated: data.generated, stepper: stepper, run: run,
      from: checkpoint,
      validation: validation, shouldStop: { request.isMade || shouldStop() }, clock: clock, send: send)
    loop.pauseAfter = pauseAfter
    loop.rounding = InstructionSet(rawValue: kernels)?.rounding
    loop.observer = try makeObserver.map { make throws(InputError) in try make(checkpoint) }
    send(.started(start(stepper)))
    if let run, let report = run.finishedReport {
      return send(.finished(try repeated(report, of: run)))
    }
    guard try loop.train() else {
      try loop.requireSaved()
      send(.stopped(resumable: run != nil))
      return
    }
    try loop.requireSaved()
    let chosen = try loop.selectedParameters()
    let report = try report(loop, chosen.parameters, chosen.selection)
    try run?.save(report)
    try keepModel(chosen.parameters, epoch: chosen.selection?.epoch ?? loop.state.history.last?.epoch, report)
    try loop.observer?.observe(report)
    try loop.requireSaved(report: true)
    send(.finished(report))
  }

  /// What a run that has ended has reached: nothing is trained, and no test set is looked at.
  ///
  /// - Throws: `InputError` of kind `.malformed` for weights that are not those that the report is about.
  private func repeated(_ report: TrainingReport, of run: RunFolder) throws(InputError) -> TrainingReport {
    let saved = try RunFolder.savedWeights(nil, at: run.path)
    let digest = weightsSHA256(of: saved.tensors)
    guard digest == report.weightsSHA256 else {
      throw InputError(
        .malformed, "the weights are not those that the run's report is about", path: saved.path,
        expected: "SHA-256 \(report.weightsSHA256.prefix(64))", found: digest,
        remedy: "take the report away to have it made again")
    }
    try keepModel(saved.tensors, epoch: report.selection?.epoch ?? report.epochs.last?.epoch, report)
    return report
  }

  /// The compiled model, in the checkpoint's state when there is one.
  private func prepare() throws(InputError) -> any TrainingStepper {
    try configuration.validate()
    try checkpoint?.requireFit(configuration, trainingCount: trainingCount, path: run?.path ?? "the checkpoint")
    let stepper = try makeStepper()
    if run != nil {
      // Parameters, what the optimiser remembers of them, and the bytes of the file that holds both.
      try Memory.require(
        Double(stepper.parameterCount) * 24, for: "what is saved after an epoch",
        remedy: "make the model smaller, or free some memory or raise its limit (ulimit -v)")
    }
    if let checkpoint {
      try checkpoint.restore(stepper, path: run?.path ?? "the checkpoint")
    } else if let initial {
      try stepper.load(parameters: try initial(stepper.namedParameters()))
    }
    return stepper
  }

  private func start(_ stepper: any TrainingStepper) -> TrainingStart {
    TrainingStart(
      run: run?.path, parameters: stepper.parameterCount, epochs: configuration.recipe.epochs,
      stepsPerEpoch: configuration.recipe.stepsPerEpoch(trainingCount: trainingCount), epoch: checkpoint?.epoch ?? 1,
      step: checkpoint?.step ?? 0, history: checkpoint?.state.history ?? [], threads: threads(of: stepper))
  }

  private func threads(of stepper: any TrainingStepper) -> Int { stepper.computingThreads ?? configuration.threads }

  private func report(
    _ loop: TrainingLoop, _ parameters: [NamedTensor], _ selection: WeightsSelection?
  ) throws(InputError) -> TrainingReport {
    let digest = weightsSHA256(of: parameters)
    let validation = try loop.validation.map { validation throws(InputError) in try validation.evaluate(parameters) }
    let (test, looks) = try test(parameters, weightsSHA256: digest, loop)
    return TrainingReport(
      run: run?.path ?? "", seed: configuration.recipe.seed, threads: threads(of: loop.stepper), kernels: kernels,
      parameters: loop.stepper.parameterCount, epochs: loop.state.history, test: test,
      secondsTotal: loop.totalSeconds, weightsSHA256: digest, validation: validation, selection: selection,
      testEvaluations: selection == nil ? nil : looks)
  }

  /// Makes a value of what was trained, and a file in the run's folder.
  private func keepModel(
    _ parameters: [NamedTensor], epoch: Int?, _ report: TrainingReport
  ) throws(InputError) {
    guard let description else { return }
    let record = TrainingRecord(
      recipe: configuration.recipe,
      data: try run.flatMap { run throws(InputError) in
        try RunFolder.fingerprint(at: run.path)
      }, epoch: epoch, validation: report.validation, test: report.test, date: TestEvaluation.timestamp(),
      version: Release.version)
    let model = try TrainedModel(
      description, parameters: parameters, training: record, goldenImages: data.inMemory.goldenImages,
      instructionSet: InstructionSet(rawValue: kernels) ?? .best)
    if let run { try model.save(to: run.path(of: .trainedModel)) }
    finished.set(model)
  }

  /// What the weights reach on the test set, and how often it was looked at so far. A run that was resumed and ends with
  /// the weights that its report is about has looked already.
  private func test(
    _ parameters: [NamedTensor], weightsSHA256: String, _ loop: TrainingLoop
  ) throws(InputError) -> (result: EvaluationResult?, looks: Int?) {
    guard let evaluate else { return (nil, nil) }
    if checkpoint != nil, let run, let known = run.savedReport, known.weightsSHA256 == weightsSHA256,
      let result = known.test
    {
      return (result, try RunFolder.testEvaluationCount(at: run.path))
    }
    let result = try evaluate(parameters)
    guard result.loss.isFinite else { throw loop.divergence("a loss of \(result.loss) on the test set") }
    return (result, try log(result, weightsSHA256: weightsSHA256))
  }

  /// Writes down that the test set was looked at; nil when there is no run folder.
  private func log(_ test: EvaluationResult, weightsSHA256: String) throws(InputError) -> Int? {
    guard let run else { return nil }
    let look = TestEvaluation(
      test, by: "train", weightsSHA256: weightsSHA256, models: 1, views: configuration.recipe.views.count)
    return try RunFolder.log(look, at: run.path)
  }
}
