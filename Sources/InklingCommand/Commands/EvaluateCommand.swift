import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTraining

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Count how often a trained run is right, or several together.",
    discussion: """
      Prints the accuracy with its 95 % interval, the loss, and the confusion matrix: a row for each true class, a \
      column for each answer. The probabilities of several runs, and of several views of each image (--tta), are \
      averaged.

      Every look at a run's test set is a line of test-evaluations.log in its folder: what is chosen by the test set \
      is not tested by it. Choose with --split validation.

      Examples:
        inkling evaluate runs/fashion
        inkling evaluate fashion --dataset fashion-mnist --weights best --json
        inkling evaluate a b c --tta shifts,rotations --metrics
        inkling evaluate a --split validation
        inkling evaluate a --shift rotated
        inkling evaluate a --dataset ./letters --predictions answers.csv --confusion confusion.csv
        inkling evaluate a --features features.npz
        inkling evaluate plates --dataset ./plates --decoder beam --predictions answers.csv
      """)

  @OptionGroup var trained: SeveralRunsOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @Option(
    help: ArgumentHelp(
      "Shift the images first: \(ImageShift.names). (default: as the run was trained)", valueName: "shift"))
  var shift: ImageShift?
  @OptionGroup(title: "Another program's file") var foreign: ForeignModelOptions
  @OptionGroup(title: "Files") var outputs: EvaluationOutputs
  @OptionGroup(title: "Texts") var decoding: DecoderOptions
  @OptionGroup(title: "Computing") var compute: ComputeOptions
  @Option(help: "The part of the data set: the validation and training parts are the run's own.")
  var split = SplitChoice.test
  @Option(help: WeightsChoice.help)
  var weights: WeightsChoice?
  @Option(
    help: ArgumentHelp(
      "Average over views of each image, too: \(ViewsChoice.names.joined(separator: ", ")), or several with commas.",
      valueName: "views"))
  var tta = ViewsChoice.none
  @Flag(help: "Say all that can be said: top-k, precision, recall and F1, log loss, ROC AUC, kappa, calibration.")
  var metrics = false
  @Flag(help: "Fit a temperature on the run's held-out images, and apply it to the probabilities.")
  var calibrate = false
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  private static let mostShownClasses = 64

  func run() throws {
    let ensemble = try trained.ensemble(
      weights: weights, foreign: foreign, views: tta.views, threads: compute.threads)
    let decoder = try decoding.choice(for: ensemble.models[0])
    var source = try data.source(orOf: ensemble.models[0])
    if let shift { source.variation.shift = shift }
    try outputs.requireOthers(than: ensemble.models, source)
    let extractor = try outputs.extractor(of: ensemble.models, threads: compute.threads)
    let part = try DataPart(split, of: source, for: ensemble.models)
    if let note = part.note { Output.note("note: \(note)") }
    if ensemble.models[0].description.task.name != .classify {
      return try evaluate(ensemble, on: part, of: source, decoder)
    }
    var answers = try ensemble.answers(to: part)
    let calibration = calibrate ? try fit(ensemble, &answers) : nil
    var evaluation = RunEvaluation(answers.result(withMetrics: metrics), on: split, of: ensemble)
    evaluation.calibration = calibration
    // What could not be written shows nobody anything: it is no look at the test set.
    try outputs.write(answers, evaluation.result, of: part, extractor)
    evaluation.testEvaluations = ensemble.log(
      evaluation.result, by: "evaluate", on: split, of: source, note: Output.note(of:))
    guard !json else { return try Output.result(JSONText.encode(evaluation)) }
    try show(evaluation, ensemble, source)
  }

  /// Calibrates the answers by the images that the runs held out.
  private func fit(_ ensemble: ModelEnsemble, _ answers: inout Answers) throws(InputError) -> CalibrationReport {
    let own = try data.own(of: ensemble.models[0])
    let heldOut = try ensemble.answers(to: try DataPart(.validation, of: own, for: ensemble.models))
    let temperature = TemperatureScaling(fittedTo: heldOut.probabilities)
    let before = answers.probabilities
    answers = answers.calibrated(by: temperature)
    return CalibrationReport(
      temperature, fittedOn: heldOut.labels.count, before: before, after: answers.probabilities)
  }

  func show(_ evaluation: RunEvaluation, _ ensemble: ModelEnsemble, _ source: DatasetSource) throws {
    let weights = ensemble.models.map(\.weightsText).joined(separator: ", ")
    Output.note("\(weights) on \(split.title) of \(source.title)")
    if let looks = evaluation.testEvaluations?.max(), looks > 1 {
      Output.note("this is look number \(looks) at the test set; see test-evaluations.log in the run's folder")
    }
    // A wider matrix is no picture for a terminal.
    let isNarrow = (ensemble.models.first?.classNames.count ?? 0) <= Self.mostShownClasses
    if !isNarrow { Output.note("the confusion matrix is too wide to be shown; --confusion FILE writes it") }
    var parts = [EvaluationText(evaluation.result, showsConfusion: isNarrow, noun: split.noun).text]
    if let metrics = evaluation.result.metrics { parts.append(MetricsText(metrics: metrics).text) }
    if let calibration = evaluation.calibration { parts.append(CalibrationText(report: calibration).text) }
    try Output.result(parts.joined(separator: "\n\n"))
  }
}
