extension Graph.Operation {
  /// The largest element of each window, the first among equals; PyTorch's `nn.MaxPool2d`, whose names and defaults these
  /// are. Padding counts as minus infinity.
  public struct MaxPool2d: Sendable, Hashable {
    /// The window's height and width, each 1...4096.
    public var kernelSize: Extent2d
    /// Pixels from one window to the next, each 1...4096; the kernel's size by default.
    public var stride: Extent2d
    /// Rows and columns on either side, at most half the kernel's; 0 by default.
    public var padding: Extent2d
    /// Pixels from one element of a window to the next, each 1...4096; 1 by default.
    public var dilation: Extent2d
    /// Whether a last window that is not whole counts too; false by default.
    public var ceilMode: Bool

    /// - Parameters:
    ///   - kernelSize: the window's height and width, each 1...4096.
    ///   - stride: the kernel's size when nil.
    ///   - padding: rows and columns on either side, at most half the kernel's; 0 by default.
    ///   - dilation: pixels from one element of a window to the next, each 1...4096; 1 by default.
    ///   - ceilMode: whether a last window that is not whole counts too; false by default.
    public init(
      kernelSize: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0, dilation: Extent2d = 1,
      ceilMode: Bool = false
    ) {
      self.kernelSize = kernelSize
      self.stride = stride ?? kernelSize
      self.padding = padding
      self.dilation = dilation
      self.ceilMode = ceilMode
    }
  }
}

extension Graph.Operation.MaxPool2d: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case stride, padding, dilation
    case kernelSize = "kernel_size"
    case ceilMode = "ceil_mode"
  }
}

extension Graph.Operation.MaxPool2d: OperationRule {
  private var windows: PoolingWindows {
    PoolingWindows(kernel: kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }

  var fault: String? {
    PoolingWindows.fault(kernelSize, stride, padding)
      ?? AttributeRange.fault("dilation", dilation, in: AttributeRange.sides)
  }

  /// Whether a convolution's kernel can do this pooling itself.
  func canFuse(into shape: Shape) -> Bool {
    kernelSize == 2 && stride == 2 && padding == 0 && dilation == 1 && shape.height >= 2 && shape.width >= 2
      && (!ceilMode || (shape.height % 2 == 0 && shape.width % 2 == 0))
  }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { try windows.outputShape(of: inputs[0]) }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let table = windows.table(stage.inputShapes[0], stage.outputShape) { inside, _ in inside }
    return WindowPooling(
      windows: table, rowStride: dilation.height * stage.inputShapes[0].width, columnStride: dilation.width
    ).maximum(stage, builder)
  }
}
