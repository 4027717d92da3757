public import InklingFiles

/// A model compiled for prediction.
///
/// An image's outputs depend on the parameters and on that image alone: not on the batch, the threads, or which of the
/// instruction sets with fused multiply-add is used.
///
/// Not thread-safe: one caller at a time.
public final class InferenceProgram {
  /// The model.
  public let graph: Graph
  /// The threads that compute: fewer than were asked for where the system gives no more.
  public var threads: Int { engine.threads }
  /// The instructions that its kernels use.
  public let instructionSet: InstructionSet
  private let engine: BlockEngine
  /// For a few images: with narrower registers half of a block need not be computed. Made when first used.
  private var narrowEngine: BlockEngine?
  private let normalization: Normalization
  private let fuses: Bool
  /// Images that fill half a block.
  private static let few = 8

  /// - Parameter fusing: whether one kernel does what follows its operation, and a normalisation is folded into the
  ///   weights before it, where that can be done; for comparison with the plain steps.
  /// - Throws: `InputError` for numbers out of range, or tensors that are not this model's.
  public init(
    _ graph: Graph, parameters: [NamedTensor], normalization: Normalization, threads: Int,
    instructionSet: InstructionSet, fusing: Bool = true
  ) throws(InputError) {
    try checkProgram(graph, normalization, threads)
    self.graph = graph
    self.instructionSet = instructionSet
    self.normalization = normalization
    fuses = fusing
    let program: BlockProgram
    do throws(GraphError) {
      program = try Self.makeProgram(graph, normalization, instructionSet, fuses: fusing)
    } catch {
      throw InputError(.usage, "the model cannot be run: \(error)")
    }
    try BlockEngine.requireMemory(program, threads: threads, blocks: threads, keepsBlocks: false, arrays: 0)
    engine = BlockEngine(program, threads: threads, blocks: threads, keepsBlocks: false)
    try load(parameters: parameters)
  }

  private static func makeProgram(
    _ graph: Graph, _ normalization: Normalization, _ instructionSet: InstructionSet, fuses: Bool
  ) throws(GraphError) -> BlockProgram {
    let kernels = instructionSet.kernels
    return try BlockProgram(
      graph, kernels: kernels, isTraining: false, fuses: fuses,
      source: gatherBytes(graph.inputShape, normalization, kernels),
      head: crossEntropyHead(graph.outputShape.count, kernels))
  }

  private func makeNarrowEngine() -> BlockEngine? {
    guard instructionSet == .avx512,
      let program = try? Self.makeProgram(graph, normalization, .avx2, fuses: fuses)
    else { return nil }
    let narrow = BlockEngine(program, threads: 1, blocks: 1, keepsBlocks: false)
    narrow.copyWeights(from: engine)
    return narrow
  }

  private func run(_ source: BatchSource) {
    if source.count <= Self.few, narrowEngine == nil { narrowEngine = makeNarrowEngine() }
    let chosen = source.count <= Self.few ? narrowEngine ?? engine : engine
    chosen.run(source, rule: nil)
  }

  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor; nothing changes then.
  public func load(parameters: [NamedTensor]) throws(InputError) {
    try ParameterValues(entries: engine.program.entries).load(parameters, into: engine.weights.floats)
    engine.weightsChanged()
    narrowEngine?.copyWeights(from: engine)
  }

  /// The outputs for each of the images, `[N, classes]` row-major.
  ///
  /// - Precondition: `images` holds a whole number of images.
  public func logits(images: [UInt8]) -> [Float] {
    let count = imageCount(images)
    let classes = graph.outputShape.count
    var outputs = [Float](repeating: 0, count: count * classes)
    images.withUnsafeBufferPointer { images in
      outputs.withUnsafeMutableBufferPointer { outputs in
        run(BatchSource(images: images.baseAddress, count: count, outputs: outputs.baseAddress))
      }
    }
    return outputs
  }

  /// The class with the largest logit for each of the images, and the sum of the cross-entropies.
  ///
  /// - Precondition: one label an image, each less than the number of classes.
  public func evaluate(images: [UInt8], labels: [UInt8]) -> (predictions: [Int32], lossSum: Double) {
    let outputs = outputs(images: images, labels: labels, at: nil, withLogits: false)
    return (outputs.predictions, outputs.lossSum)
  }

  /// The same with the logits, for the images at `indices` alone, in that order; nil takes all.
  ///
  /// - Precondition: one label an image, each a class, and every index is an image's.
  package func outputs(
    images: [UInt8], labels: [UInt8], at indices: [Int32]?, withLogits: Bool
  ) -> LabeledOutputs {
    let all = imageCount(images)
    let (largest, classes) = (labels.max().map(Int.init) ?? -1, graph.outputShape.count)
    precondition(labels.count == all, "\(labels.count) labels for \(all) images")
    precondition(largest < classes, "label \(largest) of \(classes) classes")
    if let wrong = indices?.first(where: { $0 < 0 || $0 >= all }) { preconditionFailure("image \(wrong) of \(all)") }
    let count = indices?.count ?? all
    var result = LabeledOutputs(count: count, logits: withLogits ? count * graph.outputShape.count : 0)
    var losses = [Float](repeating: 0, count: count)
    let indices = indices ?? []
    let isWhole = count > indices.count
    images.withUnsafeBufferPointer { images in
      labels.withUnsafeBufferPointer { labels in
        indices.withUnsafeBufferPointer { indices in
          losses.withUnsafeMutableBufferPointer { losses in
            result.withPointers { predictions, logits in
              run(
                BatchSource(
                  images: images.baseAddress, labels: labels.baseAddress, indices: isWhole ? nil : indices.baseAddress,
                  count: count, losses: losses.baseAddress, predictions: predictions, outputs: logits))
            }
          }
        }
      }
    }
    result.lossSum = losses.reduce(0) { $0 + Double($1) }
    return result
  }

  private func imageCount(_ images: [UInt8]) -> Int {
    let (count, rest) = images.count.quotientAndRemainder(dividingBy: graph.inputShape.count)
    precondition(rest == 0, "\(images.count) bytes are not a whole number of \(graph.inputShape) images")
    return count
  }
}
