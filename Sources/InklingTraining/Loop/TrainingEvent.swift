/// What happens in a run, in order.
public enum TrainingEvent: Sendable, Equatable {
  /// The model is compiled and, in a resumed run, restored.
  case started(TrainingStart)
  /// Steps were done; sent about twenty times a second, not for every step.
  case step(StepProgress)
  /// An epoch is done, and evaluated on the images that are held out.
  case epochFinished(EpochRecord)
  /// A checkpoint is on disk, at this path.
  case checkpointSaved(path: String)
  /// All epochs are done and evaluated, and everything is saved.
  case finished(TrainingReport)
  /// The run was asked to stop and has. `resumable` when a checkpoint holds all that was done.
  case stopped(resumable: Bool)
}

/// Where a run starts or goes on.
public struct TrainingStart: Sendable, Equatable {
  /// The run folder's path; nil without one.
  public let run: String?
  /// Trained numbers in the model.
  public let parameters: Int
  /// Epochs of the whole run.
  public let epochs: Int
  /// Batches in an epoch, a last short one included.
  public let stepsPerEpoch: Int
  /// The epoch of the first step to come, counted from one; past `epochs` when a resumed run had trained them all.
  public let epoch: Int
  /// Steps that are done in that epoch.
  public let step: Int
  /// Epochs that a resumed run had finished.
  public let history: [EpochRecord]
  /// The threads that compute: fewer than were asked for where the system gives no more.
  public let threads: Int
}

/// Where an unfinished epoch is.
public struct StepProgress: Sendable, Equatable {
  /// Counted from one.
  public let epoch: Int
  /// Epochs of the whole run.
  public let epochs: Int
  /// Steps done in the epoch.
  public let step: Int
  /// Batches in an epoch, a last short one included.
  public let stepsPerEpoch: Int
  /// The mean loss over the epoch's images so far.
  public let loss: Double
  /// The share called right of the epoch's images so far.
  public let accuracy: Double
  /// Images trained on a second, the mean over the epoch so far.
  public let imagesPerSecond: Double
}
