/// The elementwise activation functions; `alpha` and `beta` are those of the work.
public enum ActivationFunction: Sendable {
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
  /// `log(1 + exp(alpha * x)) / alpha`, and x where `alpha * x > beta`.
  case softplus

  /// Whether the slope is computed from the function's output rather than its input.
  public var slopeReadsOutput: Bool { self == .sigmoid || self == .tanh }
}

/// One activation of `count` elements, forward or backward.
public struct ActivationWork {
  public var function: ActivationFunction
  /// Forward: the input. Backward: the input, or the output of a function whose `slopeReadsOutput`.
  public var source: UnsafeRawPointer
  /// Forward: the output. Backward: the gradient, multiplied by the slope in place.
  public var target: UnsafeMutableRawPointer
  public var count: Int
  public var alpha: Float
  public var beta: Float

  public init(
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
public struct ParametricWork {
  public var source: UnsafeRawPointer
  /// Forward: the output. Backward: the gradient, changed in place.
  public var target: UnsafeMutableRawPointer
  public var slopes: UnsafePointer<Float>
  /// From one channel's slope to the next one's: 1, or 0 for one slope of all.
  public var slopeStride: Int
  public var channels: Int
  public var plane: Int
  /// Backward: the slopes' gradients, one element each, lanes not yet added.
  public var sums: UnsafeMutableRawPointer?

  public init(
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
public struct SoftmaxWork {
  /// Forward: the input. Backward: the output.
  public var source: UnsafeRawPointer
  /// Forward: the output. Backward: the gradient, changed in place.
  public var target: UnsafeMutableRawPointer
  public var outer: Int
  public var classes: Int
  public var inner: Int
  public var isLogarithmic: Bool

  public init(
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
public struct ActivationKernels: Sendable {
  public var activate: @Sendable (ActivationWork) -> Void
  public var activationGradient: @Sendable (ActivationWork) -> Void
  public var parametric: @Sendable (ParametricWork) -> Void
  public var parametricGradient: @Sendable (ParametricWork) -> Void
  public var softmax: @Sendable (SoftmaxWork) -> Void
  public var softmaxGradient: @Sendable (SoftmaxWork) -> Void

  public init(
    activate: @escaping @Sendable (ActivationWork) -> Void,
    activationGradient: @escaping @Sendable (ActivationWork) -> Void,
    parametric: @escaping @Sendable (ParametricWork) -> Void,
    parametricGradient: @escaping @Sendable (ParametricWork) -> Void,
    softmax: @escaping @Sendable (SoftmaxWork) -> Void,
    softmaxGradient: @escaping @Sendable (SoftmaxWork) -> Void
  ) {
    self.activate = activate
    self.activationGradient = activationGradient
    self.parametric = parametric
    self.parametricGradient = parametricGradient
    self.softmax = softmax
    self.softmaxGradient = softmaxGradient
  }
}
