public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// Everything that decides what a training run does: the same configuration on the same data gives the same weights,
/// byte for byte.
///
/// Its JSON form has snake_case keys (`batch_size`); it is what `configuration.json` in a run folder holds.
public struct TrainingConfiguration: Codable, Equatable, Sendable {
  /// The data set's name: "mnist".
  public var dataset: String
  /// The model's name: "lenet".
  public var model: String
  /// How many times every training image is seen.
  public var epochs: Int
  /// Images a step; the last step of an epoch has fewer when it does not divide the training set.
  public var batchSize: Int
  /// The step size, above 0, at most `largestLearningRate`.
  public var learningRate: Double
  /// The share of the last update that the next one keeps, in `0 ..< 1` (`torch.optim.SGD`'s momentum).
  public var momentum: Double
  /// What the first weights, the orders and all that is random follow from.
  public var seed: UInt64
  /// Threads that compute. They change the time, never the weights.
  public var threads: Int
  /// Whether every epoch has an order of its own. Without it the images come in file order.
  public var shuffle: Bool
  /// Steps between checkpoints inside an epoch. Nil saves only at the end of every epoch.
  public var checkpointEvery: Int?
  /// The run's name, which is its folder's. Nil lets the run folder make one.
  public var name: String?
  /// What is held out of the training set, and what it decides. Nil trains on every image and selects nothing.
  public var validation: ValidationPlan?
  /// The whole recipe, of which the values above are a part; nil for a run without one.
  public var recipe: Recipe?

  /// The defaults are the classic job: LeNet on MNIST, as people write it in PyTorch.
  public init(
    dataset: String = "mnist", model: String = "lenet", epochs: Int = 10, batchSize: Int = 64,
    learningRate: Double = 0.001, momentum: Double = 0.9, seed: UInt64 = 0, threads: Int, shuffle: Bool = true,
    checkpointEvery: Int? = nil, name: String? = nil, validation: ValidationPlan? = nil
  ) {
    self.dataset = dataset
    self.model = model
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.momentum = momentum
    self.seed = seed
    self.threads = threads
    self.shuffle = shuffle
    self.checkpointEvery = checkpointEvery
    self.name = name
    self.validation = validation
  }

  private enum CodingKeys: String, CodingKey {
    case dataset, model, epochs, momentum, seed, threads, shuffle, name, validation, recipe
    case batchSize = "batch_size"
    case learningRate = "learning_rate"
    case checkpointEvery = "checkpoint_every"
  }

  /// How a run turns bytes into inputs unless its recipe says otherwise: `ToTensor` and `Normalize(0.5, 0.5)`, so
  /// -1 ... 1.
  public static func normalization(channels: Int) -> Normalization {
    Normalization(mean: 0.5, deviation: 0.5, channels: channels)
  }

  /// What the run trains on and what it holds out; nil when it trains on every image.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a split that this set does not allow, or that leaves less than a
  ///   batch to train on.
  public func split(of images: LabeledImages) throws(InputError) -> DatasetSplit? {
    guard let validation else { return nil }
    let split = try images.splitting(validation.split)
    try validate(trainingCount: split.training.count)
    return split
  }

  /// Whether the run is one of a cross-validation's.
  var isFold: Bool {
    if case .fold = validation?.split.size { true } else { false }
  }

  /// Steps in an epoch over `trainingCount` images, a last short one included.
  public func stepsPerEpoch(trainingCount: Int) -> Int { (trainingCount + batchSize - 1) / batchSize }

  /// The optimiser's steps in an epoch over `trainingCount` images, the last on fewer batches if need be.
  func updatesPerEpoch(trainingCount: Int) -> Int {
    let accumulation = recipe?.accumulation ?? 1
    return (stepsPerEpoch(trainingCount: trainingCount) + accumulation - 1) / accumulation
  }
}
