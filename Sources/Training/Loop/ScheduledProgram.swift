import Files
import Inkling

/// A program whose learning rate follows a schedule, for the loop.
///
/// The rate of a step depends on the step's number alone, so a resumed run goes on exactly.
public final class ScheduledProgram {
  public let program: TrainingProgram
  public let schedule: any Schedule
  /// The rate that the schedule scales.
  public let baseLearningRate: Double

  /// The optimiser's rate as it is now becomes the base.
  ///
  /// - Parameter schedule: over the optimiser's steps; `EpochSchedule` makes one of a schedule over epochs.
  /// - Throws: `InputError` (usage) for a schedule with a value that makes none.
  public init(_ program: TrainingProgram, schedule: any Schedule) throws(InputError) {
    try schedule.validate()
    self.program = program
    self.schedule = schedule
    baseLearningRate = Double(program.optimizer.learningRate)
  }
}

extension ScheduledProgram: TrainingStepper {
  package func begin(epoch: Int) { program.begin(epoch: epoch) }
  package func step(images: [UInt8], labels: [UInt8], indices: ArraySlice<Int32>) -> StepResult {
    program.follow(schedule, base: baseLearningRate)
    return program.step(images: images, labels: labels, indices: indices)
  }

  package func namedParameters() -> [NamedTensor] { program.namedParameters() }
  package func answeringParameters() -> [NamedTensor] { program.answeringParameters() }
  package func load(parameters: [NamedTensor]) throws(InputError) { try program.load(parameters: parameters) }
  package func namedOptimizerState() -> [NamedTensor] { program.namedOptimizerState() }
  package func load(optimizerState: [NamedTensor]) throws(InputError) {
    try program.load(optimizerState: optimizerState)
  }

  package func firstNonFiniteLayer(images: [UInt8], labels: [UInt8], indices: ArraySlice<Int32>) -> String? {
    program.firstNonFiniteLayer(images: images, labels: labels, indices: indices)
  }

  package var parameterCount: Int { program.parameterCount }
  package var smallestBatch: Int { program.smallestBatch }
  package var stepCount: Int {
    get { program.stepCount }
    set { program.stepCount = newValue }
  }
}
