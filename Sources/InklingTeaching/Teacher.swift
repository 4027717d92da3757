import InklingDatasets
public import InklingFiles
public import InklingStore
public import InklingTraining
import Synchronization

/// Teaches a copy of a model what people corrected: it learns from the corrections mixed with training images that it has
/// seen before, so that it does not forget them (rehearsal; Robins, "Catastrophic forgetting, rehearsal and
/// pseudorehearsal", Connection Science 7, 1995, 123-146). What answers then is the mean of the weights before and after
/// (see `WeightInterpolation`).
///
///     let teacher = Teacher(model, try store.newest(10_000))
///     let result = try teacher.teach { event in ... }
///     try versions.add(result)
///
/// Every fifth correction, by its number in the store, is held out, now and whenever a model is taught from this store. The
/// same corrections, data, options and model give the same weights, for any number of threads.
public final class Teacher: Sendable {
  /// The model before. It stays as it is.
  public let model: TrainedModel
  /// What it is taught.
  public let corrections: [StoredCorrection]
  /// How.
  public let options: TeachingOptions
  private let isStopped = Atomic<Bool>(false)

  /// - Parameters:
  ///   - model: one that tells classes apart, in float32.
  ///   - corrections: as the store has them; the newest are used.
  ///   - options: how.
  public init(_ model: TrainedModel, _ corrections: [StoredCorrection], options: TeachingOptions = TeachingOptions()) {
    self.model = model
    self.corrections = corrections
    self.options = options
  }

  /// Asks a teaching to end; any thread may call it, at any time.
  public func stop() { isStopped.store(true, ordering: .relaxed) }

  /// Teaches, and compares. The calling thread waits meanwhile.
  ///
  /// - Parameter handle: told what happens, on the calling thread.
  /// - Throws: `InputError`: `.usage` for a model on bytes or of another task, options out of range, and corrections none
  ///   of which can be used, and for a model of which nothing says that it is of digits, and that reads none;
  ///   `.missing` or `.malformed` for the data set that is to be replayed; `.failed` when it was
  ///   stopped or took too long. The model before is never touched.
  public func teach(_ handle: (TeachingEvent) -> Void = { _ in }) throws(InputError) -> TeachingResult {
    let clock = TeachingClock(limit: options.secondsLimit) { self.isStopped.load(ordering: .relaxed) }
    try options.check()
    try model.requireTeachable()
    let most = min(options.mostCorrections, options.images / 2)
    let set = try TeachingSet(corrections.suffix(most), for: model)
    let replay = try Replay(options.replay, folder: options.dataFolder, for: model)
    try clock.check()
    let before = try right(model, on: replay.dataset.test)
    if replay.isAssumed { try Replay.requireDigits(before, of: model) }
    let heldOut = set.heldOut
    let lesson = Lesson(model: model, set: set, replay: replay, options: options, clock: clock)
    let plan = lesson.plan(heldOut: heldOut, notes: replay.notes)
    handle(.started(plan))
    let learned = try learn(lesson, heldOut, handle)
    handle(.comparing("test set of \(replay.dataset.name)"))
    let test = TeachingComparison(
      "test set of \(replay.dataset.name)", before: before,
      after: try right(learned.model, on: replay.dataset.test))
    try clock.check()
    let result = EvaluationResult(correct: test.after, count: test.count, loss: 0)
    let look = TestEvaluation(result, by: "teach", weightsSHA256: learned.model.weightsSHA256)
    let decision = TeachingDecision(test, margin: options.margin, isForced: options.isForced)
    let report = TeachingReport(
      base: model.weightsSHA256, digest: learned.model.weightsSHA256, settings: model.settingsSHA256, plan: plan,
      weightShare: learned.share,
      heldOut: learned.heldOut, taught: learned.taught, test: test, margin: options.margin,
      isAccepted: decision.isAccepted,
      reason: decision.reason, seed: options.seed, seconds: clock.seconds, date: look.time)
    handle(.finished(report))
    return TeachingResult(model: try taughtModel(learned.model, report), report: report)
  }

  private struct Learned {
    var model: TrainedModel
    var share: Double
    var heldOut: TeachingComparison?
    var taught: TeachingComparison
  }

  /// Trains, and compares on the corrections.
  private func learn(
    _ lesson: Lesson, _ heldOut: [Int]?, _ handle: (TeachingEvent) -> Void
  ) throws(InputError) -> Learned {
    let images = lesson.set.images
    let all = Array(0..<images.count)
    let choice = try WeightShareChoice(model, lesson.replay, options, lesson.clock)
    if let heldOut {
      let isHeldOut = Set(heldOut)
      let taught = all.filter { !isHeldOut.contains($0) }
      let (after, share) = try choice.mean(with: try lesson.train(on: taught, 1, of: 1, handle))
      return Learned(
        model: after, share: share,
        heldOut: try compare("corrections held out", after, images.selecting(heldOut), handle),
        taught: try compare("corrections learned from", after, images.selecting(taught), handle))
    }
    var crossed: TeachingComparison?
    let trainings = images.count > 1 ? 3 : 1
    if trainings > 1 {
      let halves = [all.filter { $0 % 2 == 0 }, all.filter { $0 % 2 == 1 }]
      var (before, after) = ([Bool](), [Bool]())
      for (half, other) in [(0, 1), (1, 0)] {
        let trained = try choice.mean(with: try lesson.train(on: halves[half], half + 1, of: trainings, handle)).model
        let answered = images.selecting(halves[other])
        before += try right(model, on: answered)
        after += try right(trained, on: answered)
      }
      crossed = TeachingComparison("corrections held out in turn", before: before, after: after)
    }
    let (after, share) = try choice.mean(with: try lesson.train(on: all, trainings, of: trainings, handle))
    return Learned(
      model: after, share: share, heldOut: crossed,
      taught: try compare("corrections learned from", after, images, handle))
  }

  private func compare(
    _ name: String, _ after: TrainedModel, _ images: LabeledImages, _ handle: (TeachingEvent) -> Void
  ) throws(InputError) -> TeachingComparison {
    handle(.comparing(name))
    return TeachingComparison(name, before: try right(model, on: images), after: try right(after, on: images))
  }

  private func right(_ model: TrainedModel, on images: LabeledImages) throws(InputError) -> [Bool] {
    try model.right(on: images, threads: options.threads)
  }

  /// The model with what its file says of its training.
  private func taughtModel(_ learned: TrainedModel, _ report: TeachingReport) throws(InputError) -> TrainedModel {
    var record = model.training
    record?.validation = nil
    record?.epoch = nil
    record?.date = report.date
    record?.version = Release.version
    // The figures that it had are of other weights; the new ones are in the report.
    record?.test = nil
    var card = model.card
    let note = "Taught \(report.plan.taught) corrections on \(report.date), from the weights \(report.base.prefix(12))."
    card.description = card.description.map { "\($0) \(note)" } ?? note
    var taught = try TrainedModel(
      model.description, parameters: learned.namedParameters(), training: record, card: card,
      goldenImages: model.goldenInputs.map(\.pixels))
    taught.refusal = model.refusal
    return taught
  }
}
