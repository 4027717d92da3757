import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFraming
import InklingTraining

/// The built-in model: the mean of two networks with the same first weights, of which one learned MNIST, and the other MNIST
/// and drawings ("model soups"; Wortsman et al., ICML 2022). Between the two lie models that know more of both than either.
struct BuiltInModel {
  private let before: TrainedModel
  private let after: TrainedModel
  private let record: TrainingRecord
  private let mnist: Dataset
  private let split: DatasetSplit

  /// By how many of the 10,000 held-out images more may be misread than by the first: 0.1 points, as for what is taught.
  private static let allowed = 10
  /// The seed of the drawings that are counted beside them; those to train with, and those that are measured, have others.
  private static let seed: UInt64 = 14
  private static let drawings = 3_000

  private init(_ before: String, _ after: String) throws {
    self.before = try TrainedModel(contentsOf: before)
    self.after = try TrainedModel(contentsOf: after)
    mnist = try Dataset.load(try Catalog.entry(named: "mnist"))
    guard let record = self.before.training, let split = try record.recipe.split(of: mnist.train) else {
      throw InputError(.usage, "the model does not say what its training held out", path: before)
    }
    (self.record, self.split) = (record, split)
  }

  /// Writes the model with the largest share of what learned drawings at which hardly more of the held-out training images are
  /// misread.
  ///
  /// Its record stays that of MNIST, from which it is taught, tested and explained; its card says what else it learned.
  static func finish(_ before: String, _ after: String, to output: String) throws {
    let parts = try BuiltInModel(before, after)
    let share = try parts.share()
    let model = try parts.finished(parts.mean(share: share), share: share)
    try model.save(to: output)
  }

  /// The weights' mean, with running statistics.
  private func mean(share: Float) throws -> [NamedTensor] {
    try zip(before.namedParameters(), after.namedParameters()).map { old, new in
      guard old.name == new.name, old.shape == new.shape else {
        throw InputError(.usage, "weights of two networks have no mean", expected: old.name, found: new.name)
      }
      return NamedTensor(
        name: old.name, shape: old.shape, values: zip(old.values, new.values).map { (1 - share) * $0 + share * $1 })
    }
  }

  private func share() throws -> Float {
    let drawings = try drawings()
    var (best, known) = (Float(0), 0)
    for tenths in 0...10 {
      let share = Float(tenths) / 10
      let model = try ModelEnsemble([TrainedModel(before.description, parameters: mean(share: share))])
      let heldOut = try model.evaluate(mnist.train, at: split.validation)
      let drawn = try model.evaluate(drawings)
      print(
        "share \(share): \(heldOut.correct) of \(heldOut.count) held out, \(drawn.correct) of \(drawn.count) drawings")
      if tenths == 0 { known = heldOut.correct }
      if heldOut.correct >= known - Self.allowed { best = share }
    }
    return best
  }

  private func drawings() throws -> LabeledImages {
    let digits = try ScannedDigits.heldOut()
    var images = FramedImages()
    for digit in 0..<10 {
      try images.add(Self.drawings / 10, label: digit) { index in
        let scene = try PictureSet.canvas.scene(10 * index + digit, digits: digits, seed: Self.seed)
        return PictureFraming().frame(scene.picture).digits.prefix(1).map(\.pixels)
      }
    }
    return LabeledImages(
      images: images.pixels, labels: images.labels.map(Int32.init), channels: 1, height: 28, width: 28,
      classNames: mnist.train.classNames)
  }

  private func finished(_ parameters: [NamedTensor], share: Float) throws -> TrainedModel {
    let model = try TrainedModel(before.description, parameters: parameters)
    let ensemble = try ModelEnsemble([model], views: EvaluationView.views(of: record.recipe.evaluation?.views ?? []))
    let heldOut = try ensemble.evaluate(mnist.train, at: split.validation)
    let test = try ensemble.evaluate(mnist.test)
    print("share \(share): \(heldOut.correct) held out, \(test.correct) to test with")
    var record = record
    (record.validation, record.test) = (heldOut, test)
    (record.epoch, record.date, record.version) = (nil, after.training?.date, Release.version)
    let images = after.training?.data?.training.count ?? split.training.count
    let card = ModelCard(
      name: "Inkling's built-in model",
      description: "One network was trained on MNIST as its record says, another from the same first weights for "
        + "\(after.training?.recipe.epochs ?? 0) epochs on the same \(split.training.count) images and "
        + "\(images - split.training.count) digits that the program drew on a canvas. The weights are the mean of both, "
        + "\(Int((share * 100).rounded())) % the other's.",
      intendedUse: "Reading digits from scans, photos and drawings that are framed as MNIST's images are.",
      limitations: "Whatever it sees, it answers with a digit: something else has to refuse what is none.")
    return try TrainedModel(
      before.description, parameters: parameters, training: record, card: card,
      goldenImages: before.goldenInputs.map(\.pixels))
  }
}
