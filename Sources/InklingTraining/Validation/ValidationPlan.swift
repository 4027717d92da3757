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
  /// The first epoch, counted from one, that may be the best, and from which on patience is counted: where an average of
  /// the weights begins (`swa`), as what came before has none of it. It follows from the rest of the recipe, and is not
  /// saved with the plan.
  public var firstEpoch = 1

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
  /// (Keras's `EarlyStopping`). Without a `minDelta` it is the rule that tells the best epoch: of equal accuracies the lower
  /// loss is better, and of equal losses the larger accuracy. Epochs before `firstEpoch` are not counted.
  public func epochsWithoutImprovement(in history: [EpochRecord]) -> Int {
    var reference: EpochValidation?
    var waited = 0
    for record in history where record.epoch >= firstEpoch {
      guard let validation = record.validation else { continue }
      if let known = reference, !improves(validation, on: known) {
        waited += 1
      } else {
        reference = validation
        waited = 0
      }
    }
    return waited
  }

  private func improves(_ one: EpochValidation, on other: EpochValidation) -> Bool {
    minDelta > 0 ? monitor.gain(one, over: other) > minDelta : monitor.prefers(one, to: other)
  }

  /// Whether an epoch takes the place of the best so far: one from `firstEpoch` on always that of an earlier one.
  func prefers(_ one: EpochRecord, to best: EpochRecord?) -> Bool {
    guard let validation = one.validation else { return false }
    guard let best, let known = best.validation else { return true }
    let (counts, counted) = (one.epoch >= firstEpoch, best.epoch >= firstEpoch)
    return counts == counted ? monitor.prefers(validation, to: known) : counts
  }
}
