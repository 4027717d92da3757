import InklingEngine
import InklingFiles

/// A training run as a readable document: model, data, augmentation, loss, optimiser, schedule and seed.
///
/// The same recipe on the same data gives the same weights, byte for byte. Its file is YAML with snake_case keys; as JSON
/// it is the same document. What a file leaves out has a default, and is written out when the recipe is saved.
public struct Recipe: Sendable, Equatable {
  public var name: String
  /// What it is good for, in a sentence.
  public var description: String?
  /// What is learned.
  public var task = TaskRecipe.classify
  /// Nil for a network that is given with the recipe, or that of the run that is fine-tuned.
  public var model: ModelSpecification?
  public var data: DataRecipe
  public var augmentation: AugmentationRecipe?
  public var loss: LossRecipe
  public var optimizer: OptimizerRecipe
  public var parameterGroups: [ParameterGroupRecipe]
  public var schedule: ScheduleRecipe
  /// How many times every training image is seen.
  public var epochs: Int
  /// Images a step.
  public var batchSize: Int
  public var seed: UInt64
  public var clipping: ClippingRecipe?
  /// Batches whose gradients make one step of the optimiser.
  public var accumulation: Int
  public var averaging: AveragingRecipe?
  public var selection: SelectionRecipe?
  public var fineTuning: FineTuningRecipe?
  public var ensemble: EnsembleRecipe?
  public var evaluation: EvaluationRecipe?

  /// The defaults are the classic job: LeNet on MNIST, SGD with momentum.
  ///
  /// - Parameter model: nil for a network that is given with the recipe, or that of the run that is fine-tuned.
  public init(
    name: String = "classic", model: ModelSpecification? = .lenet, data: DataRecipe = DataRecipe(),
    optimizer: OptimizerRecipe = .sgd(momentum: 0.9), schedule: ScheduleRecipe = ScheduleRecipe(), epochs: Int = 10,
    batchSize: Int = 64, seed: UInt64 = 0
  ) {
    self.name = name
    self.model = model
    self.data = data
    loss = LossRecipe()
    self.optimizer = optimizer
    parameterGroups = []
    self.schedule = schedule
    self.epochs = epochs
    self.batchSize = batchSize
    self.seed = seed
    accumulation = 1
  }

  /// A recipe that comes with the program ("tiny"), or one in a YAML file.
  ///
  /// - Throws: as `LoadedRecipe`.
  public static func load(_ source: String) throws(InputError) -> Recipe { try LoadedRecipe(source).recipe }
}
