import ArgumentParser
import InklingDatasets
import InklingFiles
import InklingTraining

/// What is held out of the training set, and what it decides.
struct ValidationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("data.validation").help, valueName: "share|count"),
    transform: ValidationAmount.parsed)
  var validation: ValidationAmount?

  @Option(parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("data.split_seed").help, valueName: "number"))
  var splitSeed: UInt64?

  @Option(
    help: ArgumentHelp(RecipeKey.at("selection.monitor").help, valueName: "accuracy|loss"),
    completion: .list(Monitor.words))
  var monitor: String?

  @Option(help: ArgumentHelp(RecipeKey.at("selection.restore_best").help))
  var select: ValidationPlan.Selection?

  @Option(parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("selection.patience").help, valueName: "epochs"))
  var patience: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("selection.min_delta").help, valueName: "amount"))
  var minDelta: Double?

  /// The options that were given, as values of a recipe.
  var settings: [RecipeSetting] {
    RecipeSetting.given([
      ("data.validation", validation?.node), ("data.split_seed", splitSeed.map { .number($0) }),
      ("selection.monitor", monitor.map { .text($0) }),
      ("selection.restore_best", select.map { .flag($0 == .best) }),
      ("selection.patience", patience.map { .number($0) }), ("selection.min_delta", minDelta.map { .plain($0) }),
    ])
  }
}
