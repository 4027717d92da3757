import InklingDatasets
import InklingEngine
public import InklingFiles
import Synchronization

/// Trains a model: start it by iterating over its events, or with `run`, which waits.
///
///     for try await event in trainer.events { ... }
///     try trainer.run { event in ... }
///
/// The steps run on a thread of their own. Cancelling the task that iterates, or `stop()`, lets the run finish its step,
/// save a checkpoint and end with `.stopped`. The same configuration on the same data gives the same weights to the
/// bit, for any number of threads and through any number of stops and resumes.
///
/// Where the recipe keeps images for validation a part of the training set is held out: it is evaluated after every epoch,
/// chooses the weights and may end the run early. Without one the best weights are those of the epoch with the lowest
/// training loss, and the run ends with the last. The test set is evaluated once, at the end.
public final class Trainer: Sendable {
  let job: TrainingJob
  private let request = StopRequest()
  private let hasBegun = Atomic<Bool>(false)

  /// - Parameters:
  ///   - configuration: what to do; a run folder's own takes its place.
  ///   - data: the training set.
  ///   - generated: what draws it anew in every epoch; nil where `data` has all of it.
  ///   - runFolder: where the run is saved; nil saves nothing.
  ///   - checkpoint: where to go on; nil starts anew.
  ///   - kernels: the name of the kernels' instruction set, for the report.
  ///   - shouldStop: asked before every step, such as for a signal.
  ///   - clock: seconds on a clock that never goes back.
  ///   - evaluate: what the trained parameters reach on the test set.
  ///   - validation: the images that are held out, as the configuration's plan says.
  ///   - start: what a new run starts from, given what its seed draws.
  ///   - pauseAfter: the epoch after which the run stops, to be resumed.
  ///   - description: what is trained; nil where it is no network.
  ///   - makeObserver: makes who watches the run; nil for nobody.
  ///   - makeStepper: compiles the model; called once, on the thread that trains.
  init(
    configuration: RunConfiguration, data: LabeledImages, generated: GeneratedPictures? = nil, runFolder: RunFolder?,
    resuming checkpoint: Checkpoint? = nil, kernels: String, shouldStop: @escaping @Sendable () -> Bool = { false },
    clock: @escaping @Sendable () -> Double = Trainer.monotonicSeconds,
    evaluate: (@Sendable ([NamedTensor]) throws(InputError) -> EvaluationResult)? = nil,
    validation: Validation? = nil, start: StartingWeights.Start? = nil, pauseAfter: Int? = nil,
    description: ModelDescription? = nil,
    makeObserver: (@Sendable (Checkpoint?) throws(InputError) -> any TrainingObserver)? = nil,
    makeStepper: @escaping @Sendable () throws(InputError) -> any TrainingStepper
  ) {
    job = TrainingJob(
      configuration: runFolder?.configuration ?? configuration,
      data: TrainingImages(data, generated: generated), run: runFolder, checkpoint: checkpoint,
      kernels: kernels, shouldStop: shouldStop, clock: clock, evaluate: evaluate, validation: validation,
      makeStepper: makeStepper, initial: start, pauseAfter: pauseAfter ?? .max, description: description,
      makeObserver: makeObserver)
  }

  /// What happens, in order; iterating starts the run. For one loop alone.
  public var events: TrainingEvents {
    TrainingEvents(start: { self.begin() }, stop: request)
  }

  /// Asks the run to finish its step, save a checkpoint and end. Any thread may call it, at any time.
  public func stop() { request.make() }

  /// Trains to the end, or until it is stopped, and tells `handle` what happens; the calling thread waits meanwhile.
  ///
  /// Unlike `events` it needs no thread of Swift's tasks, and does the work itself where the system gives no thread.
  ///
  /// - Throws: what the run failed of.
  public func run(_ handle: (TrainingEvent) -> Void = { _ in }) throws(InputError) {
    let channel = EventChannel()
    guard begin(channel) == nil else {
      return try withoutActuallyEscaping(handle) { handle throws(InputError) in try job.run(request, send: handle) }
    }
    while let event = try channel.next() { handle(event) }
  }

  /// Trains to the end, and gives the model.
  ///
  ///     let model = try Trainer(Recipe.load("tiny"), on: StrokeDigits.dataset()).train()
  ///
  /// - Parameter handle: told what happens.
  /// - Throws: what the run failed of; `InputError` of kind `.failed` when it was stopped before its end.
  public func train(_ handle: (TrainingEvent) -> Void = { _ in }) throws(InputError) -> TrainedModel {
    try run(handle)
    guard let model = job.finished.value else {
      throw InputError(
        .failed, "the training was stopped before its end, and has no model yet", remedy: "resume it, or let it end")
    }
    return model
  }

  private func begin() -> EventChannel {
    let channel = EventChannel()
    if let refusal = begin(channel) { channel.finish(refusal) }
    return channel
  }

  /// Starts the thread that computes; why it cannot be, if it cannot.
  private func begin(_ channel: EventChannel) -> InputError? {
    precondition(
      !hasBegun.exchange(true, ordering: .relaxed), "a trainer's events can be iterated once; make another trainer")
    let job = job
    let request = request
    do throws(InputError) {
      // On the threads of Swift's tasks, as many as processors, work of minutes would keep all others waiting.
      try SystemThread(stackBytes: 8 << 20) { job.run(channel, request) }.detach()
      return nil
    } catch {
      return error
    }
  }

  /// The seconds of the system's monotonic clock.
  package static let monotonicSeconds: @Sendable () -> Double = {
    let origin = ContinuousClock.now
    return {
      let (seconds, attoseconds) = (ContinuousClock.now - origin).components
      return Double(seconds) + Double(attoseconds) * 1e-18
    }
  }()
}
