import InklingEngine
import InklingFiles
import InklingFormats

/// Writes a run's event files for TensorBoard: its curves by step, histograms of weights and gradients after each epoch, the
/// network, some of the images, and the hyper-parameters with what they led to.
///
/// The step of an event is the number of steps taken in the run. A resumed run's files have the steps up to its checkpoint, and
/// each later one once (`EventWriter`).
final class TensorBoardObserver: TrainingObserver {
  private let plan: TensorBoardPlan
  private let writer: EventWriter
  private var gradients: GradientHistograms

  /// - Parameter checkpoint: where the run goes on; nil for its beginning.
  /// - Throws: `InputError` for a damaged file of an earlier part of the run, and a folder that cannot be written.
  init(_ plan: TensorBoardPlan, after checkpoint: Checkpoint?) throws(InputError) {
    self.plan = plan
    gradients = GradientHistograms(plan)
    let step = checkpoint.map { ($0.epoch - 1) * plan.stepsPerEpoch + $0.step }
    writer = try EventWriter(
      folder: plan.folder, after: step, wallTime: plan.wallTime(), replacing: { Self.isReplaced($0.tag) })
    if !writer.continues { try writeBeginning(history: checkpoint?.state.history ?? []) }
    try write(step ?? 0, plan.hyperparameters(time: plan.wallTime()))
    try writer.synchronize()
  }

  func observe(step: Int, _ result: StepResult, learningRate: Float?) throws(InputError) {
    guard step.isMultiple(of: plan.stepsBetweenPoints), result.count > 0 else { return }
    var values = [Self.scalar("train/batch_loss", result.lossSum / Double(result.count))]
    if let learningRate { values.append(Self.scalar("train/learning_rate", Double(learningRate))) }
    try write(step, values)
  }

  func observe(_ record: EpochRecord, step: Int, parameters: [NamedTensor]) throws(InputError) {
    try write(step, Self.scalars(of: record))
    try write(step, parameters.map { Self.histogram("weights/\($0.name)", $0.values) })
    let found = try gradients.gradients(of: parameters, epoch: record.epoch, step: step)
    try write(step, found.map { Self.histogram("gradients/\($0.name)", $0.values) })
  }

  func synchronize() throws(InputError) { try writer.synchronize() }

  func observe(_ report: TrainingReport) throws(InputError) {
    let step = report.epochs.count * plan.stepsPerEpoch
    var values: [SummaryValue] = []
    if let test = report.test { values += Self.scalars(of: test, as: TensorBoardPlan.finalTest) }
    if let validation = report.validation {
      values += Self.scalars(of: validation, as: TensorBoardPlan.finalValidation)
    }
    let end = HyperparameterSummary.end(.success, time: plan.wallTime())
    try write(step, values)
    try write(step, [SummaryValue(end.tag, .hyperparameters(end))])
    try writer.synchronize()
  }

  /// The network, the recipe, and some images at step 0; and the epochs of a run that was trained without event files before.
  private func writeBeginning(history: [EpochRecord]) throws(InputError) {
    try writer.write(
      TensorBoardEvent(wallTime: plan.wallTime(), step: 0, .graph(plan.graph.tensorBoardNodes())))
    try write(0, [SummaryValue("run/recipe", .text(["```\n\(plan.configuration.recipe.yaml)```"]))])
    if let sheet = try TrainingSheet(plan).image() { try write(0, [SummaryValue("run/images", .image(sheet))]) }
    for record in history { try write(record.epoch * plan.stepsPerEpoch, Self.scalars(of: record)) }
  }

  private func write(_ step: Int, _ values: [SummaryValue]) throws(InputError) {
    guard !values.isEmpty else { return }
    try writer.write(step, values, wallTime: plan.wallTime())
  }
}

extension TensorBoardObserver {
  /// What a resumed run says anew, at whatever step it was said: what is no curve.
  private static func isReplaced(_ tag: String) -> Bool { tag.hasPrefix("_hparams_/") || tag.hasPrefix("final/") }

  private static func scalars(of record: EpochRecord) -> [SummaryValue] {
    var values = [
      scalar("train/loss", record.loss), scalar("train/accuracy", record.accuracy),
      scalar("train/images_per_second", record.imagesPerSecond),
    ]
    if let validation = record.validation {
      values += [scalar("validation/loss", validation.loss), scalar("validation/accuracy", validation.accuracy)]
    }
    return values
  }

  private static func scalars(of result: EvaluationResult, as tags: (loss: String, accuracy: String)) -> [SummaryValue]
  {
    [scalar(tags.loss, result.loss), scalar(tags.accuracy, result.accuracy)]
  }

  private static func scalar(_ tag: String, _ value: Double) -> SummaryValue { SummaryValue(tag, .scalar(value)) }

  private static func histogram(_ tag: String, _ values: [Float]) -> SummaryValue {
    SummaryValue(tag, .histogram(SummaryHistogram(values)))
  }
}
