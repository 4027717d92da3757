import InklingDatasets
import Synchronization

/// Where a trainer leaves its model for whoever waits.
final class FinishedModel: Sendable {
  private let model = Mutex<TrainedModel?>(nil)

  /// The model; nil until the run has ended.
  var value: TrainedModel? { model.withLock { $0 } }

  func set(_ finished: TrainedModel) { model.withLock { $0 = finished } }
}

extension LabeledImages {
  /// Images that show what a model answers: the first of each class, ten at most, and then the first of all until there
  /// are eight.
  var goldenImages: [[UInt8]] {
    var (chosen, seen) = ([Int](), Set<Int32>())
    for (index, label) in labels.enumerated() where chosen.count < 10 && seen.insert(label).inserted {
      chosen.append(index)
    }
    for index in 0..<count where chosen.count < 8 && !chosen.contains(index) { chosen.append(index) }
    return chosen.map { Array(self[$0]) }
  }
}
