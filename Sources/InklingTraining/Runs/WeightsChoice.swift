/// Which of a run's weights are used.
public enum WeightsChoice: String, Sendable, CaseIterable {
  /// Those of the best epoch: by the held-out images, or without any by the training loss.
  case best
  /// The newest.
  case last

  /// Those that a run ends with and reports.
  package init(endOf recipe: Recipe) {
    self = recipe.validationPlan?.selection == .best ? .best : .last
  }

  package var file: RunFolder.File {
    switch self {
    case .best: .bestWeights
    case .last: .lastWeights
    }
  }
}
