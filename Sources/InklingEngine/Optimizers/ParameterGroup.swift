/// Parameters that are trained at a rate, or with a weight decay, of their own: PyTorch's parameter groups, and the
/// discriminative learning rates of fine-tuning.
///
///     [ParameterGroup(matching: "fc3.*", learningRateScale: 10), ParameterGroup(matching: "conv*", learningRateScale: 0.1)]
///
/// A parameter belongs to the first group whose pattern matches its name; one that no pattern matches is trained as the
/// optimiser says.
public struct ParameterGroup: Sendable, Equatable {
  /// Over names such as "conv1.weight".
  public var pattern: GlobPattern
  /// What the optimiser's rate is multiplied by.
  public var learningRateScale: Float
  /// In place of the optimiser's; nil keeps that.
  public var weightDecay: Float?

  /// With the optimiser's own rate and weight decay unless told otherwise.
  public init(matching pattern: GlobPattern, learningRateScale: Float = 1, weightDecay: Float? = nil) {
    self.pattern = pattern
    self.learningRateScale = learningRateScale
    self.weightDecay = weightDecay
  }
}
