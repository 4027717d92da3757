import ArgumentParser
import InklingTraining

/// What a run does. Each option but the checkpoints' is a value of the recipe (`RecipeSetting`); a resumed run keeps what it
/// was started with.
struct TrainingOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("epochs").help, valueName: "count"))
  var epochs: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("batch_size").help, valueName: "images"))
  var batchSize: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("optimizer.learning_rate").help, valueName: "rate"))
  var learningRate: Double?

  @Option(parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("optimizer.momentum").help, valueName: "share"))
  var momentum: Double?

  @Option(parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("seed").help, valueName: "number"))
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Save a checkpoint after every so many steps too, and not only after each epoch.", valueName: "steps"))
  var checkpointEvery: Int?

  @Flag(
    help:
      "Write event files for TensorBoard into the run's folder: curves, histograms, the network. The weights stay the same."
  )
  var tensorboard = false

  @Flag(
    name: .customLong("no-shuffle"), help: ArgumentHelp(RecipeKey.at("data.shuffle").help))
  var keepsOrder = false
}
