import InklingDatasets
import InklingEngine

@testable import InklingTraining

extension RunConfiguration {
  /// A run of the classic recipe with other values, for tests.
  init(
    dataset: String = "mnist", model: String = "lenet", epochs: Int = 10, batchSize: Int = 64,
    learningRate: Double = 0.001, momentum: Double = 0.9, seed: UInt64 = 0, threads: Int, shuffle: Bool = true,
    checkpointEvery: Int? = nil, name: String? = nil, validation: ValidationPlan? = nil
  ) {
    let layers = ModelSpecification.named(model)
    var recipe = Recipe(
      model: layers, data: DataRecipe(dataset: dataset, shuffle: shuffle),
      optimizer: .sgd(learningRate: learningRate, momentum: momentum), epochs: epochs, batchSize: batchSize, seed: seed)
    recipe.hold(validation)
    self.init(
      recipe, network: layers == nil ? model : nil, threads: threads, checkpointEvery: checkpointEvery, name: name)
  }
}
