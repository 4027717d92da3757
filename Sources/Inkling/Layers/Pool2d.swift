/// The largest element of each window, as PyTorch's `nn.MaxPool2d`; the first among equals gets the gradient.
///
/// Output size along an axis: `floor((size + 2 * padding - dilation * (kernelSize - 1) - 1) / stride) + 1`, or with
/// `ceil` when `ceilMode` is set, where a last window must start inside the input or its left padding.
public struct MaxPool2d: Layer {
  public let kernelSize: Extent2d
  public let stride: Extent2d
  public let padding: Extent2d
  public let dilation: Extent2d
  public let ceilMode: Bool
  let identity = LayerIdentity()

  /// - Parameter stride: the kernel's size when nil.
  /// - Precondition: positive sizes, and padding at most half the kernel's size.
  public init(
    _ kernelSize: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0, dilation: Extent2d = 1,
    ceilMode: Bool = false
  ) {
    self.kernelSize = kernelSize
    self.stride = stride ?? kernelSize
    self.padding = padding
    self.dilation = dilation
    self.ceilMode = ceilMode
    checkPooling("MaxPool2d", kernelSize, self.stride, padding)
    precondition(dilation.height > 0 && dilation.width > 0, "MaxPool2d's dilation is \(dilation)")
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(
      MaxPool(kernel: kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode), [x],
      identity: identity)
  }
}

/// The mean of each window, as PyTorch's `nn.AvgPool2d`.
///
/// Output size along an axis: as `MaxPool2d` without dilation. The divisor is the window's size with padding
/// (`countIncludePad`, cut at the padding's end), its elements inside the input otherwise, or `divisorOverride`.
public struct AvgPool2d: Layer {
  public let kernelSize: Extent2d
  public let stride: Extent2d
  public let padding: Extent2d
  public let ceilMode: Bool
  public let countIncludePad: Bool
  public let divisorOverride: Int?
  let identity = LayerIdentity()

  /// - Parameter stride: the kernel's size when nil.
  /// - Precondition: positive sizes, and padding at most half the kernel's size.
  public init(
    _ kernelSize: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0, ceilMode: Bool = false,
    countIncludePad: Bool = true, divisorOverride: Int? = nil
  ) {
    self.kernelSize = kernelSize
    self.stride = stride ?? kernelSize
    self.padding = padding
    self.ceilMode = ceilMode
    self.countIncludePad = countIncludePad
    self.divisorOverride = divisorOverride
    checkPooling("AvgPool2d", kernelSize, self.stride, padding)
    if let divisorOverride { precondition(divisorOverride > 0, "AvgPool2d's divisor is \(divisorOverride)") }
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(
      AveragePool(
        kernel: kernelSize, stride: stride, padding: padding, ceilMode: ceilMode, countIncludePad: countIncludePad,
        divisorOverride: divisorOverride), [x], identity: identity)
  }
}

private func checkPooling(_ name: String, _ kernel: Extent2d, _ stride: Extent2d, _ padding: Extent2d) {
  precondition(kernel.height > 0 && kernel.width > 0, "\(name)'s kernelSize is \(kernel)")
  precondition(stride.height > 0 && stride.width > 0, "\(name)'s stride is \(stride)")
  precondition(
    padding.height >= 0 && padding.width >= 0 && 2 * padding.height <= kernel.height
      && 2 * padding.width <= kernel.width, "\(name)'s padding \(padding) must be at most half of \(kernel)")
}
