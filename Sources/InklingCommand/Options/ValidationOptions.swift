import ArgumentParser
import InklingDatasets
import InklingFiles
import InklingTraining

/// What is held out of the training set, and what it decides.
struct ValidationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Hold out a share (0.1) or a number (5000) of the training images, every class in its share: they choose the "
        + "weights, and the test set does not. (recipe key: data.validation)", valueName: "share|count"))
  var validation: ValidationAmount?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What the held-out images are drawn from. Runs with the same one hold out the same. (recipe key: data.split_seed)",
      valueName: "number"))
  var splitSeed: UInt64?

  @Option(
    help: ArgumentHelp(
      "What tells a better epoch: the accuracy or the loss on the held-out images. (recipe key: selection.monitor)",
      valueName: "accuracy|loss"), completion: .list(SelectionRecipe.Monitor.words))
  var monitor: String?

  @Option(help: "End with the weights of the best epoch, or with the last. (recipe key: selection.restore_best)")
  var select: ValidationPlan.Selection?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stop after so many epochs without an improvement. (recipe key: selection.patience)", valueName: "epochs"))
  var patience: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "By how much a better epoch must be better. (recipe key: selection.min_delta)", valueName: "amount"))
  var minDelta: Double?

  /// The options that were given, as values of a recipe.
  var settings: [RecipeSetting] {
    let pairs: [(path: String, value: DocumentNode?, option: String)] = [
      ("data.validation", validation?.node, "--validation"),
      ("data.split_seed", splitSeed.map { .number($0) }, "--split-seed"),
      ("selection.monitor", monitor.map { .text($0) }, "--monitor"),
      ("selection.restore_best", select.map { .flag($0 == .best) }, "--select"),
      ("selection.patience", patience.map { .number($0) }, "--patience"),
      ("selection.min_delta", minDelta.map { .plain($0) }, "--min-delta"),
    ]
    return pairs.compactMap { pair in pair.value.map { RecipeSetting(pair.path, to: $0, option: pair.option) } }
  }
}
