/// How scalars, histograms and pictures are written. TensorBoard 2 shows both alike.
public enum SummaryForm: Sendable, CaseIterable {
  /// In fields of their own, as PyTorch writes them and TensorFlow 1 did: what every reader of event files knows.
  case fields
  /// As tensors of a plugin, as TensorFlow 2 writes them.
  case tensors
}
