import ArgumentParser
import Training

/// Which of a run's weights are used.
enum WeightsChoice: String, ExpressibleByArgument, CaseIterable {
  /// Those of the epoch with the lowest training loss.
  case best
  /// The newest.
  case last

  var file: RunFolder.File {
    switch self {
    case .best: .bestWeights
    case .last: .lastWeights
    }
  }
}
