import InklingDatasets
import InklingEngine
public import InklingFiles
public import InklingTraining

extension TrainedModel {
  /// Refuses a model that cannot be taught.
  ///
  /// - Throws: `InputError` of kind `.usage` for a model of another task than telling classes apart, on bytes, that takes no
  ///   pictures, or whose normalisation no training has.
  public func requireTeachable() throws(InputError) {
    try requireClasses()
    try requireFloats(for: "teaching")
    let shape = graph.inputShape
    guard shape.isImage, shape.channels == 1 || shape.channels == 3 else {
      throw InputError(
        .usage, "the model takes no pictures, which corrections are", path: title,
        expected: "images of 1 or 3 channels", found: "\(shape)")
    }
    _ = try teachingNormalization()
  }

  /// Which of the images, or of those at `places` alone, it calls right.
  func right(on images: LabeledImages, at places: [Int32]? = nil, threads: Int?) throws(InputError) -> [Bool] {
    let answers = try ModelEnsemble([self], threads: threads).answers(to: images, at: places)
    return zip(answers.predictions, answers.labels).map { $0 == $1 }
  }

  /// How its pixels become inputs, in a recipe's words.
  func teachingNormalization() throws(InputError) -> NormalizationRecipe {
    let factors = description.normalization
    if let known = training?.recipe.data.normalization, known.statistics != nil,
      try known.factors(channels: graph.inputShape.channels) == factors
    {
      return known
    }
    guard let recipe = NormalizationRecipe(factors) else {
      throw InputError(
        .usage, "the model's normalisation is none that a training can have", path: title,
        remedy: "teach a model that was trained here")
    }
    return recipe
  }
}
