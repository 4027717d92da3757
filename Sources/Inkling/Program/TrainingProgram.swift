import Files

/// What one training step says of its batch.
public struct StepResult: Sendable, Equatable {
  /// The sum of the images' losses; divide by `count` for the mean.
  public var lossSum: Double
  /// Images whose largest logit was their label's, before the update.
  public var correct: Int
  public var count: Int
}

/// A model compiled for training with softmax cross-entropy and momentum SGD.
///
/// A step's result depends on the parameters, the batch and the order of its images, and on nothing else: not on the
/// number of threads, nor on which of the instruction sets with fused multiply-add is used. A step allocates nothing.
///
/// Not thread-safe: one caller at a time.
public final class TrainingProgram {
  public let graph: Graph
  public let batchSize: Int
  public let threads: Int
  public let instructionSet: InstructionSet
  public let normalization: Normalization
  /// May change between steps.
  public var optimizer: SGD
  /// Steps taken so far; the optimiser's first one is special.
  public package(set) var stepCount = 0
  /// What is done to the images on their way in; nil for nothing. Setting it reserves its memory.
  package var preparation: (any ImagePreparation)? {
    didSet {
      holder = preparation.map { PreparationHolder($0) }
      engine.reserve(for: preparation)
    }
  }
  private var holder: PreparationHolder?
  /// The epoch that the images are prepared for.
  public package(set) var epoch = 0
  let engine: BlockEngine
  private let imageSize: Int
  private let losses: UnsafeMutablePointer<Float>
  private let predictions: UnsafeMutablePointer<Int32>

  /// - Parameters:
  ///   - graph: a model whose output is one logit a class.
  ///   - seed: of the first parameter values (PyTorch's default distributions).
  ///   - batchSize: the largest batch a step is given.
  ///   - threads: more than there are blocks of sixteen images in a batch do not help.
  /// - Throws: `InputError` for numbers out of range or a model that cannot be trained.
  public init(
    _ graph: Graph, seed: UInt64, optimizer: SGD, normalization: Normalization, batchSize: Int, threads: Int,
    instructionSet: InstructionSet
  ) throws(InputError) {
    try checkProgram(graph, normalization, threads)
    guard batchSize > 0 else {
      throw InputError(.usage, "the batch size must be positive", expected: ">= 1", found: "\(batchSize)")
    }
    try optimizer.validate()
    self.graph = graph
    imageSize = graph.inputShape.count
    self.batchSize = batchSize
    self.threads = threads
    self.instructionSet = instructionSet
    self.normalization = normalization
    self.optimizer = optimizer
    let kernels = instructionSet.kernels
    let program: BlockProgram
    do throws(GraphError) {
      program = try BlockProgram(
        graph, kernels: kernels, isTraining: true,
        source: gatherBytes(graph.inputShape, normalization, kernels),
        head: crossEntropyHead(graph.outputShape.count, kernels))
    } catch {
      throw InputError(.usage, "the model cannot be trained: \(error)")
    }
    engine = BlockEngine(program, threads: threads, blocks: (batchSize + 15) / 16, keepsBlocks: true)
    losses = .allocate(capacity: batchSize)
    losses.initialize(repeating: 0, count: batchSize)
    predictions = .allocate(capacity: batchSize)
    predictions.initialize(repeating: 0, count: batchSize)
    ParameterValues(entries: program.entries).initialize(engine.weights.floats, seed: seed)
    engine.weightsChanged()
  }

  deinit {
    losses.deallocate()
    predictions.deallocate()
  }

  /// Forward, backward and update on the images that `indices` name, in that order. A batch whose loss is not finite
  /// leaves the parameters as they are.
  ///
  /// - Parameters:
  ///   - images: the data set, `[N, C, H, W]` bytes.
  ///   - labels: one a image, each less than the number of classes.
  /// - Precondition: between one and `batchSize` indices, each within the data set.
  public func step(images: [UInt8], labels: [UInt8], indices: ArraySlice<Int32>) -> StepResult {
    let count = indices.count
    precondition(count > 0 && count <= batchSize, "a step of \(count) images was asked of a batch of \(batchSize)")
    precondition(images.count == labels.count * imageSize, "images and labels do not belong together")
    // Loops over numbers, not over collections: those allocate in a debug build.
    for place in 0..<count {
      let index = indices[indices.startIndex + place]
      precondition(index >= 0 && index < labels.count, "image \(index) of \(labels.count)")
    }
    let rule = optimizer.rule(isFirst: stepCount == 0)
    var result = StepResult(lossSum: 0, correct: 0, count: count)
    images.withUnsafeBufferPointer { images in
      labels.withUnsafeBufferPointer { labels in
        indices.withUnsafeBufferPointer { indices in
          engine.run(
            BatchSource(
              images: images.baseAddress, labels: labels.baseAddress, indices: indices.baseAddress, count: count,
              lossScale: 1 / Float(count), losses: losses, predictions: predictions, preparation: preparedEpoch),
            rule: rule)
          for image in 0..<count {
            result.lossSum += Double(losses[image])
            if predictions[image] == labels[Int(indices[image])] { result.correct += 1 }
          }
        }
      }
    }
    stepCount += 1
    return result
  }

  /// Says which epoch the next steps belong to.
  package func begin(epoch: Int) { self.epoch = epoch }

  /// The parameters by PyTorch's names, shapes and order.
  public func namedParameters() -> [NamedTensor] { values.tensors(engine.weights.floats) }

  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor; nothing changes then.
  public func load(parameters: [NamedTensor]) throws(InputError) {
    try values.load(parameters, into: engine.weights.floats)
    engine.weightsChanged()
  }

  /// What the optimiser remembers: "conv1.weight.momentum_buffer" and so on.
  public func namedOptimizerState() -> [NamedTensor] {
    values.tensors(engine.velocity.floats, suffix: Self.stateSuffix)
  }

  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor; nothing changes then.
  public func load(optimizerState: [NamedTensor]) throws(InputError) {
    try values.load(optimizerState, into: engine.velocity.floats, suffix: Self.stateSuffix)
  }

  /// Where a loss that is not finite comes from: the first parameter, or else the first layer in the model's order,
  /// with a value that is not finite for some image of the batch; nil when all are finite. A step with such a loss
  /// has not changed the parameters, so this names the layer that overflowed.
  public func firstNonFiniteLayer(images: [UInt8], labels: [UInt8], indices: ArraySlice<Int32>) -> String? {
    for tensor in namedParameters() where !tensor.values.allSatisfy(\.isFinite) { return tensor.name }
    return images.withUnsafeBufferPointer { images in
      indices.withUnsafeBufferPointer { indices in
        engine.firstNonFiniteStage(
          BatchSource(
            images: images.baseAddress, indices: indices.baseAddress, count: indices.count,
            preparation: preparedEpoch))
      }
    }
  }

  /// Bytes that the program holds: parameters, arenas and blocks.
  public var memory: Int { engine.bytes }

  private var preparedEpoch: PreparedEpoch? {
    holder.map { PreparedEpoch(holder: .passUnretained($0), epoch: epoch) }
  }

  private static let stateSuffix = ".momentum_buffer"
  private var values: ParameterValues { ParameterValues(entries: engine.program.entries) }
}

func checkProgram(_ graph: Graph, _ normalization: Normalization, _ threads: Int) throws(InputError) {
  guard threads > 0 && threads <= 1024 else {
    throw InputError(.usage, "the number of threads is out of range", expected: "1 to 1024", found: "\(threads)")
  }
  guard normalization.scale.count == graph.inputShape.channels else {
    throw InputError(
      .usage, "the normalization does not fit the images", expected: "\(graph.inputShape.channels) channels",
      found: "\(normalization.scale.count)")
  }
  guard graph.outputShape.dimensions.count == 1 else {
    throw InputError(
      .usage, "the model's output is not one logit a class", expected: "features", found: "\(graph.outputShape)",
      remedy: "end it with a Linear layer")
  }
}
