import InklingDatasets
import InklingEngine
import InklingTraining

/// Shows how a training goes on standard error: a bar on a terminal, and a line for each epoch everywhere.
struct TrainingProgressText {
  private let run: PreparedRun
  private var bar: ProgressBar

  init(_ run: PreparedRun, bar: ProgressBar = ProgressBar()) {
    self.run = run
    self.bar = bar
  }

  mutating func show(_ event: TrainingEvent) {
    switch event {
    case .started(let start):
      for line in Self.lines(start, run) { Output.note(line) }
    case .step(let progress):
      bar.draw(
        Double(progress.step) / Double(progress.stepsPerEpoch),
        before: Self.epoch(progress.epoch, of: progress.epochs), after: Self.figures(progress))
    case .epochFinished(let record):
      bar.clear()
      Output.note(Self.line(record, of: run.folder.configuration.recipe.epochs))
    case .checkpointSaved: break
    case .finished, .stopped: bar.clear()
    }
  }

  /// Takes the bar away.
  mutating func end() { bar.clear() }

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
      "data     \(run.dataset.name), \(run.dataset.train.count.of("training image")) and "
        + "\(run.dataset.test.count.of("test image")), \(run.dataset.source)",
      "model    \(configuration.modelName), \(start.parameters.of("parameter"))",
      "compute  \(run.instructionSet.rawValue) kernels, \(configuration.threads.of("thread"))",
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
