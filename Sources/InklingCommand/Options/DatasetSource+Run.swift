import InklingDatasets
import InklingFiles
import InklingTraining

extension DatasetSource {
  /// What a run is trained on: its data set, with the classes, the images and the shift of its recipe.
  ///
  /// - Throws: `InputError` of kind `.usage` for an unknown name.
  init(of configuration: TrainingConfiguration, folder: String?) throws(InputError) {
    try self.init(configuration.dataset, folder: folder, variation: configuration.recipe?.data.variation ?? .init())
  }

  /// Whether it is the data set that a run was trained on, with the same images.
  func isData(of configuration: TrainingConfiguration) -> Bool {
    name == configuration.dataset && variation == configuration.recipe?.data.variation ?? .init()
  }

  /// Whether its test set is the run's.
  func hasTestSet(of configuration: TrainingConfiguration) -> Bool {
    name == configuration.dataset && variation.ofTestSet == configuration.recipe?.data.variation.ofTestSet ?? .init()
  }
}
