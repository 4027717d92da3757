import InklingDatasets
import InklingEngine
import InklingFiles

extension RunConfiguration {
  /// The run of this graph on these images: its recipe names no other network, and what it leaves to be measured is.
  ///
  /// - Throws: `InputError` of kind `.malformed` for all that is wrong in it, or does not fit.
  func checked(
    for graph: Graph, on dataset: Dataset, task: any LearningTask
  ) throws(InputError) -> RunConfiguration {
    let configuration = naming(graph, classes: dataset.train.classNames.count)
    try configuration.validate()
    let loaded = try LoadedRecipe(configuration.recipe)
    try task.requireFit(dataset, graph)
    try loaded.requireFit(dataset, graph)
    return try configuration.measured(on: dataset)
  }

  /// The recipe without its network where that is another one than the graph, which a saved recipe must not claim.
  private func naming(_ graph: Graph, classes: Int) -> RunConfiguration {
    guard let model = recipe.model, !model.makes(graph, classes: classes) else { return self }
    var configuration = self
    configuration.network = network ?? model.name
    configuration.recipe.model = nil
    return configuration
  }
}

extension ModelSpecification {
  /// Whether its layers are this very graph's. A model that images of its shape do not fit makes another, or none.
  fileprivate func makes(_ graph: Graph, classes: Int) -> Bool {
    guard graph.inputShape.isImage else { return false }
    do throws(InputError) {
      return try self.graph(input: graph.inputShape, classes: classes).computesAs(graph)
    } catch {
      return false
    }
  }
}
