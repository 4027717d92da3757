public import InklingFiles
import InklingKernelInterface

/// The negative log-likelihood of logarithms of probabilities `[N, classes]`, such as `LogSoftmax`'s output, as
/// PyTorch's `nn.NLLLoss`: `loss = -weight[label] * x[label]`.
///
/// With class weights the mean divides by the sum of the labels' weights.
public struct NLLLoss: Loss, Equatable {
  /// One a class, or nil for ones.
  public var weight: [Float]?
  /// How the images' losses become one number; the mean by default.
  public var reduction: Reduction

  /// With PyTorch's defaults: all classes count alike.
  public init(weight: [Float]? = nil, reduction: Reduction = .mean) {
    self.weight = weight
    self.reduction = reduction
  }

  /// The loss fitted to a model's output.
  ///
  /// - Throws: `InputError` (usage) for an output that is an image, or weights that are not one a class, finite and at
  ///   least 0.
  public func head(for output: Shape) throws(InputError) -> LossHead {
    try requireFeatures(output, "NLLLoss")
    let classes = output.count
    let weights = try classWeightTable(weight, classes: classes, "NLLLoss")
    return LossHead(
      takesLabels: true, reduction: reduction, classWeights: weights
    ) { output, gradient, kernels in
      { plan in
        let (logits, target) = (plan[output], plan[gradient ?? output])
        return { context in
          setLossScales(context)
          kernels.negativeLogLikelihood(
            TargetCrossEntropy(
              context.header, logits: context.address(logits), classes: classes, targets: nil, weights: weights,
              smoothing: 0, gradient: context.address(target)))
          storeLosses(context)
        }
      }
    }
  }
}
