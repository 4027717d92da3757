import InklingEngine
import InklingFiles

/// Watches a run on the thread that trains, step by step, and changes nothing of it. What it writes for a step it has
/// written before the checkpoint of that step is saved, so that a run resumed from there goes on where it was.
///
/// Each may throw what writing throws; the run ends of it.
protocol TrainingObserver: AnyObject {
  /// A step was taken.
  ///
  /// - Parameters:
  ///   - step: the steps of the run so far.
  ///   - learningRate: the optimiser's, in this step; nil where there is no such thing.
  func observe(step: Int, _ result: StepResult, learningRate: Float?) throws(InputError)
  /// An epoch is done, and evaluated on what is held out.
  ///
  /// - Parameters:
  ///   - step: the steps of the run so far.
  ///   - parameters: those that are trained, all finite.
  func observe(_ record: EpochRecord, step: Int, parameters: [NamedTensor]) throws(InputError)
  /// A checkpoint is about to be saved.
  func synchronize() throws(InputError)
  /// All epochs are done, and the report is saved.
  func observe(_ report: TrainingReport) throws(InputError)
}
