public import InklingEngine

/// A network with one of everything, and no option at its default, for images 2x12x10: groups, dilation, ceiling and
/// padding, branches, sums, every activation, dropout, all norms.
public struct EveryLayerNetwork: Layer {
  public let conv = Conv2d(
    2, 6, kernelSize: Extent2d(3, 2), stride: Extent2d(1, 2), padding: Extent2d(1, 2), dilation: Extent2d(1, 2),
    groups: 2, bias: false)
  public let bn = BatchNorm2d(6, eps: 1e-3, momentum: 0.3)
  public let group = GroupNorm(3, 6, eps: 1e-4)
  public let maxPool = MaxPool2d(3, stride: 2, padding: 1, dilation: 1, ceilMode: true)
  public let averagePool = AvgPool2d(
    Extent2d(2, 3), stride: Extent2d(2, 1), padding: 1, ceilMode: true, countIncludePad: false)
  public let divided = AvgPool2d(2, stride: 1, divisorOverride: 3)
  public let mean = AdaptiveAvgPool2d(Extent2d(2, 3))
  public let largest = AdaptiveMaxPool2d(height: 2, width: 3)
  public let prelu = PReLU(6, initial: 0.1)
  public let drop = Dropout2d(0.2)
  public let norm = LayerNorm([12, 2, 3], eps: 1e-4, bias: false)
  public let fc1 = Linear(72, 24, bias: false)
  public let bn1 = BatchNorm1d(24, eps: 1e-2, momentum: 0.2, affine: false)
  public let dropout = Dropout(0.3)
  public let fc2 = Linear(24, 5)

  public static let input: Shape = [2, 12, 10]
  public static let classes = 5

  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor {
    let y = relu(bn(conv(x)))
    let z = divided(averagePool(maxPool(y)))
    let left = mean(leakyReLU(prelu(group(z)), negativeSlope: 0.2))
    let right = largest(drop(elu(z, alpha: 0.5) + hardswish(z)))
    let features = fc1(norm(concatenate([left, right])).flattened())
    let a = gelu(softplus(dropout(bn1(features)), beta: 2, threshold: 10), approximate: .tanh)
    let b = silu(sigmoid(hardsigmoid(tanh(features))))
    return logSoftmax(fc2(softmax(a + b, dim: -1)))
  }
}
