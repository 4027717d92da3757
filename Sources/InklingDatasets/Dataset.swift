/// A data set in memory: a training and a test set with the same classes and the same image size.
public struct Dataset: Sendable {
  /// The name in the catalog: "mnist".
  public let name: String
  /// The images to train on; some of them where `generated` draws them.
  public let train: LabeledImages
  /// The images to test with, which training never sees.
  public let test: LabeledImages
  /// What a person should know about this copy, each in one sentence: counts or files that are not the known ones.
  public let notes: [String]
  /// Where it came from: the folder, or "drawn by the program".
  public let source: String
  /// What draws the training pictures anew in every epoch; nil for images in memory, as all but captchas are.
  public let generated: GeneratedPictures?
  /// How captchas are drawn, where these are captchas that a recipe's words make.
  package var captcha: CaptchaSettings?
  let fingerprintCache = FingerprintCache()

  /// - Precondition: both sets have the same channels, height, width and classes.
  public init(name: String, train: LabeledImages, test: LabeledImages, notes: [String], source: String) {
    self.init(name: name, train: train, test: test, notes: notes, source: source, generated: nil)
  }

  init(
    name: String, train: LabeledImages, test: LabeledImages, notes: [String], source: String,
    generated: GeneratedPictures?
  ) {
    precondition(
      (train.channels, train.height, train.width) == (test.channels, test.height, test.width),
      "training images of \(train.channels) x \(train.height) x \(train.width), "
        + "test images of \(test.channels) x \(test.height) x \(test.width)")
    precondition(
      train.classNames == test.classNames,
      "\(train.classNames.count) classes in training, \(test.classNames.count) in the test set, or other names")
    self.name = name
    self.train = train
    self.test = test
    self.notes = notes
    self.source = source
    self.generated = generated
  }
}
