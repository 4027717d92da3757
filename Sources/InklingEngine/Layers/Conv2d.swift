/// A 2D convolution over images `[N, C, H, W]`, as PyTorch's `nn.Conv2d` with zero padding:
///
///     y[o][p][q] = bias[o] + sum over i, u, v of
///                  weight[o][i][u][v] * x[i][p * stride + u * dilation - padding][q * stride + v * dilation - padding]
///
/// `weight` is `[outChannels, inChannels / groups, kernelHeight, kernelWidth]`, `bias` is `[outChannels]`; both start
/// uniform in `±1 / sqrt(inChannels / groups * kernelHeight * kernelWidth)`, PyTorch's default.
@dynamicMemberLookup
public struct Conv2d: Layer {
  /// Its options, which can be asked of the layer itself: `conv.kernelSize`.
  public let attributes: Graph.Operation.Conv2d
  /// The kernels, `[outChannels, inChannels / groups, kernelHeight, kernelWidth]`.
  public let weight: Parameter
  /// What is added to each channel of the result, `[outChannels]`; nil without one.
  public let bias: Parameter?

  /// - Precondition: positive sizes of at most 4,096, padding not negative, and `groups` divides both numbers of channels.
  public init(
    _ inChannels: Int, _ outChannels: Int, kernelSize: Extent2d, stride: Extent2d = 1, padding: Extent2d = 0,
    dilation: Extent2d = 1, groups: Int = 1, bias: Bool = true
  ) {
    self.init(
      Graph.Operation.Conv2d(
        inChannels: inChannels, outChannels: outChannels, kernelSize: kernelSize, stride: stride, padding: padding,
        dilation: dilation, groups: groups, bias: bias))
  }

  /// - Precondition: as above.
  public init(_ attributes: Graph.Operation.Conv2d) {
    let parameters = Graph.Operation.conv2d(attributes).makeParameters()
    self.attributes = attributes
    weight = parameters[0]
    bias = attributes.bias ? parameters[1] : nil
  }

  /// An option of the layer, by its name: `conv.kernelSize`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.Conv2d, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The convolved image, `[outChannels, P, Q]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.conv2d(attributes), [x], [weight, bias])
  }
}
