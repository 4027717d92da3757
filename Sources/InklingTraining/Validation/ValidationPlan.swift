public import InklingDatasets

/// What a run holds out of its training set, and what it does with it: after every epoch the held-out images are
/// evaluated, and they alone decide which epoch's weights are kept and when it is time to stop.
public struct ValidationPlan: Codable, Equatable, Sendable {
  /// Which weights the run ends with.
  public enum Selection: String, Codable, Sendable, CaseIterable {
    /// Those of the best epoch.
    case best
    /// Those of the last epoch.
    case last
  }

  /// How many images are held out, and what decides which.
  public var split: ValidationSplit
  /// What tells a better epoch; the accuracy by default.
  public var monitor: Monitor
  /// Which weights the run ends with; the best epoch's by default.
  public var selection: Selection
  /// Epochs without an improvement after which the run ends early; nil trains all epochs.
  public var patience: Int?
  /// By how much an epoch must be better to count as an improvement.
  public var minDelta: Double

  /// By default the run trains all epochs and ends with the weights of the most accurate one.
  public init(
    _ split: ValidationSplit, monitor: Monitor = .validationAccuracy, selection: Selection = .best,
    patience: Int? = nil,
    minDelta: Double = 0
  ) {
    self.split = split
    self.monitor = monitor
    self.selection = selection
    self.patience = patience
    self.minDelta = minDelta
  }

  private enum CodingKeys: String, CodingKey {
    case split, monitor, patience
    case selection = "select"
    case minDelta = "min_delta"
  }
}

extension ValidationPlan {
  /// Whether the run has gone on for `patience` epochs without an improvement. It follows from the finished epochs alone,
  /// so a resumed run stops where an uninterrupted one does.
  public func isExhausted(after history: [EpochRecord]) -> Bool {
    patience.map { epochsWithoutImprovement(in: history) >= $0 } ?? false
  }

  /// The epochs since the last that improved.
  ///
  /// An epoch improves when the watched figure is better by more than `minDelta` than in the last epoch that did
  /// (Keras's `EarlyStopping`).
  public func epochsWithoutImprovement(in history: [EpochRecord]) -> Int {
    var reference: EpochValidation?
    var waited = 0
    for validation in history.compactMap(\.validation) {
      if let known = reference, monitor.gain(validation, over: known) <= minDelta {
        waited += 1
      } else {
        reference = validation
        waited = 0
      }
    }
    return waited
  }
}
