import InklingKernelInterface
import Synchronization

/// How a program's parameters are updated: their groups, what the optimiser remembers of them, and, where gradients are
/// collected first, the pieces in which all are then clipped and stepped on.
///
/// `@unchecked Sendable`: changed between runs only; in a run its threads touch disjoint memory, with barriers between.
final class UpdatePlan: @unchecked Sendable {
  let options: UpdateOptions
  /// Whether gradients are the end, and no step is ever taken on them.
  let collects: Bool
  let slots: [Slot]
  /// How far the optimiser is, and with which parameters.
  var courses: [Course] = []
  private(set) var courseOfSlot: [Int] = []
  /// Whether the same step is taken on all that learn.
  private(set) var stepsAlike = true
  let weightCount: Int
  /// Each slot's first float, in order.
  private let starts: Table<Int>
  /// The step of each course.
  let rules: UnsafeMutablePointer<OptimizerRule>
  /// What the optimiser remembers, beside the first memory, which is the engine's.
  private(set) var second: AlignedMemory?
  private(set) var third: AlignedMemory?
  private(set) var states: OptimizerStates
  /// The sum of several batches' gradients.
  let accumulated: AlignedMemory?
  let average: AlignedMemory?
  /// Runs of floats whose squares are added by one thread, and their sixteen sums each.
  let chunks: Table<Piece>
  let chunkSums: AlignedMemory?
  private(set) var pieces: Table<Piece>
  private(set) var scratches: [MatrixScratch] = []
  let nextChunk = Atomic<Int>(0)
  let nextPiece = Atomic<Int>(0)
  /// Batches whose gradients are added up, and what their sum is divided by for the mean, before the step that is taken.
  var window = Window()
  /// Whether the optimiser steps in this run.
  var isComplete = true
  /// What the collected sums are multiplied by before anything else.
  var windowScale: Float = 1

  /// An unfinished accumulation.
  struct Window: Equatable {
    var batches = 0
    /// The images, or the sum of their weights. A Float's value, so that a file keeps it.
    var divisor = 0.0
  }

  /// A parameter's place, and what is done beside its step.
  struct Slot {
    let entry: BlockProgram.Entry
    let first: Int
    let storedCount: Int
    /// Floats that are the parameter's; more behind them, if any, mean nothing. Zeros lie between a matrix's rows.
    let usedCount: Int
    let setting: GroupSetting
    let matrix: StoredMatrix?
    /// Whether no step is taken on it, and its gradient does not count in the norm.
    let isFrozen: Bool
    let renewals: [Renewal]
  }

  /// As `Step.Bound`.
  struct Renewal { let run: DerivedWeights.Renewal }

  /// What a parameter group changes; the defaults are those of a parameter without one.
  struct GroupSetting: Equatable {
    var learningRateScale: Float = 1
    var weightDecay: Float?
  }

  /// Some of a slot's parameters, or all of them at once.
  struct Piece {
    let slot: Int
    let first: Int
    let count: Int
    let isMatrix: Bool
  }

  /// - Parameter frozen: names of parameters that the optimiser leaves, as it leaves all statistics.
  init(
    _ program: BlockProgram, options: UpdateOptions = UpdateOptions(), states: OptimizerStates,
    frozen: Set<String> = [], collects: Bool = false, threads: Int
  ) {
    self.options = options
    self.collects = collects
    isComplete = !collects
    self.states = states
    weightCount = program.weightCount
    slots = program.hasBackward ? Self.slots(program, options, frozen) : []
    starts = Table(slots.map(\.first))
    let mostCourses = max(slots.count, 1)
    rules = .allocate(capacity: mostCourses)
    rules.initialize(repeating: SGD.resting(isFirst: true), count: mostCourses)
    accumulated = options.accumulationSteps > 1 ? AlignedMemory(bytes: weightCount * 4) : nil
    average = options.averaging == nil ? nil : AlignedMemory(bytes: weightCount * 4)
    chunks = Table(slots.indices.flatMap { [slots] in Self.chunks(slots[$0], $0) })
    chunkSums = options.clipping.norm == nil ? nil : AlignedMemory(bytes: chunks.count * 64)
    pieces = Table([])
    remember(states, threads: threads)
  }

  deinit { rules.deallocate() }

  /// Whether all gradients are collected before the first step on any.
  var isDeferred: Bool { collects || options.clipping.isOn || options.accumulationSteps > 1 || states.matrix != nil }

  var bytes: Int {
    [second, third, accumulated, average, chunkSums].reduce(0) { $0 + ($1?.bytes ?? 0) }
      + scratches.reduce(0) { $0 + $1.memory.bytes }
  }

  /// Arrays of the weights' size that an engine and its plan hold beside them.
  static func arrays(_ options: UpdateOptions, _ states: OptimizerStates) -> Int {
    // Velocity and gradient always.
    2
      + [
        states.second != nil, states.third != nil, options.accumulationSteps > 1, options.averaging != nil,
      ].count { $0 }
  }

  /// Makes room for what another optimiser remembers, all zeros: its first step on each parameter is to come.
  func remember(_ states: OptimizerStates, threads: Int) {
    self.states = states
    func memory(_ state: OptimizerState?) -> AlignedMemory? { state.map { _ in AlignedMemory(bytes: weightCount * 4) } }
    (second, third) = (memory(states.second), memory(states.third))
    let asMatrices = states.matrix != nil
    pieces = Table(slots.indices.flatMap { [slots] in Self.pieces(slots[$0], $0, asMatrices: asMatrices) })
    let matrices = asMatrices ? slots.compactMap(\.matrix) : []
    scratches = matrices.isEmpty ? [] : (0..<threads).map { _ in MatrixScratch(matrices) }
    begin { _ in OptimizerProgress() }
  }

  /// Sets how far the optimiser is with each parameter.
  func begin(at progress: (BlockProgram.Entry) -> OptimizerProgress) {
    (courses, courseOfSlot) = Self.courses(slots, progress)
    stepsAlike = courses.count { !$0.isFrozen } <= 1
  }

  /// The slot that holds the float at `place`.
  func slot(at place: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts.pointer[middle] <= place { low = middle } else { high = middle }
    }
    return low
  }
}
