/// A 2D convolution over images `[N, C, H, W]`, as PyTorch's `nn.Conv2d` with zero padding:
///
///     y[o][p][q] = bias[o] + sum over i, u, v of
///                  weight[o][i][u][v] * x[i][p * stride + u * dilation - padding][q * stride + v * dilation - padding]
///
/// `weight` is `[outChannels, inChannels / groups, kernelHeight, kernelWidth]`, `bias` is `[outChannels]`; both start
/// uniform in `±1 / sqrt(inChannels / groups * kernelHeight * kernelWidth)`, PyTorch's default.
public struct Conv2d: Layer {
  public let inChannels: Int
  public let outChannels: Int
  public let kernelSize: Extent2d
  public let stride: Extent2d
  public let padding: Extent2d
  public let dilation: Extent2d
  public let groups: Int
  public let weight: Parameter
  public let bias: Parameter?

  /// - Precondition: positive sizes, padding not negative, and `groups` divides both numbers of channels.
  public init(
    _ inChannels: Int, _ outChannels: Int, kernelSize: Extent2d, stride: Extent2d = 1, padding: Extent2d = 0,
    dilation: Extent2d = 1, groups: Int = 1, bias: Bool = true
  ) {
    precondition(inChannels > 0 && outChannels > 0, "Conv2d needs channels, not \(inChannels) and \(outChannels)")
    precondition(
      groups > 0 && inChannels % groups == 0 && outChannels % groups == 0,
      "Conv2d's groups (\(groups)) must divide its channels (\(inChannels) and \(outChannels))")
    for (name, extent, least) in [
      ("kernelSize", kernelSize, 1), ("stride", stride, 1), ("padding", padding, 0), ("dilation", dilation, 1),
    ] {
      precondition(extent.height >= least && extent.width >= least, "Conv2d's \(name) is \(extent)")
    }
    self.inChannels = inChannels
    self.outChannels = outChannels
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    let fanIn = inChannels / groups * kernelSize.height * kernelSize.width
    let bound = Parameter.Initializer.uniform(bound: 1 / Float(fanIn).squareRoot())
    weight = Parameter(
      shape: [outChannels, inChannels / groups, kernelSize.height, kernelSize.width], initializer: bound)
    self.bias = bias ? Parameter(shape: [outChannels], initializer: bound) : nil
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(
      Convolution2d(
        inputs: inChannels, outputs: outChannels, kernel: kernelSize, stride: stride, padding: padding,
        dilation: dilation, groups: groups, weight: weight, bias: bias), [x])
  }
}
