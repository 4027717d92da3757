import InklingDatasets
import InklingFiles

/// A data set that is not what it was when a model was trained on it: going on is refused then, looking at it is not.
extension DatasetSource {
  /// What a person should know of a test set that is the model's by its name, and has other images or labels than it had
  /// when the model was trained; nil for nothing.
  func otherTestSetNote(_ test: LabeledImages, for model: TrainedModel) -> String? {
    guard let training = model.training, let known = training.data?.test, known.count > 0,
      hasTestSet(of: training.recipe)
    else { return nil }
    let found = DatasetFingerprint.Part(of: test)
    let changed = [("images", found.images != known.images), ("labels", found.labels != known.labels)].filter(\.1)
    guard !changed.isEmpty else { return nil }
    return note(of: changed.map(\.0).joined(separator: " and "), model)
  }

  /// The same of pictures that are drawn, of which only some are looked at.
  ///
  /// - Throws: as `CaptchaSettings.generator(_:)`.
  func otherGeneratorNote(for model: TrainedModel) throws(InputError) -> String? {
    guard let training = model.training, let known = training.data?.generator, hasTestSet(of: training.recipe),
      let found = try generatorIdentity(), found != known
    else { return nil }
    return note(of: "pictures", model)
  }

  private func note(of changed: String, _ model: TrainedModel) -> String {
    "\(model.title) was trained when the test set of \(title) had other \(changed)"
      + (isGenerated ? ", as other fonts or another release draw them" : "")
      + ": what was counted then is of those"
  }
}
