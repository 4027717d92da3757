/// What an evaluation says beside accuracy and loss of a task that is no classification.
public enum TaskMetrics: Sendable, Equatable {
  /// Of reading.
  case text(TextMetrics)
  /// Of several labels.
  case severalLabels(SeveralLabelsMetrics)
  /// Of quantities.
  case regression(RegressionMetrics)
}
