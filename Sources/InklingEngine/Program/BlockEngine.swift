import InklingFiles
import InklingKernelInterface
import InklingRandomness
import Synchronization

/// What one run reads and writes outside the program's own memory.
struct BatchSource {
  var images: UnsafePointer<UInt8>?
  /// What the images are compared with.
  var targets = BatchTargets()
  /// The same for each of several heads.
  var heads: UnsafePointer<BatchTargets>?
  /// The images to take, in order; nil for the first `count`.
  var indices: UnsafePointer<Int32>?
  var count = 0
  /// What a lane's gradient is multiplied by: one over the batch's size.
  var lossScale: Float = 0
  /// What random layers draw from: the program's seed, and the steps taken before this one.
  var seed: UInt64 = 0
  var step = 0
  /// Per image: the loss, the class predicted, the outputs.
  var losses: UnsafeMutablePointer<Float>?
  var predictions: UnsafeMutablePointer<Int32>?
  var outputs: UnsafeMutablePointer<Float>?
  /// What changes the images on their way in.
  var preparation: PreparedEpoch?
  /// For probes: inputs, output gradients and input gradients, one row an image.
  var inputRows: UnsafePointer<Float>?
  var outputGradientRows: UnsafePointer<Float>?
  var inputGradientRows: UnsafeMutablePointer<Float>?
}

/// Runs a program: the memory, the parameters and the threads.
///
/// A block goes forward and backward on one thread; when all blocks are done, the parameters' gradients are added in
/// an order that depends on nothing but the blocks' numbers, and the optimiser steps. Nothing is allocated by a run.
///
/// `@unchecked Sendable`: used by one caller at a time; its threads touch disjoint memory, with barriers between.
final class BlockEngine: @unchecked Sendable {
  let program: BlockProgram
  /// Those that compute: fewer than were asked for where the system gives no more.
  private(set) var threads: Int
  let weights: AlignedMemory
  let velocity: AlignedMemory
  private let gradient: AlignedMemory
  let derived: AlignedMemory
  private let shared: AlignedMemory
  private let arenas: [AlignedMemory]
  private let blocks: AlignedMemory
  private let blockStride: Int
  /// Whether each block keeps its memory until the update, or each thread has one for all of its blocks.
  private let keepsBlocks: Bool
  /// The steps that a few images take instead; none where they take the same.
  private let narrowWorks: [Step.Bound]
  private var isNarrow = false
  private let fewImages: Int
  private let nextBlock = Atomic<Int>(0)
  private let nextUpdate = Atomic<Int>(0)
  private var pool: ThreadPool?
  private var source = BatchSource()
  private var preparationMemory: [AlignedMemory] = []
  private var rule: OptimizerRule?
  /// Whether the run is a step on collected gradients alone, without a batch.
  private var isFinishing = false
  /// Phases that a run goes through, and whether it does the reductions behind the last of them too.
  var phaseLimit: Int
  var isMeasuring = false
  /// How parameters are updated; replaced between runs only.
  var updates: UpdatePlan

  /// - Parameters:
  ///   - given: weights that others read too, which no run then changes; nil for the engine's own.
  ///   - narrowWorks: steps for a few images, in the same memory as the program's.
  init(
    _ program: BlockProgram, threads: Int, blocks count: Int, keepsBlocks: Bool, weights given: ProgramWeights? = nil,
    narrowWorks: [Step.Bound] = []
  ) {
    self.program = program
    phaseLimit = program.phases.count
    self.threads = threads
    self.keepsBlocks = keepsBlocks
    self.narrowWorks = narrowWorks
    fewImages = narrowWorks.isEmpty ? 0 : 8
    let isTraining = program.isTraining
    let given = given ?? ProgramWeights(program)
    weights = given.values
    derived = given.derived
    velocity = AlignedMemory(bytes: isTraining ? program.weightCount * 4 : 0)
    gradient = AlignedMemory(bytes: isTraining ? program.weightCount * 4 : 0)
    shared = AlignedMemory(bytes: program.sharedCount * 4)
    arenas = (0..<(program.hasPhases ? count : threads)).map { _ in AlignedMemory(bytes: program.plan.arenaBytes) }
    blockStride = program.plan.blockBytes
    blocks = AlignedMemory(bytes: blockStride * (keepsBlocks ? count : threads))
    updates = UpdatePlan(program, states: SGD().states, threads: threads)
    if threads > 1 {
      let pool = ThreadPool(count: threads) { [unowned self] number, pool in work(number, pool) }
      self.pool = pool
      self.threads = pool.count
    }
  }

  deinit { pool?.stop() }

  /// Asks for the memory that an engine takes.
  ///
  /// - Parameters:
  ///   - arrays: beside the weights, arrays of their size: gradients, what an optimiser remembers, averages.
  ///   - sharesWeights: whether the weights are there already.
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough.
  static func requireMemory(
    _ program: BlockProgram, threads: Int, blocks count: Int, keepsBlocks: Bool, arrays: Int = 0,
    sharesWeights: Bool = false
  ) throws(InputError) {
    let own = sharesWeights ? 0 : Double(program.weightCount + program.derivedCount)
    let weights = own + Double(program.weightCount) * Double(arrays)
    let arenas = Double(program.plan.arenaBytes) * Double(program.hasPhases ? count : threads)
    let blocks = Double(program.plan.blockBytes) * Double(keepsBlocks ? count : threads)
    try requireMemory(weights * 4 + arenas + blocks + Double(program.sharedCount) * 4)
  }

  /// The same for a number of bytes.
  static func requireMemory(_ bytes: Double) throws(InputError) {
    try Memory.require(
      bytes, for: "the model",
      remedy: "make the layers, the images or the batch smaller, or free some memory or raise its limit (ulimit -v)")
  }

  /// Gives each thread memory for images that are prepared; nil takes it back.
  func reserve(for preparation: (any ImagePreparation)?) {
    let imageBytes = program.graph.inputShape.count
    preparationMemory =
      preparation.map { preparation in
        (0..<threads).map { _ in AlignedMemory(bytes: PreparedEpoch.memoryBytes(preparation, imageBytes: imageBytes)) }
      } ?? []
  }

  /// Bytes of memory that the engine holds.
  var bytes: Int {
    (arenas + preparationMemory + [blocks, weights, velocity, gradient, derived, shared]).reduce(0) { $0 + $1.bytes }
      + updates.bytes
  }

  /// Works through the batch, and updates the parameters if a rule is given.
  func run(_ source: BatchSource, rule: OptimizerRule?) {
    self.source = source
    self.rule = rule
    isNarrow = source.count <= fewImages
    nextBlock.store(0, ordering: .relaxed)
    nextUpdate.store(0, ordering: .relaxed)
    if let pool, source.count > 16 || rule != nil { pool.run() } else { work(0, nil) }
  }

  /// Lets the optimiser step on the gradients that were collected.
  func finishAccumulation(_ rule: OptimizerRule) {
    (source, self.rule, isFinishing) = (BatchSource(), rule, true)
    if let pool { pool.run() } else { work(0, nil) }
    isFinishing = false
  }

  private func work(_ thread: Int, _ pool: ThreadPool?) {
    if isFinishing, let rule { return finishUpdate(updateContext(rule, blocks: 0), thread: thread, pool) }
    let count = (source.count + 15) / 16
    for phase in 0..<phaseLimit {
      if phase > 0 { reduce(after: phase - 1, thread, pool) }
      var block = firstBlock(of: thread)
      while block < count {
        run(program.phases[phase].steps, context(block, on: thread))
        block = nextBlock(after: block, pool)
      }
    }
    if isMeasuring { return reduce(after: phaseLimit - 1, thread, pool) }
    guard let rule else { return }
    pool?.barrier()
    guard lossIsFinite else { return }
    let context = updateContext(rule, blocks: count)
    while true {
      let update = nextUpdate.add(1, ordering: .relaxed).oldValue
      if update >= program.updateWorks.count { break }
      program.updateWorks[update].run(context)
    }
    if updates.isDeferred { finishUpdate(context, thread: thread, pool) }
  }

  func updateContext(_ rule: OptimizerRule, blocks count: Int) -> UpdateContext {
    UpdateContext(
      blocks: blocks.start, blockStride: blockStride, blockCount: count, weights: weights.floats,
      velocity: velocity.floats, gradient: gradient.floats, derived: derived.floats, shared: shared.floats, rule: rule,
      kernels: program.kernels, plan: updates)
  }

  /// A batch whose loss is not finite must not touch the parameters. Every thread finds the same.
  private var lossIsFinite: Bool {
    guard let losses = source.losses else { return true }
    for image in 0..<source.count where !losses[image].isFinite { return false }
    return true
  }

  /// Without phases a thread takes the next block that nobody has. With them it takes the same ones in every phase: those
  /// are in its caches, and it would have to wait for the others anyway.
  private func firstBlock(of thread: Int) -> Int {
    program.hasPhases ? thread : nextBlock.add(1, ordering: .relaxed).oldValue
  }

  private func nextBlock(after block: Int, _ pool: ThreadPool?) -> Int {
    program.hasPhases ? block + (pool?.count ?? 1) : nextBlock.add(1, ordering: .relaxed).oldValue
  }

  private func run(_ steps: Range<Int>, _ context: borrowing BlockContext) {
    if isNarrow {
      for step in steps { narrowWorks[step].run(context) }
    } else {
      for step in steps { program.works[step].run(context) }
    }
  }

  /// Between two phases: waits for all blocks, lets one thread do the reductions, and waits for it.
  private func reduce(after phase: Int, _ thread: Int, _ pool: ThreadPool?) {
    pool?.barrier()
    if thread == 0 { reduce(after: phase) }
    pool?.barrier()
  }

  private func reduce(after phase: Int) {
    let context = BatchReductionContext(
      blocks: blocks.start, blockStride: blockStride, blockCount: (source.count + 15) / 16, count: source.count,
      weights: weights.floats, shared: shared.floats)
    for reduction in program.phases[phase].reductions { program.reductionWorks[reduction].run(context) }
  }

  private func context(_ block: Int, on thread: Int) -> BlockContext {
    let count = min(16, source.count - block * 16)
    return BlockContext(
      arena: arenas[program.hasPhases ? block : thread].start,
      block: blocks.start + blockStride * (keepsBlocks ? block : thread),
      weights: weights.floats, derived: derived.floats, shared: shared.floats, first: block * 16,
      count: count, lanes: program.isTraining ? 16 : count, source: source,
      preparationMemory: preparationMemory.isEmpty ? nil : preparationMemory[thread].start)
  }

  /// Runs one step alone, as often as asked, on the first block: for benchmarks.
  func repeatStep(_ step: Int, times: Int) {
    let context = context(0, on: 0)
    for _ in 0..<times { program.works[step].run(context) }
  }

  /// Runs the updates alone, one after the other, without changing a parameter: for benchmarks.
  func repeatUpdate(_ update: Int, times: Int) {
    var context = updateContext(SGD.resting(isFirst: false), blocks: (source.count + 15) / 16)
    context.isRepetition = true
    for _ in 0..<times { program.updateWorks[update].run(context) }
  }

  /// Makes everything that is derived from the weights, after they were set from outside.
  func weightsChanged() {
    ProgramWeights(values: weights, derived: derived).derive(program)
  }

  /// The name of the first stage, in the order of the nodes, whose value is not finite for some image of the batch: the
  /// layer's own, whatever its kernel does beside.
  ///
  /// Each step's result is looked at right after it, because later steps reuse the memory of earlier ones.
  func firstNonFiniteStage(_ source: BatchSource) -> String? {
    self.source = source
    var first: (node: Int, name: String)?
    for (phase, part) in program.phases.enumerated() {
      for block in 0..<(source.count + 15) / 16 {
        let context = context(block, on: 0)
        for index in part.steps where program.steps[index].direction == .forward {
          program.works[index].run(context)
          let step = program.steps[index]
          guard let node = step.node, node < first?.node ?? .max, let buffer = program.outputs[node] else { continue }
          let values = program.plan[buffer].address(context).assumingMemoryBound(to: Float.self)
          if (0..<buffer.count * 16).contains(where: { $0 % 16 < context.count && !values[$0].isFinite }) {
            first = (node, step.label)
          }
        }
      }
      if program.steps[part.steps].contains(where: { $0.direction == .backward }) { break }
      reduce(after: phase)
    }
    return first?.name
  }
}
