public import InklingDatasets
public import InklingEngine
public import InklingFiles
public import InklingTraining

/// The probability of each class for every image of a set, of networks that have not seen that image: the set is parted
/// into folds, and a small network is trained on all folds but one, in turn. What `ConfidentLearning` needs.
///
///     let probabilities = try CrossValidatedProbabilities(of: dataset.test.joined(dataset.train)).values
public struct CrossValidatedProbabilities: Sendable {
  /// How the networks are trained.
  public struct Options: Sendable, Equatable {
    /// The number of parts, and of networks.
    public var folds: Int
    /// How often each network sees its images.
    public var epochs: Int
    /// The threads that compute; nil for the processors.
    public var threads: Int?
    /// What is random follows from it.
    public var seed: UInt64

    /// By default four networks of two epochs.
    public init(folds: Int = 4, epochs: Int = 2, threads: Int? = nil, seed: UInt64 = 0) {
      self.folds = folds
      self.epochs = epochs
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
  /// - Throws: `InputError`: `.malformed` when there are more folds than images of the smallest class, or images that no
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
    var values = [Double](repeating: 0, count: images.count * classes)
    for (number, fold) in try images.folds(options.folds, seed: options.seed).enumerated() {
      let parameters = try Self.train(graph, normalization, images, fold.training, number, options, instructionSet)
      let session = try InferenceSession(
        graph, parameters: parameters, normalization: normalization, threads: options.threads,
        instructionSet: instructionSet)
      let outputs = session.outputs(
        images: images.images, labels: images.labels, at: fold.validation, withLogits: true)
      let rows = softmaxRows(outputs.logits, classes: classes)
      for (place, image) in fold.validation.enumerated() {
        for label in 0..<classes { values[Int(image) * classes + label] = rows[place * classes + label] }
      }
    }
    guard values.allSatisfy(\.isFinite) else {
      throw InputError(.failed, "the cross-validated networks give no finite answer", remedy: "leave it out")
    }
    probabilities = ClassProbabilities(values, labels: images.labels, classes: classes)
  }

  /// The network of the recipe `sprint`, or where images are too small for it the first that takes them.
  private static func graph(for images: LabeledImages, classes: Int) throws(InputError) -> Graph {
    let input = Shape([images.channels, images.height, images.width])
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
    _ graph: Graph, _ normalization: Normalization, _ images: LabeledImages, _ indices: [Int32], _ fold: Int,
    _ options: Options, _ instructionSet: InstructionSet
  ) throws(InputError) -> [NamedTensor] {
    let batch = min(Self.batch, indices.count)
    let program = try TrainingProgram(
      graph, seed: options.seed &+ UInt64(fold), optimizer: Adam(learningRate: 0.01, betas: (0.9, 0.99)),
      normalization: normalization, batchSize: batch,
      threads: options.threads ?? ThreadCount.useful(batchSize: batch), instructionSet: instructionSet)
    let steps = indices.count / batch
    let schedule = OneCycleLR(
      maxLR: 0.01, totalSteps: max(steps * options.epochs, 1), pctStart: 0.1, cycleMomentum: false)
    for epoch in 0..<options.epochs {
      let order = Shuffling.order(of: indices, seed: options.seed, epoch: epoch)
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
