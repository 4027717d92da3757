import InklingDatasets
import InklingEngine
import InklingTraining

/// Shows how a training goes on standard error: curves on a wide terminal, a bar on another, and a line for each epoch
/// everywhere.
struct TrainingProgressText {
  private let run: PreparedRun
  private var bar: ProgressBar
  private var live: LiveTraining?

  /// - Parameter live: the curves; nil for the bar alone.
  init(_ run: PreparedRun, bar: ProgressBar = ProgressBar(), live: LiveTraining? = nil) {
    self.run = run
    self.bar = bar
    self.live = live
  }

  mutating func show(_ event: TrainingEvent) {
    switch event {
    case .started(let start):
      for line in Self.lines(start, run) { Output.note(line) }
      live?.start(start)
    case .step(let progress): show(progress)
    case .epochFinished(let record):
      end()
      live?.add(record)
      Output.note(Self.line(record, of: run.folder.configuration.recipe.epochs))
    case .checkpointSaved: break
    case .finished:
      end()
      live?.finish()
    case .stopped: end()
    }
  }

  private mutating func show(_ progress: StepProgress) {
    let epoch = Self.epoch(progress.epoch, of: progress.epochs)
    let hasRoom = live?.hasRoom == true
    if hasRoom { bar.clear() } else { live?.clear() }
    live?.show(progress, before: epoch, after: Self.rate(progress.imagesPerSecond))
    guard !hasRoom else { return }
    bar.draw(Double(progress.step) / Double(progress.stepsPerEpoch), before: epoch, after: Self.figures(progress))
  }

  /// Takes the bar or the curves away.
  mutating func end() {
    bar.clear()
    live?.clear()
  }

  /// "epoch  2/10  loss 0.4312  accuracy 86.21 %  rate 0.001  0.27 s  222,100 images/s".
  static func line(_ record: EpochRecord, of epochs: Int) -> String {
    [
      epoch(record.epoch, of: epochs), "loss \(record.loss.fixed(4))", "accuracy \(record.accuracy.percent)",
      record.validation.map { "held out \($0.loss.fixed(4)), \($0.accuracy.percent)" },
      record.learningRate.map { "rate \($0.short)" }, "\(record.seconds.fixed(2)) s", rate(record.imagesPerSecond),
    ].compactMap(\.self).joined(separator: "  ")
  }

  private static func lines(_ start: TrainingStart, _ run: PreparedRun) -> [String] {
    let configuration = run.folder.configuration
    let recipe = configuration.recipe
    var lines = [
      "data     \(run.dataset.name), \(run.dataset.trainingCount.of("training image")) and "
        + "\(run.dataset.test.count.of("test image")), \(run.dataset.source)",
      "model    \(configuration.modelName), \(start.parameters.of("parameter"))",
      "compute  \(run.instructionSet.rawValue) kernels, \(start.threads.of("thread"))",
      "run      \(run.folder.path), \(recipe.epochs.of("epoch")) of \(start.stepsPerEpoch.of("step")) of "
        + "\(recipe.batchSize.of("image"))",
    ]
    if recipe.data.normalization != .standard { lines.append("input    \(recipe.data.normalization)") }
    if start.epoch > recipe.epochs {
      lines.append("all epochs are trained already")
    } else if let plan = recipe.validationPlan, plan.isExhausted(after: start.history) {
      let enough = plan.epochsWithoutImprovement(in: start.history) + 1
      lines.append(
        "nothing is left to train: it stopped early after epoch \(start.epoch - 1); to go on give --patience \(enough) or more"
      )
    } else if run.folder.isFinished {
      lines.append("nothing is left to train: it ended after epoch \(start.epoch - 1)")
    } else if start.epoch > 1 || start.step > 0 {
      lines.append("going on with epoch \(start.epoch) after \(start.step.of("step"))")
    }
    return lines
  }

  private static func figures(_ progress: StepProgress) -> String {
    [
      "loss \(progress.loss.fixed(4))", "accuracy \(progress.accuracy.percent)", rate(progress.imagesPerSecond),
    ].joined(separator: "  ")
  }

  private static func epoch(_ epoch: Int, of epochs: Int) -> String {
    let blanks = String(repeating: " ", count: max(0, "\(epochs)".count - "\(epoch)".count))
    return "epoch \(blanks)\(epoch)/\(epochs)"
  }

  private static func rate(_ imagesPerSecond: Double) -> String {
    "\(Int(min(imagesPerSecond.rounded(), 1e15)).grouped) images/s"
  }
}
