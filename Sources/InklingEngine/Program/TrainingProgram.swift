public import InklingFiles
public import InklingTargets

/// What one training step says of its batch.
public struct StepResult: Sendable, Equatable {
  /// The sum of the images' losses; divided by `count` it is the mean that the loss defines (a weighted one for class
  /// weights).
  public var lossSum: Double
  /// Images that were answered right, before the update.
  public var correct: Int
  /// Images in the batch.
  public var count: Int
}

/// A model compiled for training with a `Loss` and an `Optimizer`.
///
/// A step's result depends on the parameters, the batch and the order of its images, and on nothing else: not on the
/// number of threads, nor on which of the instruction sets with fused multiply-add is used. A step allocates nothing.
///
/// Not thread-safe: one caller at a time.
public final class TrainingProgram {
  /// The model.
  public let graph: Graph
  /// The most images that a step is given.
  public let batchSize: Int
  /// The threads that compute: fewer than were asked for where the system gives no more.
  public var threads: Int { engine.threads }
  /// The instructions that its kernels use.
  public let instructionSet: InstructionSet
  /// What turns a pixel's byte into the model's input.
  public let normalization: Normalization
  /// May change between steps. One that remembers other things than the last starts with zeros.
  public var optimizer: any Optimizer {
    didSet { engine.remember(optimizer.states) }
  }
  /// Batches trained on so far: what random layers draw by. A batch whose loss is not finite does not count.
  /// Whoever goes on with saved parameters and optimiser state sets it, and `updateCount`, to what they were.
  public var stepCount = 0
  /// The optimiser's steps so far: as many as there were batches, or, with accumulation, one for all of each.
  public var updateCount = 0
  /// What is done to the images on their way in, such as an augmentation, or what draws them; nil for nothing. Setting it
  /// reserves its memory.
  public var preparation: (any ImagePreparation)? {
    didSet {
      holder = preparation.map { PreparationHolder($0) }
      mixesImages = preparation?.mixesImages ?? false
      drawnImages = preparation?.drawnImages
      engine.reserve(for: preparation)
    }
  }
  private var holder: PreparationHolder?
  private var mixesImages = false
  private var drawnImages: Int?
  /// So that what is evaluated and then saved is measured once.
  var measured: Measured?
  /// The epoch that the images are prepared for.
  public package(set) var epoch = 0
  let engine: BlockEngine
  /// The first head, and with several outputs all.
  let head: LossHead
  private let heads: [OutputHead]
  /// What each of several heads is compared with in a step.
  private let headTargets: UnsafeMutablePointer<BatchTargets>
  let imageSize: Int
  let seed: UInt64
  private let losses: UnsafeMutablePointer<Float>
  private let predictions: UnsafeMutablePointer<Int32>

  /// - Parameters:
  ///   - graph: a model whose output is one logit a class.
  ///   - seed: of the first parameter values (PyTorch's default distributions), and of dropout.
  ///   - optimizer: what updates the parameters, with its learning rate and options.
  ///   - loss: softmax cross-entropy unless another is given.
  ///   - normalization: what turns a pixel's byte into the network's input, for each channel.
  ///   - batchSize: the largest batch a step is given.
  ///   - threads: nil takes the processors; more than there are blocks of sixteen images in a batch do not help.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  ///   - updates: parameter groups, clipping, accumulation and averaging; by default there are none.
  ///   - frozen: names of parameters that stay as they are. Nothing is computed for their sake, and no gradient below
  ///     the lowest parameter that is trained. A batch normalisation whose parameters are all frozen normalises with
  ///     its running statistics and leaves them, as does one whose `running_mean` is named here.
  ///   - fusing: whether one kernel does what follows its operation (a rectifier, a pooling) where it can, for comparison
  ///     with the plain steps.
  /// - Throws: `InputError` for numbers out of range, names that the model does not have, or a model that cannot be
  ///   trained.
  public init(
    _ graph: Graph, seed: UInt64, optimizer: any Optimizer, loss: any Loss = CrossEntropyLoss(),
    normalization: Normalization, batchSize: Int, threads: Int? = nil, instructionSet: InstructionSet = .best,
    updates: UpdateOptions = UpdateOptions(), frozen: Set<String> = [], fusing: Bool = true
  ) throws(InputError) {
    heads = try loss.heads(for: graph)
    head = heads[0].head
    let threads = try ThreadCount.checked(threads, batchSize: batchSize)
    try checkProgram(graph, normalization, takesImages: head.takesImages)
    try graph.checkFrozen(frozen)
    guard batchSize > 0 else {
      throw InputError(.usage, "the batch size must be positive", expected: ">= 1", found: "\(batchSize)")
    }
    try optimizer.validate()
    try updates.validate(names: graph.parameters.map(\.name))
    self.graph = graph
    self.seed = seed
    imageSize = graph.inputShape.count
    self.batchSize = batchSize
    self.instructionSet = instructionSet
    self.normalization = normalization
    self.optimizer = optimizer
    let kernels = instructionSet.kernels
    let program: BlockProgram
    do throws(GraphError) {
      program = try BlockProgram(
        graph, kernels: kernels, isTraining: true, frozen: frozen, fuses: fusing, batchSize: batchSize,
        source: gatherBytes(graph.inputShape, normalization, kernels),
        heads: heads.map { .init(node: $0.output.node, scratch: $0.head.scratch, bind: $0.head.bound(to: kernels)) })
    } catch {
      throw InputError(.usage, "the model cannot be trained: \(error)")
    }
    try program.checkBatch(batchSize)
    try BlockEngine.requireMemory(
      program, threads: threads, blocks: (batchSize + 15) / 16, keepsBlocks: true,
      arrays: UpdatePlan.arrays(updates, optimizer.states))
    engine = BlockEngine(program, threads: threads, blocks: (batchSize + 15) / 16, keepsBlocks: true)
    engine.updates = UpdatePlan(
      program, options: updates, states: optimizer.states, frozen: frozen, threads: threads)
    headTargets = .allocate(capacity: heads.count)
    headTargets.initialize(repeating: BatchTargets(), count: heads.count)
    losses = .allocate(capacity: batchSize)
    losses.initialize(repeating: 0, count: batchSize)
    predictions = .allocate(capacity: batchSize)
    predictions.initialize(repeating: 0, count: batchSize)
    ParameterValues(entries: program.entries).initialize(engine.weights.floats, seed: seed)
    engine.weightsChanged()
  }

  deinit {
    headTargets.deallocate()
    losses.deallocate()
    predictions.deallocate()
  }

  /// Forward, backward and update on the images that `indices` name, in that order. A batch whose loss is not finite
  /// leaves the parameters as they are.
  ///
  /// `correct` counts the images whose label has the largest logit; with `CTCLoss` those whose most probable path gives
  /// the whole sequence; with `BCEWithLogitsLoss` those with all of their logits on the right side of zero; and is zero
  /// for other losses and targets.
  ///
  /// - Parameters:
  ///   - images: the data set, `[N, C, H, W]` bytes; none where the preparation draws them.
  ///   - targets: an answer for each image of it, of a kind that the loss takes.
  ///   - indices: the batch's images by their places in the data set, from zero; 1 to `batchSize` of them.
  /// - Precondition: between one and `batchSize` indices, each within the data set, and labels that are classes.
  public func step(images: [UInt8], targets: Targets, indices: ArraySlice<Int32>) -> StepResult {
    check(images, indices, count: targets.count)
    require(targets, at: indices)
    precondition(targets.labels != nil || !mixesImages, "images are mixed, and \(targets.kind) cannot be")
    return images.withUnsafeBufferPointer { images in
      indices.withUnsafeBufferPointer { indices in
        withPointers(targets, from: 0) { targets, heads in
          run(
            BatchSource(
              images: images.baseAddress, targets: targets, heads: heads, indices: indices.baseAddress,
              count: indices.count, preparation: preparedEpoch, isMixed: mixesImages))
        }
      }
    }
  }

  /// Stops at answers that the heads cannot take.
  private func require(_ targets: Targets, at indices: ArraySlice<Int32>) {
    guard heads.count > 1 else { return heads[0].require(targets, at: indices) }
    guard case .heads(let parts) = targets else {
      preconditionFailure("this program has \(heads.count) outputs, and is given \(targets.kind)")
    }
    precondition(parts.count == heads.count, "answers for \(parts.count) outputs of \(heads.count)")
    for number in 0..<heads.count {
      let output = heads[number].output
      precondition(
        parts[number].output == output.name && parts[number].targets.count == targets.count,
        "output \(number) is \(output.name), and \(parts[number].targets.count) answers are for \(parts[number].output)"
      )
      heads[number].require(parts[number].targets, at: indices)
    }
  }

  /// Calls `body` with pointers to the answers: the only output's, or those of the heads from number `first` on put beside
  /// the others'. Nothing is allocated.
  private func withPointers(
    _ targets: Targets, from first: Int, _ body: (BatchTargets, UnsafePointer<BatchTargets>?) -> StepResult
  ) -> StepResult {
    guard case .heads(let parts) = targets else { return targets.withPointers { body($0, nil) } }
    guard first < parts.count else { return body(BatchTargets(), UnsafePointer(headTargets)) }
    return parts[first].targets.withPointers {
      headTargets[first] = $0
      return withPointers(targets, from: first + 1, body)
    }
  }

  /// Images of a data set of these bytes.
  func count(_ images: [UInt8]) -> Int { drawnImages ?? images.count / imageSize }

  /// - Parameter count: images in the data set.
  func check(_ images: [UInt8], _ indices: ArraySlice<Int32>, count: Int) {
    precondition(
      indices.count > 0 && indices.count <= batchSize,
      "a step of \(indices.count) images was asked of a batch of \(batchSize)")
    precondition(
      indices.count >= smallestBatch,
      "a step of \(indices.count) images: batch normalisation needs \(smallestBatch)")
    if let drawnImages {
      precondition(
        images.isEmpty && count == drawnImages,
        "\(images.count) bytes and \(count) answers for \(drawnImages) images that are drawn")
    } else {
      precondition(
        images.count == count * imageSize, "\(images.count) bytes for \(count) images of \(imageSize) bytes")
    }
    // Loops over numbers, not over collections: those allocate in a debug build.
    for place in 0..<indices.count {
      let index = indices[indices.startIndex + place]
      precondition(index >= 0 && index < count, "image \(index) of \(count)")
    }
  }

  /// A step on a batch whose images and targets are known.
  func run(_ source: BatchSource) -> StepResult {
    var source = source
    let divisor = head.divisor(source)
    // What is accumulated is divided once, when all of it is known.
    let ownDivisor = engine.updates.accumulated == nil ? divisor : 1
    source.lossScale = divisor > 0 ? Float(1) / Float(ownDivisor) : 0
    (source.seed, source.step) = (seed, stepCount)
    (source.losses, source.predictions) = (losses, predictions)
    let rule = prepareUpdate(adding: divisor)
    engine.run(source, rule: rule)
    var result = StepResult(
      lossSum: Shards.sum(source.count) { Double(losses[$0]) }, correct: 0, count: source.count)
    for image in 0..<source.count {
      if source.heads != nil {
        result.correct += Int(predictions[image])
      } else if let labels = source.targets.labels, let indices = source.indices {
        if predictions[image] == labels[Int(indices[image])] { result.correct += 1 }
      } else if head.tellsRight, predictions[image] == 1 {
        result.correct += 1
      }
    }
    if result.lossSum.isFinite { finishStep(adding: divisor) }
    if head.isWeighted, divisor > 0 { result.lossSum *= Double(source.count) / divisor }
    return result
  }

  /// Says which epoch the next steps belong to: what a preparation makes of the images depends on it.
  public func begin(epoch: Int) { self.epoch = epoch }

  /// The fewest images a step can be given: two when a batch normalisation has one value a channel and image.
  public var smallestBatch: Int { engine.program.smallestBatch }

  /// The number of learned values.
  public var parameterCount: Int { graph.parameterCount }

  /// The parameters and running statistics by PyTorch's names, shapes and order: its `state_dict`, without
  /// `num_batches_tracked`, which `load` accepts and ignores.
  public func namedParameters() -> [NamedTensor] { values.tensors(engine.weights.floats) }

  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor; nothing changes then.
  public func load(parameters: [NamedTensor]) throws(InputError) {
    try values.load(parameters, into: engine.weights.floats)
    engine.weightsChanged()
    measured = nil
  }

  /// Where a loss that is not finite comes from: the first parameter, or else the first layer in the model's order,
  /// with a value that is not finite for some image of the batch; nil when all are finite. A step with such a loss
  /// has not changed the parameters, so this names the layer that overflowed.
  ///
  /// - Precondition: as `step`.
  public func firstNonFiniteLayer(images: [UInt8], indices: ArraySlice<Int32>) -> String? {
    check(images, indices, count: count(images))
    for tensor in namedParameters() where !tensor.values.allSatisfy(\.isFinite) { return tensor.name }
    return images.withUnsafeBufferPointer { images in
      indices.withUnsafeBufferPointer { indices in
        engine.firstNonFiniteStage(
          BatchSource(
            images: images.baseAddress, indices: indices.baseAddress, count: indices.count, seed: seed,
            step: stepCount, preparation: preparedEpoch))
      }
    }
  }

  /// Bytes that the program holds: parameters, arenas and blocks.
  public var memory: Int { engine.bytes }

  private var preparedEpoch: PreparedEpoch? { prepared(for: epoch) }

  func prepared(for epoch: Int) -> PreparedEpoch? {
    holder.map { PreparedEpoch(holder: .passUnretained($0), epoch: epoch) }
  }

  private var values: ParameterValues { ParameterValues(entries: engine.program.entries) }
}
