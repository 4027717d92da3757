import InklingDatasets
import InklingEngine
import InklingFiles

/// A run's configuration in the first format: the values of the classic job, what is held out, and the recipe where the
/// run had one. The values counted where both said something.
struct FirstConfiguration: Decodable {
  private let dataset: String
  private let model: String
  private let epochs: Int
  private let batchSize: Int
  private let learningRate: Double
  private let momentum: Double
  private let seed: UInt64
  private let threads: Int
  private let shuffle: Bool
  private let checkpointEvery: Int?
  private let name: String?
  private let validation: ValidationPlan?
  private let recipe: Recipe?

  private enum CodingKeys: String, CodingKey {
    case dataset, model, epochs, momentum, seed, threads, shuffle, name, validation, recipe
    case batchSize = "batch_size"
    case learningRate = "learning_rate"
    case checkpointEvery = "checkpoint_every"
  }

  /// The same run in the form of now.
  ///
  /// - Throws: `DecodingError` for a value that no recipe takes.
  func configuration() throws -> RunConfiguration {
    var recipe = self.recipe ?? plain
    recipe.data.dataset = dataset
    recipe.data.shuffle = shuffle
    recipe.epochs = epochs
    recipe.batchSize = batchSize
    recipe.seed = seed
    recipe.optimizer.learningRate = learningRate
    if recipe.optimizer.values["momentum"] != nil { recipe.optimizer.values["momentum"] = .number(momentum) }
    recipe.hold(validation)
    let faults = DocumentFaults()
    _ = Recipe(reading: recipe.node, name: recipe.name, faults: faults, datasets: nil)
    if let fault = faults.sorted.first {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: fault.description))
    }
    return RunConfiguration(
      recipe, network: recipe.model == nil ? model : nil, threads: threads, checkpointEvery: checkpointEvery, name: name
    )
  }

  /// What a run without a recipe did: plain momentum SGD.
  private var plain: Recipe {
    Recipe(
      name: "run", model: ModelSpecification.named(model),
      optimizer: OptimizerRecipe(values: ["momentum": .number(momentum)], decaysBiasesAndNorms: true))
  }
}
