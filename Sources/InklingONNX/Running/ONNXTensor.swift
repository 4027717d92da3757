import InklingFormats

/// A value while a model runs. Half-precision numbers are held as float32 and rounded whenever a node makes them; whole
/// numbers of any size and bools as Int64 (a UInt64 by its bits).
struct ONNXTensor {
  enum Storage {
    case floats([Float])
    case doubles([Double])
    case integers([Int64])
  }

  let type: ElementType
  let shape: [Int]
  let storage: Storage

  /// - Precondition: the storage fills the shape and is the one of the type.
  init(_ type: ElementType, _ shape: [Int], _ storage: Storage) {
    (self.type, self.shape) = (type, shape)
    self.storage = storage
  }

  /// Float32 numbers.
  init(_ shape: [Int], _ floats: [Float]) { self.init(.float32, shape, .floats(floats)) }

  /// Numbers of a floating-point type that float32 holds, rounded to it.
  init(_ type: ElementType, _ shape: [Int], rounding floats: [Float]) {
    self.init(type, shape, .floats(Self.rounded(floats, to: type)))
  }

  /// Whole numbers, wrapped to the type as its own arithmetic does.
  init(_ type: ElementType, _ shape: [Int], wrapping integers: [Int64]) {
    self.init(
      type, shape, .integers(type == .int64 || type == .uint64 ? integers : integers.map { Self.wrapped($0, type) }))
  }

  /// The same numbers in another shape of as many.
  func reshaped(_ shape: [Int]) -> ONNXTensor { ONNXTensor(type, shape, storage) }

  var rank: Int { shape.count }

  var count: Int {
    switch storage {
    case .floats(let numbers): numbers.count
    case .doubles(let numbers): numbers.count
    case .integers(let numbers): numbers.count
    }
  }

  /// The bytes that it takes while it is held.
  var byteCount: Int { count * Self.size(of: type) }

  /// The bytes that one number of a type takes here.
  static func size(of type: ElementType) -> Int { type.isFloat && type != .float64 ? 4 : 8 }

  static func rounded(_ numbers: [Float], to type: ElementType) -> [Float] {
    switch type {
    case .float16: numbers.map { NamedArray.float(half: NamedArray.half($0).0) }
    case .bfloat16: numbers.map { Float(bitPattern: UInt32(NamedArray.brain($0).0) << 16) }
    default: numbers
    }
  }

  /// The low bits of a number as one of the type.
  static func wrapped(_ number: Int64, _ type: ElementType) -> Int64 {
    switch type {
    case .int32: Int64(Int32(truncatingIfNeeded: number))
    case .int16: Int64(Int16(truncatingIfNeeded: number))
    case .int8: Int64(Int8(truncatingIfNeeded: number))
    case .uint32: Int64(UInt32(truncatingIfNeeded: number))
    case .uint16: Int64(UInt16(truncatingIfNeeded: number))
    case .uint8: Int64(UInt8(truncatingIfNeeded: number))
    case .bool: number == 0 ? 0 : 1
    default: number
    }
  }
}
