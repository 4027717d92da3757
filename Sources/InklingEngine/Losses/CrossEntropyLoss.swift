public import InklingFiles
import InklingKernelInterface

/// Softmax cross-entropy of logits `[N, classes]`, as PyTorch's `nn.CrossEntropyLoss`:
///
///     loss = -sum over k of weight[k] * t[k] * log(softmax(z)[k])
///     t = (1 - labelSmoothing) * target + labelSmoothing / classes
///
/// The target is one-hot for a label; a mixture of two for mixed images; or probabilities, given as rows of numbers. With
/// class weights the mean over labels divides by the sum of the labels' weights, as in PyTorch (a batch whose labels all
/// weigh nothing has no gradient); with probabilities, and where images are mixed, it divides by N, as PyTorch does for
/// targets that are probabilities.
public struct CrossEntropyLoss: Loss, Equatable {
  /// In `0 ... 1`.
  public var labelSmoothing: Float
  /// One a class, or nil for ones.
  public var weight: [Float]?
  /// How the images' losses become one number; the mean by default.
  public var reduction: Reduction

  /// With PyTorch's defaults: neither smoothing nor weights.
  public init(labelSmoothing: Float = 0, weight: [Float]? = nil, reduction: Reduction = .mean) {
    self.labelSmoothing = labelSmoothing
    self.weight = weight
    self.reduction = reduction
  }

  /// The loss fitted to a model's output.
  ///
  /// - Throws: `InputError` (usage) for an output that is an image, smoothing outside of 0...1, or weights that are not
  ///   one a class, finite and at least 0.
  public func head(for output: Shape) throws(InputError) -> LossHead {
    try requireFeatures(output, "CrossEntropyLoss")
    guard labelSmoothing >= 0 && labelSmoothing <= 1 else {
      throw InputError(
        .usage, "CrossEntropyLoss cannot use this label smoothing", expected: "0 to 1", found: "\(labelSmoothing)")
    }
    let classes = output.count
    let weights = try classWeightTable(weight, classes: classes, "CrossEntropyLoss")
    let smoothing = labelSmoothing
    let isPlain = weights == nil && smoothing == 0
    return LossHead(
      takesLabels: true, targetCount: classes, reduction: reduction, classWeights: weights
    ) { output, gradient, kernels in
      { plan in
        let plain = crossEntropyHead(classes, kernels)(output, gradient)(plan)
        let (logits, target) = (plan[output], plan[gradient ?? output])
        return { context in
          let header = context.header
          if isPlain, context.source.targets.numbers == nil, !header.isMixed { return plain(context) }
          setLossScales(context)
          let targets = loadTargets(classes, into: context.address(target), context)
          kernels.targetCrossEntropy(
            TargetCrossEntropy(
              header, logits: context.address(logits), classes: classes, targets: targets, weights: weights,
              smoothing: smoothing, gradient: context.address(target)))
          storeLosses(context)
        }
      }
    }
  }
}

extension TargetCrossEntropy {
  /// The work on a block whose labels are in its header.
  init(
    _ header: BlockHeader, logits: UnsafeMutableRawPointer, classes: Int, targets: UnsafeRawPointer?,
    weights: Table<Float>?, smoothing: Float, gradient: UnsafeMutableRawPointer
  ) {
    self.init(
      logits: logits, classes: classes, labels: header.labels, secondLabels: header.secondLabels,
      shares: header.shares, targets: targets, classWeights: weights?.pointer, smoothing: smoothing,
      scale: header.lossScales, gradient: gradient, losses: header.losses, predictions: header.predictions)
  }
}
