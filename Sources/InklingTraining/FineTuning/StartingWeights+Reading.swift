import InklingEngine
public import InklingFiles

extension StartingWeights {
  /// Reads them.
  ///
  /// - Parameters:
  ///   - source: a run's name, the path of its folder, or a safetensors file.
  ///   - runs: the folder that holds the runs.
  ///   - choice: which of a run's weights; nil takes those that it ended with and reported.
  ///   - replacesHead: whether the last layer with parameters starts from the seed instead.
  /// - Throws: `InputError`: `.missing` when there is no such run or file, `.malformed` when it is damaged.
  public init(
    _ source: String, runs: String, choice: WeightsChoice? = nil, replacesHead: Bool
  ) throws(InputError) {
    let run = RunFolder.locate(source, in: runs)
    guard RunPath.content(of: run) != .folder, RunPath.content(of: source) == .other else {
      try self.init(ofRun: run, choice, replacesHead)
      return
    }
    if let choice {
      throw InputError(
        .usage, "fine_tuning.weights chooses among a run's weights, and this is one file", path: source,
        found: choice.rawValue, remedy: "leave it out, or name the run")
    }
    let file = try Safetensors.weights(source)
    self.init(tensors: file.tensors, path: source, replacesHead: replacesHead)
    origin = try WeightsOrigin(file.metadata, path: source)
    notes.append("starting from \(source)" + (origin.epoch.map { ", of epoch \($0)" } ?? ""))
  }

  /// What a recipe says that its run starts from; nil for its seed.
  ///
  /// - Throws: as above.
  public init?(_ recipe: FineTuningRecipe?, runs: String) throws(InputError) {
    guard let recipe, let source = recipe.from else { return nil }
    try self.init(source, runs: runs, choice: recipe.weights, replacesHead: recipe.replacesHead)
  }

  private init(ofRun run: String, _ choice: WeightsChoice?, _ replacesHead: Bool) throws(InputError) {
    let saved = try RunFolder.savedWeights(choice, at: run)
    self.init(tensors: saved.tensors, path: saved.path, replacesHead: replacesHead)
    origin = saved.origin
    origin.normalization = try RunFolder.configuration(at: run).recipe.data.normalization
    if let described = try RunFolder.classNames(at: run) { origin.classNames = described }
    let which = choice == nil ? "the weights that the run ended with" : "as fine_tuning.weights says"
    notes.append("starting from \(saved.description): \(which)")
  }
}

extension RunFolder {
  /// The names of a run's classes in the order of its outputs; nil for a run without a description of its model.
  fileprivate static func classNames(at path: String) throws(InputError) -> [String]? {
    struct Described: Decodable {
      let classNames: [String]
      private enum CodingKeys: String, CodingKey { case classNames = "class_names" }
    }
    let file = Self.path(of: .model, in: path)
    guard RunPath.content(of: file) != .nothing else { return nil }
    return try JSONText.decode(Described.self, from: try FileBytes.read(file, limit: 1 << 20), path: file).classNames
  }
}
