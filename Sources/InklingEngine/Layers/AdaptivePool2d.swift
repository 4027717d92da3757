import InklingKernelInterface

extension Graph.Operation {
  /// The size of an adaptive pooling's result.
  public struct AdaptivePool2d: Sendable, Hashable {
    /// Nil along an axis keeps the input's size.
    public var height: Int?
    /// Nil along an axis keeps the input's size; else 1...4096.
    public var width: Int?

    /// A result of this height and width.
    public init(height: Int?, width: Int?) {
      self.height = height
      self.width = width
    }
  }
}

extension Graph.Operation.AdaptivePool2d: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case height, width }

  var fault: String? {
    AttributeRange.fault("output size", Extent2d(height ?? 1, width ?? 1), in: AttributeRange.sides)
  }
}

/// Pooling to a given output size: window i of n over a side of s elements reaches from `floor(i * s / n)` to
/// `ceil((i + 1) * s / n)`; PyTorch's `nn.AdaptiveAvgPool2d` and `nn.AdaptiveMaxPool2d`.
struct AdaptivePooling: OperationRule {
  private let attributes: Graph.Operation.AdaptivePool2d
  private let isMaximum: Bool

  init(_ attributes: Graph.Operation.AdaptivePool2d, isMaximum: Bool) {
    self.attributes = attributes
    self.isMaximum = isMaximum
  }

  var fault: String? { attributes.fault }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard inputs[0].isImage else {
      throw ShapeMismatch(needed: "an image [C, H, W]", remedy: "pool before flattening")
    }
    return try Shape.result([
      inputs[0].channels, attributes.height ?? inputs[0].height, attributes.width ?? inputs[0].width,
    ])
  }

  private func range(_ index: Int, of count: Int, over size: Int) -> Range<Int> {
    index * size / count..<((index + 1) * size + count - 1) / count
  }

  private func windows(_ input: Shape, _ output: Shape) -> Table<Window> {
    var windows: [Window] = []
    for y in 0..<output.height {
      let rows = range(y, of: output.height, over: input.height)
      for x in 0..<output.width {
        let columns = range(x, of: output.width, over: input.width)
        windows.append(
          Window(
            first: Int32((rows.lowerBound * input.width + columns.lowerBound) * 64), rows: Int32(rows.count),
            columns: Int32(columns.count), scale: 1 / Float(rows.count * columns.count)))
      }
    }
    return Table(windows)
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let pooling = WindowPooling(
      windows: windows(stage.inputShapes[0], stage.outputShape), rowStride: stage.inputShapes[0].width)
    return isMaximum ? pooling.maximum(stage, builder) : pooling.average(stage, builder)
  }
}

/// The mean of windows that make the output a given size, as PyTorch's `nn.AdaptiveAvgPool2d`;
/// `AdaptiveAvgPool2d(1)` is global average pooling.
///
/// Window i of n over s elements reaches from `floor(i * s / n)` to `ceil((i + 1) * s / n)`; windows may overlap.
public typealias AdaptiveAvgPool2d = OperationLayer<AdaptiveAverage>

/// The largest element of windows as `AdaptiveAvgPool2d`'s, the first among equals, as PyTorch's
/// `nn.AdaptiveMaxPool2d`.
public typealias AdaptiveMaxPool2d = OperationLayer<AdaptiveMaximum>

extension OperationLayer where Variant.Attributes == Graph.Operation.AdaptivePool2d {
  /// Images of this height and width, whatever the input's are; a literal means a square.
  public init(_ outputSize: Extent2d) { self.init(height: outputSize.height, width: outputSize.width) }

  /// - Precondition: positive sizes of at most 4,096; nil along an axis keeps the input's.
  public init(height: Int?, width: Int?) {
    self.init(attributes: Graph.Operation.AdaptivePool2d(height: height, width: width))
  }
}

/// What `AdaptiveAvgPool2d` is.
public enum AdaptiveAverage: OperationVariant {
  /// `.adaptiveAvgPool2d`.
  public static func operation(_ attributes: Graph.Operation.AdaptivePool2d) -> Graph.Operation {
    .adaptiveAvgPool2d(attributes)
  }
}

/// What `AdaptiveMaxPool2d` is.
public enum AdaptiveMaximum: OperationVariant {
  /// `.adaptiveMaxPool2d`.
  public static func operation(_ attributes: Graph.Operation.AdaptivePool2d) -> Graph.Operation {
    .adaptiveMaxPool2d(attributes)
  }
}

/// The mean of each channel, `[C, 1, 1]`; see `AdaptiveAvgPool2d`.
public func globalAveragePool(_ x: Tensor) -> Tensor { AdaptiveAvgPool2d(1)(x) }

extension LayerSpecification {
  /// The mean of each channel, as features.
  public static let globalAveragePool = LayerSpecification(.globalAveragePool)
}

extension LayerSpecification.Kind {
  /// The mean of each channel, as features.
  public static let globalAveragePool = Self(GlobalAveragePoolForm())
}

extension LayerWord {
  static let globalAveragePool = LayerWord("global_average_pool") { _ in GlobalAveragePoolForm() }
}

private struct GlobalAveragePoolForm: LayerForm {
  var word: String { LayerWord.globalAveragePool.word }
  var stem: (name: String, isCounted: Bool) { ("pool", false) }

  func make(for shape: Shape, classes: Int) -> any Layer { GlobalAveragePool() }
}
