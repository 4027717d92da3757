public import InklingFiles

/// What reads the weights that a recipe's `fine_tuning.from` names. Trainers and searches are given one, because files of
/// other programs are read by rooms that import this one.
///
/// `own` knows runs, Inkling's own files, safetensors and PyTorch's files. The module `Inkling` has `all`, which knows ONNX and
/// Keras too.
public struct WeightsOpener: Sendable {
  private let open: @Sendable (FineTuningRecipe, String) throws(InputError) -> StartingWeights?

  /// Reads as `open` does, which is given the recipe and the folder that holds the runs.
  public init(_ open: @escaping @Sendable (FineTuningRecipe, String) throws(InputError) -> StartingWeights?) {
    self.open = open
  }

  /// Runs, Inkling's own files, safetensors and PyTorch's files.
  public static let own = WeightsOpener { recipe, runs throws(InputError) in try StartingWeights(recipe, runs: runs) }

  /// What a recipe says that its run starts from; nil for its seed.
  ///
  /// - Parameters:
  ///   - recipe: what it starts from.
  ///   - runs: the folder that holds the runs.
  /// - Throws: `InputError`: `.missing` when there is no such run or file, `.malformed` when it is damaged, `.usage` for one that
  ///   this opener does not know.
  public func callAsFunction(_ recipe: FineTuningRecipe?, runs: String) throws(InputError) -> StartingWeights? {
    try recipe.flatMap { recipe throws(InputError) in try open(recipe, runs) }
  }
}
