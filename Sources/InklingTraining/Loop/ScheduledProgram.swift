public import InklingEngine
public import InklingFiles
package import InklingTargets

/// A program whose learning rate follows a schedule, for the loop.
///
/// The rate of a step depends on the step's number and the finished epochs alone, so a resumed run goes on exactly.
public final class ScheduledProgram {
  /// The program that takes the steps.
  public let program: TrainingProgram
  /// The rate of each step, over the optimiser's steps.
  public let schedule: any Schedule
  /// What the finished epochs do to the rate; nil for nothing.
  public let plateau: PlateauRule?
  /// The rate that the schedule scales.
  public private(set) var baseLearningRate: Double

  /// The optimiser's rate as it is now becomes the base.
  ///
  /// - Parameters:
  ///   - program: the program that is trained, whose optimiser's rate is set.
  ///   - schedule: over the optimiser's steps; `EpochSchedule` makes one of a schedule over epochs.
  ///   - plateau: how the base falls when epochs get no better; its rate is the first base.
  /// - Throws: `InputError` (usage) for a schedule with a value that makes none.
  public init(
    _ program: TrainingProgram, schedule: any Schedule = ConstantLR(factor: 1, totalIters: 0),
    plateau: PlateauRule? = nil
  ) throws(InputError) {
    try schedule.validate()
    try plateau?.reductions.validate()
    self.program = program
    self.schedule = schedule
    self.plateau = plateau
    baseLearningRate = plateau?.reductions.learningRate ?? Double(program.optimizer.learningRate)
  }
}

extension ScheduledProgram: TrainingStepper {
  package func begin(epoch: Int, after history: [EpochRecord]) {
    if let plateau { baseLearningRate = plateau.learningRate(after: history) }
    program.begin(epoch: epoch)
  }

  package func finishEpoch() { program.finishAccumulation() }

  package func step(images: [UInt8], targets: Targets, indices: ArraySlice<Int32>) -> StepResult {
    program.follow(schedule, base: baseLearningRate)
    return program.step(images: images, targets: targets, indices: indices)
  }

  package func namedParameters() -> [NamedTensor] { program.namedParameters() }
  package func answeringParameters() -> [NamedTensor] { program.answeringParameters() }
  package func answeringParameters(measuredOn pass: EpochPass) -> [NamedTensor] {
    program.answeringParameters(measuredOn: pass)
  }
  package func load(parameters: [NamedTensor]) throws(InputError) { try program.load(parameters: parameters) }
  package func namedOptimizerState() -> [NamedTensor] { program.namedOptimizerState() }
  package func load(optimizerState: [NamedTensor]) throws(InputError) {
    try program.load(optimizerState: optimizerState)
  }

  package func firstNonFiniteLayer(images: [UInt8], indices: ArraySlice<Int32>) -> String? {
    program.firstNonFiniteLayer(images: images, indices: indices)
  }

  package var parameterCount: Int { program.parameterCount }
  package var computingThreads: Int? { program.threads }
  package var smallestBatch: Int { program.smallestBatch }
  package var lastLearningRate: Float? { program.lastLearningRate }
  package var stepCount: Int {
    get { program.stepCount }
    set { program.stepCount = newValue }
  }
  package var accumulation: Int { program.accumulation }
  package var updateCount: Int {
    get { program.updateCount }
    set { program.updateCount = newValue }
  }
}
