public import InklingDatasets
public import InklingEngine
public import InklingFiles
public import InklingTraining

/// The probability of each class for every image of a set, of networks that have not seen that image: the set is parted
/// into folds, and a small network is trained on all folds but one, in turn. What `ConfidentLearning` needs.
///
/// One network alone is often sure and wrong. So the set is parted in several ways, an image may be looked at from several
/// views, and probabilities are means over all: what networks of every round and from every view say, the label has against
/// it. With 1 % of MNIST's training labels changed to similar classes, 539 of the 600 labels that are named first are changed
/// ones with one round of four folds, and 557 with six rounds of two.
///
///     let probabilities = try CrossValidatedProbabilities(of: dataset.test.joined(dataset.train)).values
public struct CrossValidatedProbabilities: Sendable {
  /// How the networks are trained.
  public struct Options: Sendable, Equatable {
    /// The number of parts, and of networks.
    public var folds: Int
    /// How often each network sees its images.
    public var epochs: Int
    /// In how many ways the set is parted; each way has networks of its own.
    public var rounds: Int
    /// What each image is looked at as; at least one view.
    public var views: [EvaluationView]
    /// The threads that compute; nil for the processors.
    public var threads: Int?
    /// What is random follows from it.
    public var seed: UInt64

    /// By default six rounds of two networks of two epochs, and the image as it is.
    public init(
      folds: Int = 2, epochs: Int = 2, rounds: Int = 6, views: [EvaluationView] = [.identity], threads: Int? = nil,
      seed: UInt64 = 0
    ) {
      self.folds = folds
      self.epochs = epochs
      self.rounds = rounds
      self.views = views
      self.threads = threads
      self.seed = seed
    }
  }

  /// The probabilities of all images, in their order.
  public let probabilities: ClassProbabilities

  private static let batch = 64

  /// Trains the networks, and asks them.
  ///
  /// - Parameters:
  ///   - images: with labels, at least two of each class that occurs.
  ///   - options: how the networks are trained.
  ///   - instructionSet: the instructions that the kernels use.
  /// - Throws: `InputError`: `.usage` without rounds or views, `.malformed` when there are more folds than images of the smallest class, or images that no
  ///   small network takes; `.failed` when a training fails; `.unavailable` when there is not enough memory.
  public init(
    of images: LabeledImages, options: Options = Options(), instructionSet: InstructionSet = .best
  ) throws(InputError) {
    let classes = images.classNames.count
    let graph = try Self.graph(for: images, classes: classes)
    let statistics = images.channelStatistics()
    let normalization = Normalization(
      scale: statistics.map { Float(1 / (255 * max($0.deviation, 1e-3))) },
      shift: statistics.map { Float(-$0.mean / max($0.deviation, 1e-3)) })
    guard options.rounds > 0 else {
      throw InputError(.usage, "a cross-validation has no rounds", expected: "1 or more", found: "\(options.rounds)")
    }
    var values = [Double](repeating: 0, count: images.count * classes)
    var networks: UInt64 = 0
    for round in 0..<UInt64(options.rounds) {
      let seed = options.seed &+ round
      for fold in try images.folds(options.folds, seed: seed) {
        let parameters = try Self.train(
          graph, normalization, images, fold.training, seeds: (options.seed &+ networks, seed), options, instructionSet)
        let program = try InferenceProgram(
          graph, parameters: parameters, normalization: normalization, threads: options.threads,
          instructionSet: instructionSet)
        let answers = try Evaluator([program], views: options.views).answers(to: images, at: fold.validation)
        for (place, image) in fold.validation.enumerated() {
          for label in 0..<classes {
            values[Int(image) * classes + label] +=
              answers.probabilities.values[place * classes + label] / Double(options.rounds)
          }
        }
        networks += 1
      }
    }
    guard values.allSatisfy(\.isFinite) else {
      throw InputError(.failed, "the cross-validated networks give no finite answer", remedy: "leave it out")
    }
    probabilities = ClassProbabilities(values, labels: images.labels, classes: classes)
  }

  /// The network of the recipe `sprint`, or where images are too small for it the first that takes them.
  private static func graph(for images: LabeledImages, classes: Int) throws(InputError) -> Graph {
    let input = try Shape(checking: [images.channels, images.height, images.width])
    var last = InputError(.malformed, "no small network takes such images", found: "\(input)")
    for name in ["sprint", "tiny", "lenet"] {
      guard let model = ModelSpecification.named(name) else { continue }
      do throws(InputError) {
        return try model.graph(input: input, classes: classes)
      } catch {
        last = error
      }
    }
    throw last
  }

  /// One cycle of Adam, as the recipe `sprint` has it.
  private static func train(
    _ graph: Graph, _ normalization: Normalization, _ images: LabeledImages, _ indices: [Int32],
    seeds: (weights: UInt64, order: UInt64), _ options: Options, _ instructionSet: InstructionSet
  ) throws(InputError) -> [NamedTensor] {
    let batch = min(Self.batch, indices.count)
    let program = try TrainingProgram(
      graph, seed: seeds.weights, optimizer: Adam(learningRate: 0.01, betas: (0.9, 0.99)),
      normalization: normalization, batchSize: batch,
      threads: options.threads ?? ThreadCount.useful(batchSize: batch), instructionSet: instructionSet)
    let steps = indices.count / batch
    let schedule = OneCycleLR(
      maxLR: 0.01, totalSteps: max(steps * options.epochs, 1), pctStart: 0.1, cycleMomentum: false)
    for epoch in 0..<options.epochs {
      let order = Shuffling.order(of: indices, seed: seeds.order, epoch: epoch)
      // Images that fill no batch are left to the next epoch.
      for step in 0..<steps {
        program.follow(schedule, base: 0.01)
        _ = program.step(
          images: images.images, targets: images.targets, indices: order[step * batch..<(step + 1) * batch])
      }
    }
    return program.namedParameters()
  }
}

extension LabeledImages {
  /// These images, and the others behind them.
  ///
  /// - Precondition: the same size and classes, and labels in both.
  public func joined(_ others: LabeledImages) -> LabeledImages {
    precondition(
      (channels, height, width) == (others.channels, others.height, others.width) && classNames == others.classNames,
      "images of other sizes or classes")
    return LabeledImages(
      images: images + others.images, labels: labels + others.labels, channels: channels, height: height,
      width: width, classNames: classNames)
  }
}
