import InklingEngine
public import InklingFiles
public import InklingTraining

/// The mean of a model's weights before and after a fine-tuning:
///
///     weights = (1 - share) * before + share * after
///
/// Between the two lie models that have learned nearly all that is new and forgotten less of what was known than the last
/// one (WiSE-FT; M. Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022, arXiv:2109.01903). It costs
/// nothing when the model answers: the mean is one network.
///
/// The running means and variances of batch normalisation are averaged like the weights. After a fine-tuning of a few steps
/// they have hardly moved, and the mean follows from the two models alone; to estimate them anew would take another pass over
/// training images.
///
///     let halfway = try WeightInterpolation(before: model, after: tuned).model(share: 0.5)
public struct WeightInterpolation: Sendable {
  /// The model with the share 0.
  public let before: TrainedModel
  /// The model with the share 1.
  public let after: TrainedModel
  private let tensors: [(before: NamedTensor, after: NamedTensor)]

  /// - Parameters:
  ///   - before: a model in float32.
  ///   - after: the same network with other weights.
  /// - Throws: `InputError` of kind `.usage` for models on bytes, and for another network or other classes.
  public init(before: TrainedModel, after: TrainedModel) throws(InputError) {
    try before.requireFloats(for: "a mean of weights")
    try after.requireFloats(for: "a mean of weights")
    try after.requireSameClasses(as: before)
    let (old, new) = (before.namedParameters(), after.namedParameters())
    guard before.graph == after.graph, old.map(\.name) == new.map(\.name), old.map(\.shape) == new.map(\.shape) else {
      throw InputError(
        .usage, "weights of two networks have no mean", path: after.title, expected: before.description.name,
        found: after.description.name, remedy: "take the same network, fine-tuned")
    }
    self.before = before
    self.after = after
    tensors = Array(zip(old, new))
  }

  /// The model at a share of the weights after.
  ///
  /// - Parameter share: 0...1.
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory.
  /// - Precondition: the share is within 0...1.
  public func model(share: Double) throws(InputError) -> TrainedModel {
    precondition((0...1).contains(share), "a share of \(share): expected 0...1")
    if share == 0 { return before }
    if share == 1 { return after }
    let (old, new) = (Float(1 - share), Float(share))
    let mean = tensors.map { before, after in
      NamedTensor(
        name: before.name, shape: before.shape,
        values: zip(before.values, after.values).map { old * $0 + new * $1 })
    }
    return try TrainedModel(before.description, parameters: mean)
  }
}
