import ArgumentParser
import InklingDatasets
import InklingFiles
import InklingTraining

/// Which data set, and where it is.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(RecipeKey.at("data.dataset").text, valueName: "name"), completion: .list(DatasetSource.names))
  var dataset: String?

  @Option(
    help: ArgumentHelp(
      "The folder that holds the data set's own folder, such as mnist/. Without it $INKLING_DATA, ./datasets, "
        + "../shared/datasets and the cache are searched.", valueName: "folder"),
    completion: .directory)
  var data: String?

  func validate() throws { try requirePaths(("--data", data)) }

  /// The data set that was named, or else the one called `fallback`.
  ///
  /// - Throws: `InputError` of kind `.usage` for an unknown name.
  func source(or fallback: String) throws(InputError) -> DatasetSource {
    try DatasetSource(dataset ?? fallback, folder: data)
  }

  /// The data set that was named, whole, or else what a model was trained on, with its classes and its shift.
  ///
  /// - Throws: as above.
  func source(orOf model: TrainedModel) throws(InputError) -> DatasetSource {
    if let dataset { return try DatasetSource(dataset, folder: data) }
    return try DatasetSource(of: try model.requireRecipe(), folder: data)
  }
}
