package import InklingDatasets
package import InklingFiles

extension DatasetSource {
  /// What a run is trained on: its data set, with the classes, the images and the shift of its recipe.
  ///
  /// - Throws: `InputError` of kind `.usage` for an unknown name.
  package init(of recipe: Recipe, folder: String?) throws(InputError) {
    try self.init(recipe.data.dataset, folder: folder, variation: recipe.data.variation)
  }

  /// Whether it is the data set that a run was trained on, with the same images.
  package func isData(of recipe: Recipe) -> Bool {
    name == recipe.data.dataset && variation == recipe.data.variation
  }

  /// Whether its test set is the run's.
  package func hasTestSet(of recipe: Recipe) -> Bool {
    name == recipe.data.dataset && variation.ofTestSet == recipe.data.variation.ofTestSet
  }
}
