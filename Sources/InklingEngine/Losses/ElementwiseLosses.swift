public import InklingFiles
import InklingKernelInterface

/// The squared error `(x - target)^2`, as PyTorch's `nn.MSELoss`; the mean is over images and outputs.
public struct MSELoss: Loss, Equatable {
  /// How the images' losses become one number; the mean by default.
  public var reduction: Reduction

  /// The mean unless told otherwise.
  public init(reduction: Reduction = .mean) { self.reduction = reduction }

  /// The loss fitted to a model's output, which may have any shape.
  public func head(for output: Shape) throws(InputError) -> LossHead { elementwiseHead(.squared, output, reduction) }
}

/// The absolute error `|x - target|`, as PyTorch's `nn.L1Loss`; the mean is over images and outputs.
public struct L1Loss: Loss, Equatable {
  /// How the images' losses become one number; the mean by default.
  public var reduction: Reduction

  /// The mean unless told otherwise.
  public init(reduction: Reduction = .mean) { self.reduction = reduction }

  /// The loss fitted to a model's output, which may have any shape.
  public func head(for output: Shape) throws(InputError) -> LossHead { elementwiseHead(.absolute, output, reduction) }
}

/// With d = x - target: `|d| < beta ? d^2 / (2 * beta) : |d| - beta / 2`, as PyTorch's `nn.SmoothL1Loss`; the mean is
/// over images and outputs. With `beta` zero it is `L1Loss`.
public struct SmoothL1Loss: Loss, Equatable {
  /// Where the parabola becomes a line, at least 0; 1 by default.
  public var beta: Float
  /// How the images' losses become one number; the mean by default.
  public var reduction: Reduction

  /// With PyTorch's defaults.
  public init(beta: Float = 1, reduction: Reduction = .mean) {
    self.beta = beta
    self.reduction = reduction
  }

  /// The loss fitted to a model's output, which may have any shape.
  ///
  /// - Throws: `InputError` (usage) for a beta that is negative or not finite.
  public func head(for output: Shape) throws(InputError) -> LossHead {
    guard beta >= 0 && beta.isFinite else {
      throw InputError(
        .usage, "SmoothL1Loss cannot use this beta", expected: "a finite number >= 0", found: "\(beta)")
    }
    return elementwiseHead(.smooth, output, reduction, beta: beta)
  }
}

/// Binary cross-entropy of logits, each with a target in `0 ... 1`, as PyTorch's `nn.BCEWithLogitsLoss`:
///
///     loss = -(posWeight * target * log(sigmoid(x)) + (1 - target) * log(1 - sigmoid(x)))
///
/// The mean is over images and outputs.
public struct BCEWithLogitsLoss: Loss, Equatable {
  /// What a positive target counts, one number an output; nil for ones.
  public var posWeight: [Float]?
  /// How the images' losses become one number; the mean by default.
  public var reduction: Reduction

  /// With PyTorch's defaults: positive targets count as the others.
  public init(posWeight: [Float]? = nil, reduction: Reduction = .mean) {
    self.posWeight = posWeight
    self.reduction = reduction
  }

  /// The loss fitted to a model's output, which may have any shape.
  ///
  /// - Throws: `InputError` (usage) for weights that are not one an output, finite and at least 0.
  public func head(for output: Shape) throws(InputError) -> LossHead {
    let weights = try classWeightTable(posWeight, classes: output.count, "BCEWithLogitsLoss")
    return elementwiseHead(.binaryCrossEntropy, output, reduction, weights: weights)
  }
}

/// A loss that is a sum (or mean) over outputs; an output of any shape will do.
private func elementwiseHead(
  _ function: ElementwiseLossFunction, _ output: Shape, _ reduction: Reduction, beta: Float = 0,
  weights: Table<Float>? = nil
) -> LossHead {
  let count = output.count
  let factor = reduction == .mean ? 1 / Float(count) : 1
  let isBinary = function == .binaryCrossEntropy
  return LossHead(
    targetCount: count, tellsRight: isBinary, takesImages: true, reduction: reduction
  ) { output, gradient, kernels in
    { plan in
      let (outputs, target) = (plan[output], plan[gradient ?? output])
      return { context in
        setLossScales(context)
        _ = loadTargets(count, into: context.address(target), context)
        clearPredictions(context)
        // The targets' place becomes the gradient's.
        if isBinary { tellRight(context.address(outputs), context.address(target), count, context.header) }
        kernels.elementwiseLoss(
          ElementwiseLoss(
            function: function, outputs: context.address(outputs), count: count, beta: beta,
            positiveWeights: weights?.pointer, factor: factor, scale: context.header.lossScales,
            gradient: context.address(target), losses: context.header.losses))
        storeLosses(context)
      }
    }
  }
}

/// Which lanes' outputs are all on the side of zero that their targets are of a half.
private func tellRight(
  _ outputs: UnsafeMutableRawPointer, _ targets: UnsafeMutableRawPointer, _ count: Int, _ header: BlockHeader
) {
  let (x, t) = (outputs.assumingMemoryBound(to: Float.self), targets.assumingMemoryBound(to: Float.self))
  for lane in 0..<16 {
    var isRight = true
    for k in 0..<count where (x[k * 16 + lane] > 0) != (t[k * 16 + lane] > 0.5) { isRight = false }
    header.predictions[lane] = isRight ? 1 : 0
  }
}
