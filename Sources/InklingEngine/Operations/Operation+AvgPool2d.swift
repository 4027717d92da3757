extension Graph.Operation {
  /// The mean of each window; PyTorch's `nn.AvgPool2d`, whose names and defaults these are.
  public struct AvgPool2d: Sendable, Hashable {
    public var kernelSize: Extent2d
    public var stride: Extent2d
    public var padding: Extent2d
    public var ceilMode: Bool
    public var countIncludePad: Bool
    public var divisorOverride: Int?

    /// - Parameter stride: the kernel's size when nil.
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
