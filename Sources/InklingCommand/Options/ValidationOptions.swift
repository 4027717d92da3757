import ArgumentParser
import Datasets
import Files
import Training

/// What is held out of the training set, and what it decides.
struct ValidationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Hold out a share (0.1) or a number (5000) of the training images, every class in its share: they choose the "
        + "weights, and the test set does not.", valueName: "share|count"))
  var validation: ValidationAmount?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What the held-out images are drawn from. Runs with the same one hold out the same. (default: 0)",
      valueName: "number"))
  var splitSeed: UInt64?

  @Option(help: "What tells a better epoch: the accuracy or the loss on the held-out images. (default: accuracy)")
  var monitor: ValidationPlan.Monitor?

  @Option(help: "End with the weights of the best epoch, or with the last. (default: best; last for --folds)")
  var select: ValidationPlan.Selection?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop after so many epochs without an improvement.", valueName: "epochs"))
  var patience: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("By how much a better epoch must be better. (default: 0)", valueName: "amount"))
  var minDelta: Double?

  /// Whether any of them was given.
  var isGiven: Bool {
    validation != nil || splitSeed != nil || monitor != nil || select != nil || patience != nil || minDelta != nil
  }

  /// Puts what was given in place of what `configuration` says.
  ///
  /// - Throws: `InputError` of kind `.usage` for options that say nothing when nothing is held out.
  func apply(to configuration: inout TrainingConfiguration) throws(InputError) {
    if let validation {
      if configuration.validation == nil { configuration.validation = ValidationPlan(ValidationSplit(validation.size)) }
      configuration.validation?.split.size = validation.size
    }
    guard var plan = configuration.validation else { return try requireNone() }
    if let splitSeed { plan.split.seed = splitSeed }
    if let monitor { plan.monitor = monitor }
    if let select { plan.selection = select }
    if let patience { plan.patience = patience }
    if let minDelta { plan.minDelta = minDelta }
    configuration.validation = plan
  }

  /// The plan of one fold of a cross-validation. The fold's accuracy is an estimate only of weights that it did not
  /// choose, so they are the last unless `--select` says otherwise.
  func plan(fold number: Int, of count: Int) -> ValidationPlan {
    ValidationPlan(
      ValidationSplit(.fold(number: number, count: count), seed: splitSeed ?? 0), monitor: monitor ?? .accuracy,
      selection: select ?? .last, patience: patience, minDelta: minDelta ?? 0)
  }

  private func requireNone() throws(InputError) {
    let given = [
      ("--split-seed", splitSeed != nil), ("--monitor", monitor != nil), ("--select", select != nil),
      ("--patience", patience != nil), ("--min-delta", minDelta != nil),
    ]
    guard let option = given.first(where: \.1)?.0 else { return }
    throw InputError(
      .usage, "\(option) needs images that are held out", expected: "--validation or --folds too", found: "neither",
      remedy: "add --validation 0.1")
  }
}
