import InklingFiles

extension LayerSpecification {
  /// Options of `MaxPool2d` and `AvgPool2d`.
  public struct Pooling: Sendable, Equatable {
    /// The window's height and width.
    public var kernel: Extent2d
    /// The kernel's size when nil.
    public var stride: Extent2d?
    /// Rows and columns on either side, at most half the kernel's; none by default.
    public var padding: Extent2d = 0

    /// Windows of this size, which do not overlap unless `stride` says so.
    public init(kernel: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0) {
      self.kernel = kernel
      self.stride = stride
      self.padding = padding
    }
  }

  /// The largest element of each window of this size; windows do not overlap.
  public static func maxPool(_ kernel: Extent2d) -> LayerSpecification {
    LayerSpecification(.maxPool(Pooling(kernel: kernel)))
  }
}

extension LayerSpecification.Kind {
  /// The largest element of each window.
  public static func maxPool(_ pooling: LayerSpecification.Pooling) -> Self {
    Self(PoolingForm(pooling: pooling, isMaximum: true))
  }

  /// The mean of each window.
  public static func averagePool(_ pooling: LayerSpecification.Pooling) -> Self {
    Self(PoolingForm(pooling: pooling, isMaximum: false))
  }
}

extension LayerWord {
  static let maxPool = LayerWord("max_pool", main: "kernel") { PoolingForm($0, isMaximum: true) }
  static let averagePool = LayerWord("avg_pool", main: "kernel") { PoolingForm($0, isMaximum: false) }
}

private struct PoolingForm: LayerForm {
  let pooling: LayerSpecification.Pooling
  let isMaximum: Bool
}

extension PoolingForm {
  init?(_ reader: MappingReader, isMaximum: Bool) {
    reader.require("kernel")
    let kernel = reader.extent("kernel", in: 1...64)
    let stride = reader.extent("stride", in: 1...64)
    let padding = reader.extent("padding", in: 0...32) ?? 0
    guard let kernel else { return nil }
    guard 2 * padding.height <= kernel.height, 2 * padding.width <= kernel.width else {
      reader.fault("padding", "is more than half of the kernel \(kernel): found \(padding)")
      return nil
    }
    self.init(pooling: .init(kernel: kernel, stride: stride, padding: padding), isMaximum: isMaximum)
  }

  var word: String { (isMaximum ? LayerWord.maxPool : LayerWord.averagePool).word }
  var stem: (name: String, isCounted: Bool) { ("pool", false) }

  var options: [(String, DocumentNode?)] {
    [
      ("kernel", pooling.kernel.node), ("stride", pooling.stride?.node),
      ("padding", pooling.padding == 0 ? nil : pooling.padding.node),
    ]
  }

  var main: DocumentNode? { pooling.stride == nil && pooling.padding == 0 ? pooling.kernel.node : nil }

  func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer {
    let (kernel, stride, padding) = (pooling.kernel, pooling.stride, pooling.padding)
    guard isMaximum else {
      try LayerSpecification.MakingFault.require(
        .avgPool2d(.init(kernelSize: kernel, stride: stride, padding: padding)))
      return AvgPool2d(kernel, stride: stride, padding: padding)
    }
    try LayerSpecification.MakingFault.require(.maxPool2d(.init(kernelSize: kernel, stride: stride, padding: padding)))
    return MaxPool2d(kernel, stride: stride, padding: padding)
  }
}
