public import InklingFiles
import Synchronization

/// Answers with a compiled model: the memory to work in, and the threads. It is light beside the model's weights, which all
/// sessions of the model share.
///
/// An image's outputs depend on the parameters and on that image alone: not on the session, the batch, the threads, what
/// else runs, or which of the instruction sets with fused multiply-add is used.
///
/// A session answers one caller after the other; callers that shall not wait have a session each.
public final class InferenceSession: Sendable {
  /// The model's graph.
  public let graph: Graph
  /// The threads that compute: fewer than were asked for where the system gives no more.
  public let threads: Int
  /// The instructions that its kernels use.
  public let instructionSet: InstructionSet
  private let state: Mutex<State>

  private struct State {
    var model: CompiledModel
    var engine: BlockEngine

    init(_ model: CompiledModel, threads: Int) throws(InputError) {
      try BlockEngine.requireMemory(
        model.program, threads: threads, blocks: threads, keepsBlocks: false, sharesWeights: true)
      self.model = model
      engine = BlockEngine(
        model.program, threads: threads, blocks: threads, keepsBlocks: false, weights: model.weights,
        narrowWorks: model.narrowWorks)
    }
  }

  /// - Parameters:
  ///   - model: which any number of sessions share.
  ///   - threads: how many compute; nil takes the processors. More than there are blocks of sixteen images do not help.
  ///     A server's sessions are best given one each.
  /// - Throws: `InputError`: `.usage` for a number out of range, `.unavailable` when there is not enough memory.
  public init(_ model: CompiledModel, threads: Int? = nil) throws(InputError) {
    let state = try State(model, threads: ThreadCount.checked(threads))
    graph = model.graph
    instructionSet = model.instructionSet
    self.threads = state.engine.threads
    self.state = Mutex(state)
  }

  /// What it answers with.
  public var model: CompiledModel { state.withLock { $0.model } }

  /// Bytes that the session holds beside the model's weights.
  public var memory: Int { state.withLock { $0.engine.bytes - $0.model.memory } }

  /// Where its numbers are read, for tests.
  var engineMemory: (weights: AlignedMemory, derived: AlignedMemory) {
    state.withLock { ($0.engine.weights, $0.engine.derived) }
  }

  private func run(_ source: BatchSource) { state.withLock { $0.engine.run(source, rule: nil) } }

  /// Answers with other parameters from now on. Other sessions of the model keep theirs.
  ///
  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor, or of kind `.unavailable` when there
  ///   is not enough memory; nothing changes then.
  public func load(parameters: [NamedTensor]) throws(InputError) {
    try state.withLock { state throws(InputError) in
      // Nobody else can see it: the same memory will do.
      if isKnownUniquelyReferenced(&state.model) { return try state.model.load(parameters) }
      state = try State(state.model.replacingParameters(parameters), threads: threads)
    }
  }

  /// The outputs of a model with several, by their names: for each of the images a row.
  ///
  /// - Precondition: `images` holds a whole number of images.
  public func outputs(images: [UInt8]) -> [String: [Float]] {
    let (rows, width) = (logits(images: images), graph.outputWidth)
    var result: [String: [Float]] = [:]
    var offset = 0
    for output in graph.outputs {
      let count = graph.shapes[output.node].count
      result[output.name] = stride(from: offset, to: rows.count, by: width).flatMap { rows[$0..<$0 + count] }
      offset += count
    }
    return result
  }

  /// The outputs for each of the images, `[N, classes]` row-major: or `[N, ...]`, of whatever shape the output is, and those
  /// of a model with several one behind the other.
  ///
  /// - Precondition: `images` holds a whole number of images.
  public func logits(images: [UInt8]) -> [Float] {
    let count = imageCount(images)
    var outputs = [Float](repeating: 0, count: count * graph.outputWidth)
    images.withUnsafeBufferPointer { images in
      outputs.withUnsafeMutableBufferPointer { outputs in
        run(BatchSource(images: images.baseAddress, count: count, outputs: outputs.baseAddress))
      }
    }
    return outputs
  }

  /// The outputs for each of the network's inputs `[N, C, H, W]`, which are taken as they are: what normalisation makes of
  /// bytes, or anything else. `[N, classes]` row-major.
  ///
  /// - Precondition: `values` holds a whole number of inputs.
  public func logits(values: [Float]) -> [Float] {
    let (count, rest) = values.count.quotientAndRemainder(dividingBy: graph.inputShape.count)
    precondition(rest == 0, "\(values.count) numbers are not a whole number of \(graph.inputShape) images")
    var outputs = [Float](repeating: 0, count: count * graph.outputShape.count)
    values.withUnsafeBufferPointer { values in
      outputs.withUnsafeMutableBufferPointer { outputs in
        run(BatchSource(count: count, outputs: outputs.baseAddress, inputRows: values.baseAddress))
      }
    }
    return outputs
  }

  /// The class with the largest logit for each of the images, and the sum of the cross-entropies.
  ///
  /// - Precondition: one label an image, each less than the number of classes.
  public func evaluate(images: [UInt8], labels: [Int32]) -> (predictions: [Int32], lossSum: Double) {
    let outputs = outputs(images: images, labels: labels, at: nil, withLogits: false)
    return (outputs.predictions, outputs.lossSum)
  }

  /// The same with the logits, for the images at `indices` alone, in that order; nil takes all.
  ///
  /// - Precondition: one label an image, each a class, and every index is an image's.
  package func outputs(
    images: [UInt8], labels: [Int32], at indices: [Int32]?, withLogits: Bool
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
                  images: images.baseAddress, targets: BatchTargets(labels: labels.baseAddress),
                  indices: isWhole ? nil : indices.baseAddress, count: count, losses: losses.baseAddress,
                  predictions: predictions, outputs: logits))
            }
          }
        }
      }
    }
    result.lossSum = Shards.sum(count) { Double(losses[$0]) }
    return result
  }

  private func imageCount(_ images: [UInt8]) -> Int {
    let (count, rest) = images.count.quotientAndRemainder(dividingBy: graph.inputShape.count)
    precondition(rest == 0, "\(images.count) bytes are not a whole number of \(graph.inputShape) images")
    return count
  }
}
