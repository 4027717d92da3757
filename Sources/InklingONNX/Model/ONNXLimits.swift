import InklingFormats

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
  /// What a shape may be, in words.
  static let shapes = "at most \(rank) dimensions from 0 to 2^31 - 1, whose product without zeros is below 2^48"

  /// How many numbers a shape has; nil for one that none may have. Its parts are multiplied too, so a zero excuses nothing.
  static func count(of shape: [Int]) -> Int? {
    guard shape.count <= rank, shape.allSatisfy({ (0..<1 << 31).contains($0) }),
      let room = NamedArray.elementCount(of: shape.map { max($0, 1) }), room < 1 << 48
    else { return nil }
    return shape.contains(0) ? 0 : room
  }
}
