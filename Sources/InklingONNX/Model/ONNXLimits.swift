/// What a model may ask for at most.
public struct ONNXLimits: Sendable {
  /// The bytes of its file, and of the tensors outside it together.
  public var file = (1 << 31) - 1
  /// The messages, fields and packed integers in the file.
  public var fields = 1 << 24
  /// The bytes of all values that a run holds at one time, the constants among them.
  public var memory = 1 << 31
  /// The numbers that a run computes, each multiplication of a convolution or matrix product counted.
  public var work = 1 << 44

  /// The limits that hold unless others are named.
  public init() {}

  /// The most dimensions of a tensor.
  static let rank = 32
}
