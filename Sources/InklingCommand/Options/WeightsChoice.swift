import ArgumentParser
import Training

/// Which of a run's weights are used.
enum WeightsChoice: String, ExpressibleByArgument, CaseIterable {
  /// Those of the best epoch: by the held-out images, or without any by the training loss.
  case best
  /// The newest.
  case last

  /// Those that a run ends with.
  init(endOf configuration: TrainingConfiguration) {
    self = configuration.validation?.selection == .best ? .best : .last
  }

  var file: RunFolder.File {
    switch self {
    case .best: .bestWeights
    case .last: .lastWeights
    }
  }
}
