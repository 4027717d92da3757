/// Cross-entropy (or negative log-likelihood) of one block with any target, and its gradient:
///
///     loss = sum over k of c[k] * (log(sum over j of exp(z[j])) - z[k])
///     gradient[k] = (softmax(z)[k] * sum over j of c[j] - c[k]) * scale
///     c[k] = classWeights[k] * ((1 - smoothing) * target[k] + smoothing / classes)
///
/// The target is `targets`, or else `share` of the label's class and the rest of the second label's.
package struct TargetCrossEntropy {
  /// Logits; logarithms of probabilities for the negative log-likelihood.
  package var logits: UnsafeRawPointer
  package var classes: Int
  package var labels: UnsafeRawPointer
  package var secondLabels: UnsafeRawPointer
  package var shares: UnsafeRawPointer
  /// Probabilities, `classes` elements; may be where the gradient goes.
  package var targets: UnsafeRawPointer?
  package var classWeights: UnsafePointer<Float>?
  package var smoothing: Float
  /// As in `SoftmaxCrossEntropy`.
  package var scale: UnsafeRawPointer
  package var gradient: UnsafeMutableRawPointer
  package var losses: UnsafeMutableRawPointer
  package var predictions: UnsafeMutableRawPointer

  package init(
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
package enum ElementwiseLossFunction: Sendable {
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
package struct ElementwiseLoss {
  package var function: ElementwiseLossFunction
  package var outputs: UnsafeRawPointer
  package var count: Int
  package var beta: Float
  package var positiveWeights: UnsafePointer<Float>?
  package var factor: Float
  package var scale: UnsafeRawPointer
  /// In: the targets. Out: the gradient.
  package var gradient: UnsafeMutableRawPointer
  package var losses: UnsafeMutableRawPointer

  package init(
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
package struct TemporalClassification {
  /// The lane's first float; one element is sixteen floats on.
  package var logits: UnsafePointer<Float>
  package var gradient: UnsafeMutablePointer<Float>
  package var steps: Int
  package var classes: Int
  package var labels: UnsafePointer<Int32>
  package var length: Int
  package var blank: Int
  /// What the gradient is multiplied by.
  package var scale: Double
  package var zeroInfinity: Bool
  /// Room for `scratchCount(steps:classes:)` numbers.
  package var scratch: UnsafeMutablePointer<Double>

  package init(
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
  package static func scratchCount(steps: Int, classes: Int) -> Int {
    steps * classes + (steps + 2) * (2 * steps + 1) + classes
  }
}

/// The losses beside the plain softmax cross-entropy.
package protocol LossKernels: Sendable {
  func targetCrossEntropy(_ work: TargetCrossEntropy)
  func negativeLogLikelihood(_ work: TargetCrossEntropy)
  func elementwiseLoss(_ work: ElementwiseLoss)
  /// Returns the loss.
  func temporalClassification(_ work: TemporalClassification) -> Double
}
