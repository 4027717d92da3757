package import InklingEngine

/// Weights that a run has saved.
package struct SavedWeights: Sendable, Equatable {
  package let tensors: [NamedTensor]
  package let path: String
  package let origin: WeightsOrigin

  /// "runs/a/weights-best.safetensors, of epoch 9".
  package var description: String { path + (origin.epoch.map { ", of epoch \($0)" } ?? "") }
}
