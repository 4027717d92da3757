extension Graph.Operation {
  /// The mean of each window; PyTorch's `nn.AvgPool2d`, whose names and defaults these are.
  public struct AvgPool2d: Sendable, Hashable {
    /// The window's height and width, each 1...4096.
    public var kernelSize: Extent2d
    /// Pixels from one window to the next, each 1...4096; the kernel's size by default.
    public var stride: Extent2d
    /// Rows and columns on either side, at most half the kernel's; 0 by default.
    public var padding: Extent2d
    /// Whether a last window that is not whole counts too; false by default.
    public var ceilMode: Bool
    /// Whether padding counts in the mean's divisor, as zeros; true by default.
    public var countIncludePad: Bool
    /// What the sum is divided by instead, at least 1; nil, the default, for the window's size.
    public var divisorOverride: Int?

    /// - Parameters:
    ///   - kernelSize: the window's height and width, each 1...4096.
    ///   - stride: the kernel's size when nil.
    ///   - padding: rows and columns on either side, at most half the kernel's; 0 by default.
    ///   - ceilMode: whether a last window that is not whole counts too; false by default.
    ///   - countIncludePad: whether padding counts in the mean's divisor, as zeros; true by default.
    ///   - divisorOverride: what the sum is divided by instead, at least 1; nil for the window's size.
    public init(
      kernelSize: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0, ceilMode: Bool = false,
      countIncludePad: Bool = true, divisorOverride: Int? = nil
    ) {
      self.kernelSize = kernelSize
      self.stride = stride ?? kernelSize
      self.padding = padding
      self.ceilMode = ceilMode
      self.countIncludePad = countIncludePad
      self.divisorOverride = divisorOverride
    }
  }
}

extension Graph.Operation.AvgPool2d: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case stride, padding
    case kernelSize = "kernel_size"
    case ceilMode = "ceil_mode"
    case countIncludePad = "count_include_pad"
    case divisorOverride = "divisor_override"
  }
}

extension Graph.Operation.AvgPool2d: OperationRule {
  private var windows: PoolingWindows {
    PoolingWindows(kernel: kernelSize, stride: stride, padding: padding, ceilMode: ceilMode)
  }

  var fault: String? {
    PoolingWindows.fault(kernelSize, stride, padding)
      ?? divisorOverride.flatMap { AttributeRange.fault("divisor_override", $0, in: 1...Int(Int32.max)) }
  }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { try windows.outputShape(of: inputs[0]) }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let table = windows.table(stage.inputShapes[0], stage.outputShape) {
      divisorOverride ?? (countIncludePad ? $1 : $0)
    }
    return WindowPooling(windows: table, rowStride: stage.inputShapes[0].width).average(stage, builder)
  }
}
