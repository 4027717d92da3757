public import InklingEngine

/// A learning rate that is reduced when a figure of the epochs has not got better for a while.
///
/// It keeps nothing between epochs: the rate is worked out anew from the history, which a checkpoint has anyway.
public struct PlateauRule: Sendable {
  /// What is watched.
  public enum Monitor: String, Sendable, CaseIterable {
    /// The loss on the held-out images; lower is better.
    case validationLoss = "validation_loss"
    /// The accuracy on the held-out images; higher is better.
    case validationAccuracy = "validation_accuracy"
    /// The mean loss over the epoch's training images; lower is better.
    case trainingLoss = "training_loss"
  }

  /// The settings, and the rate before the first epoch.
  public let reductions: ReduceLROnPlateau
  /// Which figure is watched.
  public let monitor: Monitor

  /// - Parameters:
  ///   - reductions: its mode becomes the monitor's: accuracies rise, losses fall.
  ///   - monitor: which figure of the epochs is watched.
  public init(_ reductions: ReduceLROnPlateau, monitor: Monitor) {
    var reductions = reductions
    reductions.mode = monitor == .validationAccuracy ? .max : .min
    self.reductions = reductions
    self.monitor = monitor
  }

  /// The rate for the epoch that follows these.
  public func learningRate(after history: [EpochRecord]) -> Double {
    var reductions = reductions
    for record in history { reductions.step(figure(of: record)) }
    return reductions.learningRate
  }

  /// Not a number, which is no better than anything, where nothing was held out.
  private func figure(of record: EpochRecord) -> Double {
    switch monitor {
    case .validationLoss: record.validation?.loss ?? .nan
    case .validationAccuracy: record.validation?.accuracy ?? .nan
    case .trainingLoss: record.loss
    }
  }
}
