import InklingEngine
public import InklingFiles
import InklingHDF5
import InklingONNX
public import InklingTraining

extension StartingWeights {
  /// What a recipe says that its run starts from, of any kind: ONNX and Keras models, too, where their graph can be trained.
  /// Nil for one that starts from its seed.
  ///
  /// - Throws: `InputError` as `init?(_:runs:)`; of kind `.malformed` for a model that can only be run.
  public init?(opening recipe: FineTuningRecipe?, runs: String) throws(InputError) {
    guard let recipe, let source = recipe.from else { return nil }
    let path = RunFolder.locate(source, in: runs)
    guard RunFolder.isFile(path), let network = try ModelImporter.network(of: path) else {
      try self.init(recipe, runs: runs)
      return
    }
    if let given = recipe.key ?? recipe.weights?.rawValue {
      throw InputError(
        .usage, "the file has one network with its weights, and nothing to choose", path: source, found: given,
        remedy: "leave fine_tuning.key and fine_tuning.weights out")
    }
    guard network.quantizedArrays == nil else {
      throw InputError(
        .usage, "the file's weights are bytes of a quantised model, and nothing to start from", path: source,
        remedy: "start from the model that it was made of")
    }
    self.init(tensors: network.parameters, path: source, replacesHead: recipe.replacesHead)
    let importer = ModelImporter(path: path, options: ImportOptions(), instructionSet: .best)
    let description = try importer.description(of: network)
    self.network = description
    origin = WeightsOrigin(classNames: network.input?.classNames ?? network.classNames)
    if network.normalization != nil || network.takesBytes { origin.follow(description.normalization) }
    saidInk = description.picture.saidInk
    notes = ["starting from \(source)"] + network.notes
  }
}

extension WeightsOpener {
  /// Everything that `own` knows, and ONNX and Keras models where their graph can be trained.
  public static let all = WeightsOpener { recipe, runs throws(InputError) in
    try StartingWeights(opening: recipe, runs: runs)
  }
}
