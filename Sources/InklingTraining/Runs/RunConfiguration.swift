import InklingEngine

/// A run: the recipe that it follows, and what no recipe says. The same recipe on the same data gives the same weights,
/// byte for byte; what stands beside it here never changes them.
///
/// `configuration.json` in a run folder holds it.
public struct RunConfiguration: Equatable, Sendable {
  /// What is trained, and how.
  public var recipe: Recipe
  /// What the network is called that the recipe does not name: one written in Swift, or that of the run whose weights
  /// are fine-tuned.
  public var network: String?
  /// Threads that compute. They change the time, never the weights.
  public var threads: Int
  /// Steps between checkpoints inside an epoch. Nil saves only at the end of every epoch.
  public var checkpointEvery: Int?
  /// The run's name, which is its folder's. Nil lets the run folder make one.
  public var name: String?
  /// Whether event files for TensorBoard are written into the run folder.
  public var tensorBoard: Bool

  /// - Parameters:
  ///   - recipe: what is trained, and how.
  ///   - network: what a network is called that the recipe does not name; nil for none.
  ///   - threads: nil for the processors, as far as a batch keeps them busy.
  ///   - checkpointEvery: steps between checkpoints inside an epoch; nil saves only at the end of every epoch.
  ///   - name: the run's name, which is its folder's; nil lets the run folder make one.
  ///   - tensorBoard: whether event files for TensorBoard are written into the run folder.
  public init(
    _ recipe: Recipe, network: String? = nil, threads: Int? = nil, checkpointEvery: Int? = nil, name: String? = nil,
    tensorBoard: Bool = false
  ) {
    self.recipe = recipe
    self.network = network
    self.threads = threads ?? ThreadCount.useful(batchSize: recipe.batchSize)
    self.checkpointEvery = checkpointEvery
    self.name = name
    self.tensorBoard = tensorBoard
  }

  /// What the network is called: "lenet".
  public var modelName: String { recipe.model?.name ?? network ?? ModelSpecification.unnamed }
}
