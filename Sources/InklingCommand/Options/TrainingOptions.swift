import ArgumentParser
import Training

/// What a run does. Each option has a default for a new run; a resumed one keeps what it was started with.
struct TrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How often every training image is seen. (default: 10)", valueName: "count"))
  var epochs: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Images a step. (default: 64)", valueName: "images"))
  var batchSize: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The optimiser's step size. (default: 0.001)", valueName: "rate"))
  var learningRate: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The share of the last update that the next one keeps. (default: 0.9)", valueName: "share"))
  var momentum: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What the first weights and the order of the images are drawn from. The same seed gives the same weights. "
        + "(default: 0)", valueName: "number"))
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Save a checkpoint after every so many steps too, and not only after each epoch.", valueName: "steps"))
  var checkpointEvery: Int?

  @Flag(name: .customLong("no-shuffle"), help: "Take the images in the order of the file in every epoch.")
  var keepsOrder = false

  /// Puts what was given in place of what `configuration` says.
  func apply(to configuration: inout TrainingConfiguration) {
    if let epochs { configuration.epochs = epochs }
    if let batchSize { configuration.batchSize = batchSize }
    if let learningRate { configuration.learningRate = learningRate }
    if let momentum { configuration.momentum = momentum }
    if let seed { configuration.seed = seed }
    if let checkpointEvery { configuration.checkpointEvery = checkpointEvery }
    if keepsOrder { configuration.shuffle = false }
    configuration.updateRecipe()
  }
}
