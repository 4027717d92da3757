public import InklingEngine
public import InklingFiles

/// A training run as a readable document: model, data, augmentation, loss, optimiser, schedule and seed.
///
/// The same recipe on the same data gives the same weights, byte for byte. Its file is YAML with snake_case keys; as JSON
/// it is the same document. What a file leaves out has a default, and is written out when the recipe is saved.
public struct Recipe: Sendable, Equatable {
  /// What it is called: "classic".
  public var name: String
  /// What it is good for, in a sentence.
  public var description: String?
  /// What is learned.
  public var task = TaskRecipe.classify
  /// Nil for a network that is given with the recipe, or that of the run that is fine-tuned.
  public var model: ModelSpecification?
  /// What it is trained on, and what is held out.
  public var data: DataRecipe
  /// How training images are varied; nil shows them as they are.
  public var augmentation: AugmentationRecipe?
  /// What is minimised.
  public var loss: LossRecipe
  /// Which optimiser steps, and with what options.
  public var optimizer: OptimizerRecipe
  /// Parameters that learn at a rate of their own; the first that matches counts.
  public var parameterGroups: [ParameterGroupRecipe]
  /// How the learning rate changes in the course of the run.
  public var schedule: ScheduleRecipe
  /// How many times every training image is seen.
  public var epochs: Int
  /// Images a step.
  public var batchSize: Int
  /// What the first weights, the orders and all that is random follow from.
  public var seed: UInt64
  /// How gradients are kept small; nil leaves them as they are.
  public var clipping: ClippingRecipe?
  /// Batches whose gradients make one step of the optimiser.
  public var accumulation: Int
  /// Which average of the weights is evaluated in their place; nil for none.
  public var averaging: AveragingRecipe?
  /// Which epoch's weights are taken, and when the run ends early; nil takes the defaults where images are held out.
  public var selection: SelectionRecipe?
  /// Trained weights to start from, and what of them stays frozen; nil starts from the seed.
  public var fineTuning: FineTuningRecipe?
  /// The runs whose probabilities are averaged; nil for a single run.
  public var ensemble: EnsembleRecipe?
  /// How the last weights look at the test set; nil as it is.
  public var evaluation: EvaluationRecipe?

  /// The defaults are the classic job: LeNet on MNIST, SGD with momentum.
  ///
  /// - Parameters:
  ///   - name: what the recipe is called; "classic" by default.
  ///   - model: nil for a network that is given with the recipe, or that of the run that is fine-tuned.
  ///   - data: what it is trained on, and what is held out; MNIST by default.
  ///   - optimizer: which optimiser steps, and with what options; SGD with a momentum of 0.9 by default.
  ///   - schedule: how the learning rate changes in the course of the run.
  ///   - epochs: how many times every training image is seen; 10 by default.
  ///   - batchSize: images a step; 64 by default.
  ///   - seed: what the first weights, the orders and all that is random follow from; 0 by default.
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
