import ArgumentParser
import InklingDatasets
import InklingFiles
import InklingTraining

/// Which data set, and where it is.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(RecipeKey.at("data.dataset").text, valueName: "name or path"),
    completion: .list(DatasetSource.names))
  var dataset: String?

  @Option(
    help: ArgumentHelp(
      "The folder that holds the data set's own folder, such as mnist/. Without it $INKLING_DATA, ./datasets, "
        + "../shared/datasets and the cache are searched.", valueName: "folder"),
    completion: .directory)
  var data: String?

  @OptionGroup var pictures: PictureOptions

  /// What is read for it: a data set of one's own.
  var inputs: [String] { [dataset].compactMap(\.self) }

  func validate() throws { try requirePaths(("--data", data), ("--dataset", dataset)) }

  /// Refuses what says how a data set is read, where pictures are.
  func requireNone() throws {
    if dataset != nil || data != nil {
      throw ValidationError("--dataset and --data belong to --index: a file needs no data set.")
    }
    if let option = pictures.given {
      throw ValidationError("\(option) says how a data set is read, and belongs to --index: leave it out for pictures.")
    }
  }

  /// The data set that was named, or else the one called `fallback`.
  ///
  /// - Throws: `InputError` of kind `.usage` for an unknown name.
  func source(or fallback: String) throws(InputError) -> DatasetSource {
    try source(named: dataset ?? fallback)
  }

  /// A data set by its name or path, read as the options say.
  ///
  /// - Throws: as above.
  func source(named name: String) throws(InputError) -> DatasetSource {
    let source = try DatasetSource(name, folder: data, reading: pictures.reading)
    guard source.isOwn || !pictures.isGiven else {
      throw InputError(
        .usage, "--image-size, --skip-corrupt, --separator and --skip-bad are for data sets of one's own",
        expected: "the path of a data set",
        found: name, remedy: "leave them out")
    }
    if pictures.skipCorrupt { try source.requirePictures(for: "--skip-corrupt") }
    return source
  }

  /// The data set that was named, whole, or else what a model was trained on, with its classes and its shift.
  ///
  /// - Throws: as above.
  func source(orOf model: TrainedModel) throws(InputError) -> DatasetSource {
    if pictures.isTextGiven { try model.requireTexts() }
    if let dataset {
      try pictures.requireSize(of: model)
      return try source(named: dataset).fitted(to: model)
    }
    if pictures.imageSize != nil || pictures.separator != nil {
      throw InputError(
        .usage, "a run's own data set is read as its run read it",
        found: pictures.imageSize != nil ? "--image-size" : "--separator",
        remedy: "leave it out, or name the data set with --dataset")
    }
    return try own(of: model).fitted(to: model)
  }

  /// What a model was trained on, read as its run read it and as the options say.
  ///
  /// - Throws: as above.
  func own(of model: TrainedModel) throws(InputError) -> DatasetSource {
    var source = try DatasetSource(of: try model.requireRecipe(), folder: data)
    if pictures.skipCorrupt, !source.isOwn {
      throw InputError(
        .usage, "--skip-corrupt is for data sets of one's own", expected: "the path of a data set", found: source.name,
        remedy: "leave it out")
    }
    if pictures.skipCorrupt { try source.requirePictures(for: "--skip-corrupt") }
    source.reading.skipsCorrupt = source.reading.skipsCorrupt || pictures.skipCorrupt
    if pictures.skipBad { source.reading.texts?.skipsBad = true }
    source.reading.cache = pictures.cacheFolder
    return source
  }

  /// A recipe's data set, with the cache that was named.
  ///
  /// - Throws: `InputError` of kind `.usage` for options that say nothing of such a data set.
  func source(of recipe: Recipe) throws(InputError) -> DatasetSource {
    if data != nil, recipe.data.isOwn {
      throw InputError(
        .usage, "--data is for data sets that are known by name, and this one is a path", path: recipe.data.dataset,
        remedy: "give the whole path with --dataset, without --data")
    }
    var source = try DatasetSource(of: recipe, folder: data)
    if !source.isOwn, recipe.data.image != nil && !source.isGenerated || recipe.data.skipsCorrupt {
      throw InputError(
        .usage, "data.image and data.skip_corrupt are for data sets of one's own", expected: "the path of a data set",
        found: source.name, remedy: source.isGenerated ? "leave out data.skip_corrupt" : "leave them out")
    }
    if pictures.skipCorrupt { try source.requirePictures(for: "--skip-corrupt") }
    source.reading.cache = pictures.cacheFolder
    return source
  }
}
