/// The numbers that a byte of a quantised tensor stands for, `x = (byte - zeroPoint) * scale`: ONNX's affine uint8.
public struct QuantizationRange: Sendable, Hashable, Codable {
  /// From one byte to the next, positive.
  public let scale: Float
  /// The byte that stands for zero.
  public let zeroPoint: UInt8

  /// A scale and a zero point.
  ///
  /// - Precondition: the scale is positive and finite.
  public init(scale: Float, zeroPoint: UInt8) {
    precondition(scale > 0 && scale.isFinite, "a scale of \(scale)")
    self.scale = scale
    self.zeroPoint = zeroPoint
  }

  /// The range that reaches from the smallest to the largest number, and always includes zero.
  public init(smallest: Float, largest: Float) {
    let (low, high) = (Double(min(smallest, 0)), Double(max(largest, 0)))
    let step = Float((high - low) / 255)
    let isEmpty = !step.isNormal
    let zero = isEmpty ? 0 : min(max((-low / Double(step)).rounded(), 0), 255)
    self.init(scale: isEmpty ? 1 : step, zeroPoint: UInt8(zero))
  }

  /// The nearest byte, halves to the even one; what is beyond the range becomes its end.
  public func byte(_ x: Float) -> UInt8 {
    let place = (x / scale).rounded(.toNearestOrEven) + Float(zeroPoint)
    return place >= 255 ? 255 : place > 0 ? UInt8(place) : 0
  }

  /// What a byte stands for.
  public func number(_ byte: UInt8) -> Float { Float(Int(byte) - Int(zeroPoint)) * scale }
}
