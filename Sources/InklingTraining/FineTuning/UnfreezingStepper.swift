import InklingEngine
import InklingFiles
import InklingTargets

/// Trains with another set of frozen parameters from some epochs on: a program is compiled for one set, so another takes
/// its place, with the weights, the optimiser's buffers and the step count of the last.
final class UnfreezingStepper: TrainingStepper {
  private let plan: FreezingPlan
  private let make: (Set<String>) throws(InputError) -> any TrainingStepper
  private var frozen: Set<String>
  private var current: any TrainingStepper

  /// - Parameter make: compiles the model with these parameters frozen.
  init(_ plan: FreezingPlan, make: @escaping (Set<String>) throws(InputError) -> any TrainingStepper) throws(InputError)
  {
    self.plan = plan
    self.make = make
    frozen = plan.frozen(in: 1)
    current = try make(frozen)
  }

  func begin(epoch: Int, after history: [EpochRecord]) throws(InputError) {
    let wanted = plan.frozen(in: epoch)
    if wanted != frozen {
      let next = try make(wanted)
      try next.load(parameters: current.namedParameters())
      try next.load(optimizerState: Self.carried(current.namedOptimizerState(), to: next.namedOptimizerState()))
      (next.stepCount, next.updateCount) = (current.stepCount, current.updateCount)
      (current, frozen) = (next, wanted)
    }
    try current.begin(epoch: epoch, after: history)
  }

  /// What the last program remembers where it does, and what the next starts with elsewhere.
  private static func carried(_ old: [NamedTensor], to new: [NamedTensor]) -> [NamedTensor] {
    let known = Dictionary(old.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return new.map { known[$0.name] ?? $0 }
  }

  func step(images: [UInt8], targets: Targets, indices: ArraySlice<Int32>) -> StepResult {
    current.step(images: images, targets: targets, indices: indices)
  }

  func finishEpoch() { current.finishEpoch() }
  func namedParameters() -> [NamedTensor] { current.namedParameters() }
  func answeringParameters() -> [NamedTensor] { current.answeringParameters() }
  func answeringParameters(measuredOn pass: EpochPass) -> [NamedTensor] {
    current.answeringParameters(measuredOn: pass)
  }
  func load(parameters: [NamedTensor]) throws(InputError) { try current.load(parameters: parameters) }
  func namedOptimizerState() -> [NamedTensor] { current.namedOptimizerState() }
  func load(optimizerState: [NamedTensor]) throws(InputError) { try current.load(optimizerState: optimizerState) }

  func firstNonFiniteLayer(images: [UInt8], indices: ArraySlice<Int32>) -> String? {
    current.firstNonFiniteLayer(images: images, indices: indices)
  }

  var parameterCount: Int { current.parameterCount }
  var computingThreads: Int? { current.computingThreads }
  var smallestBatch: Int { current.smallestBatch }
  var lastLearningRate: Float? { current.lastLearningRate }
  var stepCount: Int {
    get { current.stepCount }
    set { current.stepCount = newValue }
  }
  var accumulation: Int { current.accumulation }
  var updateCount: Int {
    get { current.updateCount }
    set { current.updateCount = newValue }
  }
}
