extension Graph.Operation {
  /// `min(max(x, minVal), maxVal)`.
  public struct Hardtanh: Sendable, Hashable {
    /// The least that comes out, finite; -1 by default.
    public var minVal: Float
    /// The most that comes out, finite and above `minVal`; 1 by default.
    public var maxVal: Float

    /// With PyTorch's defaults.
    public init(minVal: Float = -1, maxVal: Float = 1) {
      self.minVal = minVal
      self.maxVal = maxVal
    }
  }
}

extension Graph.Operation.Hardtanh: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case minVal = "min_val"
    case maxVal = "max_val"
  }

  var fault: String? {
    AttributeRange.fault("min_val", minVal, "a finite number") { _ in true }
      ?? AttributeRange.fault("max_val", maxVal, "a finite number above min_val (\(minVal))") { $0 > minVal }
  }
}

/// `min(max(x, minVal), maxVal)`, as PyTorch's `nn.Hardtanh`; with 0 and 6 it is `nn.ReLU6`.
public struct Hardtanh: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.Hardtanh
  let identity = LayerIdentity()

  /// - Precondition: two finite numbers, the second above the first.
  public init(_ minVal: Float = -1, _ maxVal: Float = 1) {
    attributes = Graph.Operation.Hardtanh(minVal: minVal, maxVal: maxVal)
    Graph.Operation.hardtanh(attributes).requireSound()
  }

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.hardtanh(attributes), [x], identity: identity) }
}
