public import InklingEngine
public import InklingFiles
import Synchronization

/// Answers with a quantised model: the memory to work in, and the threads.
///
/// The answers are the same bits with every instruction set and any number of threads. A session answers one caller after the
/// other; callers that shall not wait have a session each.
public final class QuantizedSession: Sendable {
  /// What it answers with.
  public let program: QuantizedProgram
  /// The threads that compute: fewer than were asked for where the system gives no more.
  public let threads: Int
  private let work: Work
  private let pool: Mutex<ThreadPool?>

  /// The network.
  public var graph: Graph { program.model.graph }
  /// The instructions that its kernels use.
  public var instructionSet: InstructionSet { program.instructionSet }

  /// What the threads share while they run.
  ///
  /// `@unchecked Sendable`: written before the threads are started, by who holds the pool.
  private final class Work: @unchecked Sendable {
    let program: QuantizedProgram
    let arenas: [QuantizedBlock]
    let next = Atomic<Int>(0)
    var images: UnsafePointer<UInt8>?
    var outputs: UnsafeMutablePointer<Float>?
    var count = 0

    init(_ program: QuantizedProgram, threads: Int) {
      self.program = program
      arenas = (0..<threads).map { _ in QuantizedBlock(program) }
    }

    /// Takes blocks until none is left.
    func run(_ thread: Int) {
      guard let images, let outputs else { return }
      let graph = program.model.graph
      while true {
        let first = next.add(1, ordering: .relaxed).oldValue * 16
        if first >= count { return }
        arenas[thread].run(
          images + first * graph.inputShape.count, count: min(16, count - first),
          outputs + first * graph.outputShape.count)
      }
    }
  }

  /// - Parameters:
  ///   - program: which any number of sessions share.
  ///   - threads: how many compute; nil takes the processors. More than there are blocks of sixteen images do not help.
  /// - Throws: `InputError`: `.usage` for a number out of range, `.unavailable` when there is not enough memory.
  public init(_ program: QuantizedProgram, threads: Int? = nil) throws(InputError) {
    let wanted = try ThreadCount.checked(threads)
    try Memory.require(
      Double(wanted) * Double(program.arenaBytes), for: "the quantised model's values",
      remedy: "take fewer threads, or free some memory or raise its limit (ulimit -v)")
    self.program = program
    let work = Work(program, threads: wanted)
    self.work = work
    let pool = wanted > 1 ? ThreadPool(count: wanted) { number, _ in work.run(number) } : nil
    self.threads = pool?.count ?? 1
    self.pool = Mutex(pool)
  }

  /// A session with a model of its own.
  ///
  /// - Throws: as `QuantizedProgram.init` and `init(_:threads:)`.
  public convenience init(
    _ model: QuantizedModel, threads: Int? = nil, instructionSet: InstructionSet = .best
  ) throws(InputError) {
    try self.init(QuantizedProgram(model, instructionSet: instructionSet), threads: threads)
  }

  deinit { pool.withLock { $0?.stop() } }

  /// The outputs for each of the images, `[N, classes]` row-major.
  ///
  /// - Precondition: `images` holds a whole number of images.
  public func logits(images: [UInt8]) -> [Float] {
    let (count, rest) = images.count.quotientAndRemainder(dividingBy: graph.inputShape.count)
    precondition(rest == 0, "\(images.count) bytes are not a whole number of \(graph.inputShape) images")
    var outputs = [Float](repeating: 0, count: count * graph.outputShape.count)
    images.withUnsafeBufferPointer { images in
      outputs.withUnsafeMutableBufferPointer { outputs in
        pool.withLock { pool in
          (work.images, work.outputs, work.count) = (images.baseAddress, outputs.baseAddress, count)
          work.next.store(0, ordering: .relaxed)
          // A single block is not worth waking anybody.
          if let pool, count > 16 { pool.run() } else { work.run(0) }
          (work.images, work.outputs) = (nil, nil)
        }
      }
    }
    return outputs
  }
}

extension QuantizedSession: AnsweringSession {
  package func outputs(
    images: [UInt8], labels: [Int32], at indices: [Int32]?, withLogits: Bool
  ) -> LabeledOutputs {
    let size = graph.inputShape.count
    let chosen = indices.map { $0.map { labels[Int($0)] } } ?? labels
    let bytes = indices.map { $0.flatMap { images[Int($0) * size..<(Int($0) + 1) * size] } } ?? images
    return LabeledOutputs(
      logits: logits(images: bytes), labels: chosen, classes: graph.outputShape.count, keepsLogits: withLogits)
  }
}
