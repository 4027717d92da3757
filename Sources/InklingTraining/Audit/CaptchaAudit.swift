public import InklingCaptchas
public import InklingDatasets
import InklingEngine
public import InklingFiles
import InklingTargets

/// How strong a CAPTCHA of one's own is: networks are trained on few and on many of its labelled pictures, and read others.
///
///     let audit = try CaptchaAudit(of: pictures, limit: .seconds(1800))
///     let result = try audit.run()
///     for training in result.trainings { print(training.labels, training.accuracy, training.interval) }
///
/// Each number of labels is trained on twice: from nothing, and starting from a network that was trained on drawn pictures,
/// whose labels cost nothing. The test part is read alone, and nothing is chosen on it. The same pictures, start, seed and
/// number of steps give the same figures, for any number of threads.
public struct CaptchaAudit: Sendable {
  /// What ends the audit.
  public enum Limit: Sendable, Equatable {
    /// Seconds in all. They decide how many steps there are; what is not finished in time is stopped, and said so.
    case seconds(Double)
    /// Steps in all, over all trainings.
    case steps(Int)
  }

  /// What networks start from, beside nothing.
  public enum Start: Sendable {
    /// A network that the audit trains on drawn pictures, in a style; nil takes the named one that looks most like the
    /// pictures.
    case generator(CaptchaStyle?)
    /// A network that reads texts of the same alphabet.
    case model(TrainedModel)
    /// Nothing else: every network learns from the labelled pictures alone.
    case nothing
  }

  /// The numbers of labels unless somebody says otherwise.
  public static let usualSizes = [50, 500, 5_000]
  /// Pictures that an audit needs at least.
  public static let fewestPictures = 40
  /// The most pictures of a test part that the audit holds out itself.
  public static let mostTested = 1_000
  /// Pictures of a step, fewer where there are fewer.
  public static let batchSize = AuditTraining.batchSize
  /// The most steps.
  public static let mostSteps = 100_000_000

  /// Labelled pictures that networks are trained on, in a seeded order: the first so many are a smaller number's.
  let pictures: LabeledImages
  /// Pictures that nothing is trained on.
  public let test: LabeledImages
  /// The numbers of labels, as many as there are.
  public let sizes: [Int]
  /// What ends it.
  public let limit: Limit
  /// What networks start from, beside nothing.
  public let start: Start
  /// What the held-out part, the orders, first weights and drawn pictures follow from.
  public let seed: UInt64
  /// How many compute; nil takes the processors.
  public let threads: Int?
  let network: AuditNetwork

  /// Holds out the test part, and chooses the network: that of the model that is started from; else the recipe `captcha`'s
  /// where all texts have four characters, and `captcha-ctc`'s where they have not.
  ///
  /// - Parameters:
  ///   - dataset: pictures with texts, 60 pixels high, or of the size that the model takes. Its own test part is tested on;
  ///     without one a fifth of the pictures is held out, at most `mostTested`, of each length its share.
  ///   - sizes: numbers of labels; those that are more than there are become as many as there are.
  ///   - limit: what ends it; half an hour by default.
  ///   - start: what networks start from, beside nothing.
  ///   - seed: what all that is random follows from.
  ///   - threads: how many compute; nil takes the processors.
  /// - Throws: `InputError`: `.usage` for numbers out of range and a model that reads no texts, `.malformed` for pictures
  ///   without texts, too few of them, and a network that does not fit them.
  public init(
    of dataset: Dataset, sizes: [Int] = usualSizes, limit: Limit = .seconds(1800), start: Start = .generator(nil),
    seed: UInt64 = 0, threads: Int? = nil
  ) throws(InputError) {
    try Self.require(limit)
    try Self.require(sizes)
    guard dataset.generated == nil, dataset.train.targets.sequences != nil else {
      throw InputError(
        .malformed, "an audit needs labelled pictures with texts", path: dataset.source,
        found: dataset.generated == nil ? dataset.train.targets.kind : "pictures that are drawn anew in every epoch",
        remedy: "give a folder of pictures with their texts")
    }
    let all = dataset.train.count + dataset.test.count
    guard all >= Self.fewestPictures, dataset.train.count >= 2 else {
      throw InputError(
        .malformed, "there are too few pictures for an audit", path: dataset.source,
        expected: "\(Self.fewestPictures) or more with their texts", found: "\(all)", remedy: "label more of them")
    }
    network = try AuditNetwork(for: dataset, start)
    let (training, test) = try Self.parts(of: dataset, seed)
    pictures = training.selecting(
      Shuffling.order(count: training.count, seed: seed, epoch: 0).map { Int($0) })
    self.test = test
    self.sizes = Array(Set(sizes.map { min($0, training.count) })).sorted()
    (self.limit, self.start, self.seed, self.threads) = (limit, start, seed, threads)
    // Every text must fit, those of the test part too.
    try network.requireColumns(for: dataset.train)
    try network.requireColumns(for: dataset.test)
    try network.task.requireFit(dataset.train, network.graph)
    try network.task.requireFit(dataset.test, network.graph)
  }

  /// The size into which pictures are scaled whose texts do not fit into the columns of the network for their size; nil where
  /// they fit, or nothing is wide enough.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a size that the network does not take; what reading a picture throws.
  package static func widerSize(for dataset: Dataset) throws(InputError) -> ImageSize? {
    try AuditNetwork.widerSize(for: dataset)
  }

  /// What is trained on, and what is read.
  private static func parts(
    of dataset: Dataset, _ seed: UInt64
  ) throws(InputError) -> (training: LabeledImages, test: LabeledImages) {
    guard dataset.test.count == 0 else { return (dataset.train, dataset.test) }
    let count = min(dataset.train.count / 5, mostTested)
    let split = try dataset.train.splitting(ValidationSplit(.count(count), seed: seed))
    return (
      dataset.train.selecting(split.training.map { Int($0) }), dataset.train.selecting(split.validation.map { Int($0) })
    )
  }

  private static func require(_ limit: Limit) throws(InputError) {
    switch limit {
    case .seconds(let seconds):
      guard seconds > 0, seconds.isFinite else {
        throw InputError(
          .usage, "the audit's budget is out of range", expected: "more than no time, such as 30m",
          found: "\(seconds) s")
      }
    case .steps(let steps):
      guard (1...mostSteps).contains(steps) else {
        throw InputError(
          .usage, "the audit's number of steps is out of range", expected: "1 to \(mostSteps)", found: "\(steps)")
      }
    }
  }

  private static func require(_ sizes: [Int]) throws(InputError) {
    guard (1...10).contains(sizes.count) else {
      throw InputError(
        .usage, "an audit has few numbers of labels", expected: "1 to 10, such as 50,500,5000", found: "\(sizes.count)")
    }
    guard sizes.allSatisfy({ (2...GeneratedPictures.mostPictures).contains($0) }) else {
      throw InputError(
        .usage, "a number of labels is out of range", expected: "2 to \(GeneratedPictures.mostPictures)",
        found: NameList.text(sizes.map(String.init)))
    }
  }
}
