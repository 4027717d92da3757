public import InklingFiles

extension NamedArray {
  /// The numbers as float32: copied, widened, or rounded from float64.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a number that float32 does not hold: a whole number beyond ±2^24, where
  ///   it begins to skip them, or a finite float64 beyond its range; a bool that is neither 0 nor 1.
  public func floats() throws(InputError) -> [Float] {
    switch bytes.withUnsafeBytes(elementType.floats) {
    case .success(let floats): return floats
    case .failure(let wrong):
      throw InputError(
        .malformed, "number that float32 does not hold in the array '\(name)'", expected: wrong.expected,
        found: wrong.found)
    }
  }

  /// The numbers as float64.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a whole number beyond ±2^53 that float64 would round; a bool that is
  ///   neither 0 nor 1.
  public func numbers() throws(InputError) -> [Double] {
    switch elementType {
    case .float64: return stored(Double.self)
    case .float32: return stored(Float.self).map(Double.init)
    case .float16: return stored(UInt16.self).map { Double(Self.float(half: $0)) }
    case .bfloat16: return stored(UInt16.self).map { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .float8E4M3: return stored(UInt8.self).map { Double(Self.float(e4m3: $0)) }
    case .float8E5M2: return stored(UInt8.self).map { Double(Self.float(half: UInt16($0) << 8)) }
    case .uint64:
      return try stored(UInt64.self).map { number throws(InputError) in
        guard let value = Double(exactly: number) else {
          throw fault("whole number that float64 does not hold", found: "\(number)")
        }
        return value
      }
    default:
      return try integers().map { number throws(InputError) in
        guard let value = Double(exactly: number) else {
          throw fault("whole number that float64 does not hold", found: "\(number)")
        }
        return value
      }
    }
  }

  /// The numbers as 64-bit integers.
  ///
  /// - Throws: `InputError` of kind `.malformed` for an array of fractions; a number beyond the largest Int64; a bool that
  ///   is neither 0 nor 1.
  public func integers() throws(InputError) -> [Int64] {
    switch elementType {
    case .int64: return stored(Int64.self)
    case .int32: return stored(Int32.self).map(Int64.init)
    case .int16: return stored(Int16.self).map(Int64.init)
    case .int8: return stored(Int8.self).map(Int64.init)
    case .uint32: return stored(UInt32.self).map(Int64.init)
    case .uint16: return stored(UInt16.self).map(Int64.init)
    case .uint8: return bytes.map(Int64.init)
    case .uint64:
      return try stored(UInt64.self).map { number throws(InputError) in
        guard let value = Int64(exactly: number) else {
          throw fault("whole number beyond the largest that is read", found: "\(number)")
        }
        return value
      }
    case .bool:
      if let wrong = bytes.first(where: { $0 > 1 }) {
        throw fault("bool that is neither 0 nor 1", found: "\(wrong)")
      }
      return bytes.map(Int64.init)
    case .float64, .float32, .float16, .bfloat16, .float8E4M3, .float8E5M2:
      throw fault("array of fractions where whole numbers belong", found: elementType.rawValue)
    }
  }

  /// The same numbers as float32, float16 (rounded to nearest, ties to even) or bfloat16 (the same).
  ///
  /// - Throws: `InputError`: as `floats()`; of kind `.malformed` for a finite number beyond the new type's range; of kind
  ///   `.usage` for another type.
  public func converted(to type: ElementType) throws(InputError) -> NamedArray {
    if type == elementType { return self }
    let floats = try floats()
    switch type {
    case .float32: return NamedArray(name: name, shape: shape, floats: floats)
    case .float16, .bfloat16:
      let halves = try floats.map { number throws(InputError) in
        let (bits, isInfinite) = type == .float16 ? Self.half(number) : Self.brain(number)
        guard !isInfinite || !number.isFinite else {
          throw fault("number beyond the range of \(type.rawValue)", found: "\(number)")
        }
        return bits
      }
      return try NamedArray(
        name: name, elementType: type, shape: shape, bytes: halves.withUnsafeBytes { [UInt8]($0) })
    default:
      throw InputError(
        .usage, "numbers are not written as \(type.rawValue)", expected: "F32, F16 or BF16", found: type.rawValue)
    }
  }

  func stored<Number: BitwiseCopyable>(_: Number.Type) -> [Number] {
    let count = bytes.count / MemoryLayout<Number>.size
    return [Number](unsafeUninitializedCapacity: count) { buffer, filled in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      filled = count
    }
  }

  private func fault(_ what: String, found: String) -> InputError {
    InputError(.malformed, "\(what) in the array '\(name)'", expected: nil, found: found)
  }
}

extension ElementType {
  /// Whether it holds fractions.
  public var isFloat: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16, .float8E4M3, .float8E5M2: true
    default: false
    }
  }
}

extension NamedArray {
  /// IEEE binary16 from its bits; by hand because Intel Macs have no `Float16`.
  package static func float(half bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0: return Float(signOf: Float(bitPattern: sign), magnitudeOf: Float(fraction) * 0x1p-24)
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// float8 "e4m3fn": bias 7, no infinity, NaN where all of exponent and fraction are ones.
  static func float(e4m3 bits: UInt8) -> Float {
    let sign: Float = bits & 0x80 == 0 ? 1 : -1
    let exponent = Int(bits >> 3 & 0xF)
    let fraction = Float(bits & 7)
    if exponent == 15, bits & 7 == 7 { return .nan }
    if exponent == 0 { return sign * fraction * 0x1p-9 }
    return sign * Float(sign: .plus, exponent: exponent - 7, significand: 1 + fraction / 8)
  }

  /// The bits of the nearest binary16, and whether they are infinity's or NaN's.
  package static func half(_ number: Float) -> (UInt16, Bool) {
    let bits = number.bitPattern
    let sign = UInt16(bits >> 16 & 0x8000)
    let magnitude = bits & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return (sign | 0x7E00, true) }
    // 65520 and above round to infinity.
    if magnitude >= 0x477F_F000 { return (sign | 0x7C00, true) }
    if magnitude < 0x3880_0000 {
      // A subnormal: a multiple of 2^-24.
      let scaled = Float(bitPattern: magnitude) * 0x1p24
      return (sign | UInt16(scaled.rounded(.toNearestOrEven)), false)
    }
    let rounded = magnitude + 0xFFF + (magnitude >> 13 & 1)
    return (sign | UInt16((rounded - 0x3800_0000) >> 13), false)
  }

  /// The bits of the nearest bfloat16, and whether they are infinity's or NaN's.
  package static func brain(_ number: Float) -> (UInt16, Bool) {
    if number.isNaN { return (0x7FC0, true) }
    let bits = number.bitPattern
    let rounded = UInt16((bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
    return (rounded, rounded & 0x7FFF >= 0x7F80)
  }
}
