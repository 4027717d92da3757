/// Cross-entropy (or negative log-likelihood) of one block with any target, and its gradient:
///
///     loss = sum over k of c[k] * (log(sum over j of exp(z[j])) - z[k])
///     gradient[k] = (softmax(z)[k] * sum over j of c[j] - c[k]) * scale
///     c[k] = classWeights[k] * ((1 - smoothing) * target[k] + smoothing / classes)
///
/// The target is `targets`, or else `share` of the label's class and the rest of the second label's.
public struct TargetCrossEntropy {
  /// Logits; logarithms of probabilities for the negative log-likelihood.
  public var logits: UnsafeRawPointer
  public var classes: Int
  public var labels: UnsafeRawPointer
  public var secondLabels: UnsafeRawPointer
  public var shares: UnsafeRawPointer
  /// Probabilities, `classes` elements; may be where the gradient goes.
  public var targets: UnsafeRawPointer?
  public var classWeights: UnsafePointer<Float>?
  public var smoothing: Float
  /// As in `SoftmaxCrossEntropy`.
  public var scale: UnsafeRawPointer
  public var gradient: UnsafeMutableRawPointer
  public var losses: UnsafeMutableRawPointer
  public var predictions: UnsafeMutableRawPointer

  public init(
    logits: UnsafeRawPointer, classes: Int, labels: UnsafeRawPointer, secondLabels: UnsafeRawPointer,
    shares: UnsafeRawPointer, targets: UnsafeRawPointer?, classWeights: UnsafePointer<Float>?, smoothing: Float,
    scale: UnsafeRawPointer, gradient: UnsafeMutableRawPointer, losses: UnsafeMutableRawPointer,
    predictions: UnsafeMutableRawPointer
  ) {
    self.logits = logits
    self.classes = classes
    self.labels = labels
    self.secondLabels = secondLabels
    self.shares = shares
    self.targets = targets
    self.classWeights = classWeights
    self.smoothing = smoothing
    self.scale = scale
    self.gradient = gradient
    self.losses = losses
    self.predictions = predictions
  }
}

/// A loss that is a sum over outputs, each with a target of its own; d is output less target.
public enum ElementwiseLossFunction: Sendable {
  /// `d^2`.
  case squared
  /// `|d|`.
  case absolute
  /// `|d| < beta ? d^2 / (2 * beta) : |d| - beta / 2`.
  case smooth
  /// `-(positiveWeight * t * log(sigmoid(x)) + (1 - t) * log(1 - sigmoid(x)))`.
  case binaryCrossEntropy
}

/// An elementwise loss of one block: `loss = factor * sum over k`, `gradient[k] = factor * slope[k] * scale`.
public struct ElementwiseLoss {
  public var function: ElementwiseLossFunction
  public var outputs: UnsafeRawPointer
  public var count: Int
  public var beta: Float
  public var positiveWeights: UnsafePointer<Float>?
  public var factor: Float
  public var scale: UnsafeRawPointer
  /// In: the targets. Out: the gradient.
  public var gradient: UnsafeMutableRawPointer
  public var losses: UnsafeMutableRawPointer

  public init(
    function: ElementwiseLossFunction, outputs: UnsafeRawPointer, count: Int, beta: Float,
    positiveWeights: UnsafePointer<Float>?, factor: Float, scale: UnsafeRawPointer, gradient: UnsafeMutableRawPointer,
    losses: UnsafeMutableRawPointer
  ) {
    self.function = function
    self.outputs = outputs
    self.count = count
    self.beta = beta
    self.positiveWeights = positiveWeights
    self.factor = factor
    self.scale = scale
    self.gradient = gradient
    self.losses = losses
  }
}

/// Connectionist temporal classification of one lane: logits `[classes][steps]` in elements, against a sequence of
/// labels.
public struct TemporalClassification {
  /// The lane's first float; one element is sixteen floats on.
  public var logits: UnsafePointer<Float>
  public var gradient: UnsafeMutablePointer<Float>
  public var steps: Int
  public var classes: Int
  public var labels: UnsafePointer<Int32>
  public var length: Int
  public var blank: Int
  /// What the gradient is multiplied by.
  public var scale: Double
  public var zeroInfinity: Bool
  /// Room for `scratchCount(steps:classes:)` numbers.
  public var scratch: UnsafeMutablePointer<Double>

  public init(
    logits: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, steps: Int, classes: Int,
    labels: UnsafePointer<Int32>, length: Int, blank: Int, scale: Double, zeroInfinity: Bool,
    scratch: UnsafeMutablePointer<Double>
  ) {
    self.logits = logits
    self.gradient = gradient
    self.steps = steps
    self.classes = classes
    self.labels = labels
    self.length = length
    self.blank = blank
    self.scale = scale
    self.zeroInfinity = zeroInfinity
    self.scratch = scratch
  }

  /// Log-probabilities, forward variables of every step, backward ones of two, one sum a class. No sequence longer than
  /// the steps can be aligned, so none needs more.
  public static func scratchCount(steps: Int, classes: Int) -> Int {
    steps * classes + (steps + 2) * (2 * steps + 1) + classes
  }
}

/// The losses beside the plain softmax cross-entropy.
public struct LossKernels: Sendable {
  public var crossEntropy: @Sendable (TargetCrossEntropy) -> Void
  public var negativeLogLikelihood: @Sendable (TargetCrossEntropy) -> Void
  public var elementwise: @Sendable (ElementwiseLoss) -> Void
  /// Returns the loss.
  public var temporalClassification: @Sendable (TemporalClassification) -> Double

  public init(
    crossEntropy: @escaping @Sendable (TargetCrossEntropy) -> Void,
    negativeLogLikelihood: @escaping @Sendable (TargetCrossEntropy) -> Void,
    elementwise: @escaping @Sendable (ElementwiseLoss) -> Void,
    temporalClassification: @escaping @Sendable (TemporalClassification) -> Double
  ) {
    self.crossEntropy = crossEntropy
    self.negativeLogLikelihood = negativeLogLikelihood
    self.elementwise = elementwise
    self.temporalClassification = temporalClassification
  }
}
