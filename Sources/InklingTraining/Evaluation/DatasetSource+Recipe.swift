package import InklingDatasets
import InklingEngine
package import InklingFiles

extension DatasetSource {
  /// What a run is trained on: its data set, with the classes, the images and the shift of its recipe.
  ///
  /// - Throws: `InputError` of kind `.usage` for an unknown name.
  package init(of recipe: Recipe, folder: String?) throws(InputError) {
    let data = recipe.data
    // A data folder that was named for the others says nothing of a path.
    var reading = data.reading
    if recipe.task.name == .read, data.isOwn { reading.texts = data.texts }
    try self.init(
      data.dataset, folder: data.isOwn ? nil : folder, variation: data.variation, reading: reading,
      captcha: data.captcha)
  }

  /// Whether it is the data set that a run was trained on, with the same images.
  package func isData(of recipe: Recipe) -> Bool {
    // One's own set may have been moved: its digests are compared when it is read.
    (name == recipe.data.dataset || isOwn && recipe.data.isOwn) && variation == recipe.data.variation
      && hasCaptchas(of: recipe)
  }

  /// Whether pictures that are drawn are drawn as the run's.
  private func hasCaptchas(of recipe: Recipe) -> Bool {
    !isGenerated || captcha == recipe.data.captcha && reading.image == recipe.data.image
  }

  /// Whether its test set is the run's.
  package func hasTestSet(of recipe: Recipe) -> Bool {
    name == recipe.data.dataset && variation.ofTestSet == recipe.data.variation.ofTestSet && hasCaptchas(of: recipe)
  }

  /// The same data set as a model takes it: pictures of its size, labels by its classes' names. Changes nothing for a data
  /// set that is known by name.
  package func fitted(to model: TrainedModel) -> DatasetSource {
    let shape = model.graph.inputShape
    guard isOwn, shape.isImage else { return self }
    var fitted = self
    if let data = model.training?.recipe.data, data.dataset == name {
      // Read as it was for the training it has the model's size, and is in the cache.
      fitted.reading.image = reading.image ?? data.image
      fitted.reading.skipsCorrupt = reading.skipsCorrupt || data.skipsCorrupt
    } else {
      fitted.reading.image = ImageSize(channels: shape.channels, height: shape.height, width: shape.width)
    }
    fitted.reading.texts = texts(of: model)
    fitted.modelClasses = model.description.task.name == .classify ? model.classNames : nil
    return fitted
  }

  /// How a model's texts are read: with its own alphabet. Nil for a model that reads none.
  private func texts(of model: TrainedModel) -> TextReading? {
    guard model.description.task.name == .read else { return nil }
    let data = model.training?.recipe.data
    let own = data.flatMap { $0.dataset == name ? $0.texts : nil }
    var texts = reading.texts ?? own ?? TextReading()
    texts.skipsBad = texts.skipsBad || own?.skipsBad == true
    // Names that are no characters are refused where the model is asked.
    texts.alphabet = try? Alphabet(classNames: model.classNames)
    return texts
  }
}
