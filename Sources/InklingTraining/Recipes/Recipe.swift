public import InklingEngine
import InklingFiles

/// A training run as a readable document: model, data, augmentation, loss, optimiser, schedule and seed.
///
/// The same recipe on the same data gives the same weights, byte for byte. Its file is YAML with snake_case keys; as JSON
/// it is the same document. What a file leaves out has a default, and is written out when the recipe is saved.
public struct Recipe: Sendable, Equatable {
  public var name: String
  /// What it is good for, in a sentence.
  public var description: String?
  /// Nil for the model of the run that is fine-tuned.
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
  public init(name: String = "classic", model: ModelSpecification? = .lenet) {
    self.name = name
    self.model = model
    data = DataRecipe()
    loss = LossRecipe()
    optimizer = OptimizerRecipe(values: ["momentum": .number(0.9)])
    parameterGroups = []
    schedule = ScheduleRecipe()
    epochs = 10
    batchSize = 64
    seed = 0
    accumulation = 1
  }
}
