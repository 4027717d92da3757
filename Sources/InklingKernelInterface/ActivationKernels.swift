/// The elementwise activation functions; `alpha` and `beta` are those of the work.
package enum ActivationFunction: Sendable {
  /// `x > 0 ? x : alpha * x`.
  case leakyReLU
  /// `x > 0 ? x : alpha * (exp(x) - 1)`.
  case elu
  /// `x * P(N <= x)` for a standard normal N.
  case gelu
  /// The same with the tanh of a cubic.
  case geluTanh
  /// `x * sigmoid(x)`.
  case silu
  case sigmoid
  case tanh
  /// `x * min(max(x + 3, 0), 6) / 6`.
  case hardswish
  /// `min(max(x + 3, 0), 6) / 6`.
  case hardsigmoid
  /// `min(max(x, alpha), beta)`.
  case clamp
  /// `log(1 + exp(alpha * x)) / alpha`, and x where `alpha * x > beta`.
  case softplus

  /// Whether the slope is computed from the function's output rather than its input.
  package var slopeReadsOutput: Bool { self == .sigmoid || self == .tanh }
}

/// One activation of `count` elements, forward or backward.
package struct ActivationWork {
  package var function: ActivationFunction
  /// Forward: the input. Backward: the input, or the output of a function whose `slopeReadsOutput`.
  package var source: UnsafeRawPointer
  /// Forward: the output. Backward: the gradient, multiplied by the slope in place.
  package var target: UnsafeMutableRawPointer
  package var count: Int
  package var alpha: Float
  package var beta: Float

  package init(
    function: ActivationFunction, source: UnsafeRawPointer, target: UnsafeMutableRawPointer, count: Int, alpha: Float,
    beta: Float
  ) {
    self.function = function
    self.source = source
    self.target = target
    self.count = count
    self.alpha = alpha
    self.beta = beta
  }
}

/// `x > 0 ? x : slope * x` with a learned slope a channel, forward or backward.
package struct ParametricWork {
  package var source: UnsafeRawPointer
  /// Forward: the output. Backward: the gradient, changed in place.
  package var target: UnsafeMutableRawPointer
  package var slopes: UnsafePointer<Float>
  /// From one channel's slope to the next one's: 1, or 0 for one slope of all.
  package var slopeStride: Int
  package var channels: Int
  package var plane: Int
  /// Backward: the slopes' gradients, one element each, lanes not yet added.
  package var sums: UnsafeMutableRawPointer?

  package init(
    source: UnsafeRawPointer, target: UnsafeMutableRawPointer, slopes: UnsafePointer<Float>, slopeStride: Int,
    channels: Int, plane: Int, sums: UnsafeMutableRawPointer? = nil
  ) {
    self.source = source
    self.target = target
    self.slopes = slopes
    self.slopeStride = slopeStride
    self.channels = channels
    self.plane = plane
    self.sums = sums
  }
}

/// Softmax (or its logarithm) along the middle of `[outer, classes, inner]`, forward or backward.
package struct SoftmaxWork {
  /// Forward: the input. Backward: the output.
  package var source: UnsafeRawPointer
  /// Forward: the output. Backward: the gradient, changed in place.
  package var target: UnsafeMutableRawPointer
  package var outer: Int
  package var classes: Int
  package var inner: Int
  package var isLogarithmic: Bool

  package init(
    source: UnsafeRawPointer, target: UnsafeMutableRawPointer, outer: Int, classes: Int, inner: Int,
    isLogarithmic: Bool
  ) {
    self.source = source
    self.target = target
    self.outer = outer
    self.classes = classes
    self.inner = inner
    self.isLogarithmic = isLogarithmic
  }
}

/// Activations and softmax.
package protocol ActivationKernels: Sendable {
  func activate(_ work: ActivationWork)
  func activationGradient(_ work: ActivationWork)
  func parametric(_ work: ParametricWork)
  func parametricGradient(_ work: ParametricWork)
  func softmax(_ work: SoftmaxWork)
  func softmaxGradient(_ work: SoftmaxWork)
}
