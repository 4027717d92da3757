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

/// The largest element of each window, as PyTorch's `nn.MaxPool2d`; the first among equals gets the gradient.
///
/// Output size along an axis: `floor((size + 2 * padding - dilation * (kernelSize - 1) - 1) / stride) + 1`, or with
/// `ceil` when `ceilMode` is set, where a last window must start inside the input or its left padding.
@dynamicMemberLookup
public struct MaxPool2d: Layer {
  /// Its options, which can be asked of the layer itself: `pool.kernelSize`.
  public let attributes: Graph.Operation.MaxPool2d
  let identity = LayerIdentity()

  /// - Parameters:
  ///   - kernelSize: the window's height and width, each 1...4096.
  ///   - stride: the kernel's size when nil.
  ///   - padding: rows and columns on either side, at most half the kernel's; 0 by default.
  ///   - dilation: pixels from one element of a window to the next, each 1...4096; 1 by default.
  ///   - ceilMode: whether a last window that is not whole counts too; false by default.
  /// - Precondition: positive sizes of at most 4,096, and padding at most half the kernel's size.
  public init(
    _ kernelSize: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0, dilation: Extent2d = 1,
    ceilMode: Bool = false
  ) {
    attributes = Graph.Operation.MaxPool2d(
      kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
    Graph.Operation.maxPool2d(attributes).requireSound()
  }

  /// An option of the layer, by its name: `pool.kernelSize`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.MaxPool2d, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The image with the largest element of each window, `[C, P, Q]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.maxPool2d(attributes), [x], identity: identity)
  }
}

/// The mean of each window, as PyTorch's `nn.AvgPool2d`.
///
/// Output size along an axis: as `MaxPool2d` without dilation. The divisor is the window's size with padding
/// (`countIncludePad`, cut at the padding's end), its elements inside the input otherwise, or `divisorOverride`.
@dynamicMemberLookup
public struct AvgPool2d: Layer {
  /// Its options, which can be asked of the layer itself: `pool.kernelSize`.
  public let attributes: Graph.Operation.AvgPool2d
  let identity = LayerIdentity()

  /// - Parameters:
  ///   - kernelSize: the window's height and width, each 1...4096.
  ///   - stride: the kernel's size when nil.
  ///   - padding: rows and columns on either side, at most half the kernel's; 0 by default.
  ///   - ceilMode: whether a last window that is not whole counts too; false by default.
  ///   - countIncludePad: whether padding counts in the mean's divisor, as zeros; true by default.
  ///   - divisorOverride: what the sum is divided by instead, at least 1; nil for the window's size.
  /// - Precondition: positive sizes of at most 4,096, and padding at most half the kernel's size.
  public init(
    _ kernelSize: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0, ceilMode: Bool = false,
    countIncludePad: Bool = true, divisorOverride: Int? = nil
  ) {
    attributes = Graph.Operation.AvgPool2d(
      kernelSize: kernelSize, stride: stride, padding: padding, ceilMode: ceilMode, countIncludePad: countIncludePad,
      divisorOverride: divisorOverride)
    Graph.Operation.avgPool2d(attributes).requireSound()
  }

  /// An option of the layer, by its name: `pool.kernelSize`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.AvgPool2d, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The image with the mean of each window, `[C, P, Q]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.avgPool2d(attributes), [x], identity: identity)
  }
}
