import InklingDatasets
import InklingEngine
package import InklingFiles
import InklingTargets

extension LoadedRecipe {
  /// The same recipe, where it reads texts of one's own, or captchas, from a model that it starts from: with the model's
  /// alphabet and the size of its images, unless it names others.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a model whose classes are no characters.
  package func adoptingTexts(of model: ModelDescription?) throws(InputError) -> LoadedRecipe {
    guard let model, model.task.name == .read, recipe.task.name == .read, recipe.data.isOwn || recipe.data.isGenerated
    else { return self }
    var node = node
    if node.node(at: "data.alphabet") == nil {
      node = node.setting("data.alphabet", to: .text(try Alphabet(classNames: model.classNames).name))
    }
    let shape = model.graph.inputShape
    if node.node(at: "data.image") == nil, shape.isImage {
      let size = ImageSize(channels: shape.channels, height: shape.height, width: shape.width)
      node = node.setting("data.image", to: .text(size.description))
    }
    return try replacingDocument(node)
  }
}

extension ModelDescription {
  /// What a run is started from, as far as its run or its file describes a network; nil for weights alone.
  ///
  /// - Parameters:
  ///   - source: a run's name, the path of its folder, or a file.
  ///   - runs: the folder that holds the runs.
  ///   - weights: what was read of it already.
  /// - Throws: what reading throws.
  package static func ofStart(
    _ source: String, runs: String, _ weights: StartingWeights?
  ) throws(InputError) -> ModelDescription? {
    if let network = weights?.network { return network }
    let run = RunFolder.locate(source, in: runs)
    return RunPath.content(of: run) == .folder ? try RunFolder.model(at: run) : nil
  }
}
