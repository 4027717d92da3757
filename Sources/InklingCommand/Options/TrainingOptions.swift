import ArgumentParser
import InklingTraining

/// What a run does. Each option but the checkpoints' is a value of the recipe (`RecipeSetting`); a resumed run keeps what it
/// was started with.
struct TrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How often every training image is seen. (recipe key: epochs)", valueName: "count"))
  var epochs: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Images a step. (recipe key: batch_size)", valueName: "images"))
  var batchSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The optimiser's step size. (recipe key: optimizer.learning_rate)", valueName: "rate"))
  var learningRate: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The share of the last update that the next one keeps. (recipe key: optimizer.momentum)", valueName: "share"))
  var momentum: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What the first weights and the order of the images are drawn from. The same seed gives the same weights. "
        + "(recipe key: seed)", valueName: "number"))
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Save a checkpoint after every so many steps too, and not only after each epoch.", valueName: "steps"))
  var checkpointEvery: Int?

  @Flag(
    name: .customLong("no-shuffle"),
    help: "Take the images in the order of the file in every epoch. (recipe key: data.shuffle)")
  var keepsOrder = false
}
