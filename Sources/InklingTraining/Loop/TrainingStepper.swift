package import InklingEngine
package import InklingFiles
package import InklingTargets

/// What the loop needs of a compiled model: steps, and a state that can be saved and put back.
///
/// It is used by one thread at a time. Its state must be all that decides the next step's result: then a run resumed from
/// a checkpoint gives the bytes of an uninterrupted one.
package protocol TrainingStepper: AnyObject {
  /// Forward, backward and update for the images at `indices`.
  ///
  /// - Parameters:
  ///   - images: the training set's bytes, [N, C, H, W].
  ///   - targets: an answer for each of its images.
  func step(images: [UInt8], targets: Targets, indices: ArraySlice<Int32>) -> StepResult
  func namedParameters() -> [NamedTensor]
  /// The parameters that predictions use: an average of the weights where one is kept, else the same.
  func answeringParameters() -> [NamedTensor]
  /// The same, with the running statistics of an SWA measured on them.
  func answeringParameters(measuredOn pass: EpochPass) -> [NamedTensor]
  func load(parameters: [NamedTensor]) throws(InputError)
  func namedOptimizerState() -> [NamedTensor]
  func load(optimizerState: [NamedTensor]) throws(InputError)
  /// The first parameter or layer with a value that is not finite, for the images at `indices`.
  func firstNonFiniteLayer(images: [UInt8], indices: ArraySlice<Int32>) -> String?
  /// The number of learned values.
  var parameterCount: Int { get }
  /// The threads that compute; nil where nobody knows.
  var computingThreads: Int? { get }
  /// The fewest images a step can be given.
  var smallestBatch: Int { get }
  /// Batches trained on since the first one of the run.
  var stepCount: Int { get set }
  /// The optimiser's steps, the first of which it may treat in a way of its own. Several batches may be one.
  var updateCount: Int { get set }
  /// Batches whose gradients make one of these.
  var accumulation: Int { get }
  /// The optimiser's rate in the step that was taken last; nil where there is no such thing.
  var lastLearningRate: Float? { get }
  /// An epoch begins, or goes on after a resume.
  ///
  /// - Parameters:
  ///   - epoch: counted from one.
  ///   - history: the epochs before it.
  func begin(epoch: Int, after history: [EpochRecord]) throws(InputError)
  /// An epoch's batches are done: what the optimiser has not stepped on yet it steps on now.
  func finishEpoch()
}

extension TrainingStepper {
  package var parameterCount: Int { namedParameters().reduce(0) { $0 + $1.values.count } }
  package var computingThreads: Int? { nil }
  package var smallestBatch: Int { 1 }
  package var lastLearningRate: Float? { nil }
  package func answeringParameters() -> [NamedTensor] { namedParameters() }
  package func answeringParameters(measuredOn pass: EpochPass) -> [NamedTensor] { answeringParameters() }
  package func begin(epoch: Int, after history: [EpochRecord]) throws(InputError) {}
  package func finishEpoch() {}
  package var accumulation: Int { 1 }
  package var updateCount: Int {
    get { stepCount }
    set {}
  }
}

extension TrainingProgram: TrainingStepper {
  package var computingThreads: Int? { threads }
  package func begin(epoch: Int, after history: [EpochRecord]) { begin(epoch: epoch) }
  package func finishEpoch() { finishAccumulation() }
  package var accumulation: Int { updates.accumulationSteps }
  package func answeringParameters() -> [NamedTensor] { averagedParameters() }
  package func answeringParameters(measuredOn pass: EpochPass) -> [NamedTensor] {
    averagedParameters(measuredOn: pass.images, pass.batches, epoch: pass.epoch, firstStep: pass.firstStep)
  }
  package var lastLearningRate: Float? { optimizer.learningRate }
}
