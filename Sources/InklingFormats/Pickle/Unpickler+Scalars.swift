import InklingFiles

extension Unpickler {
  /// The longest whole number in bytes.
  private static let integerLimit = 1024

  /// The number or text behind an instruction.
  mutating func scalar(_ opcode: PickleOpcode) throws(InputError) -> PickleValue {
    switch opcode {
    case .none: return .none
    case .newTrue: return .bool(true)
    case .newFalse: return .bool(false)
    case .binInt: return .integer(Int(Int32(truncatingIfNeeded: try input.number(4))))
    case .binInt1: return .integer(try input.number(1))
    case .binInt2: return .integer(try input.number(2))
    case .long1: return try integer(byteCount: input.number(1))
    case .long4: return try integer(byteCount: input.number(4))
    case .binFloat:
      return .float(Double(bitPattern: try input.take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
    case .binUnicode: return .text(try text(input.number(4)))
    case .shortBinUnicode: return .text(try text(input.number(1)))
    case .binUnicode8: return .text(try text(input.length8()))
    case .binString: return try string(byteCount: input.number(4))
    case .shortBinString: return try string(byteCount: input.number(1))
    case .binBytes: return .bytes([UInt8](try input.take(input.number(4))))
    case .shortBinBytes: return .bytes([UInt8](try input.take(input.number(1))))
    case .binBytes8, .byteArray8: return .bytes([UInt8](try input.take(input.length8())))
    default: throw input.fault("the pickle has an instruction that is not read", found: "\(opcode)")
    }
  }

  private mutating func text(_ count: Int) throws(InputError) -> String { try input.text(count) }

  /// A whole number in two's complement, the lowest byte first.
  private mutating func integer(byteCount: Int) throws(InputError) -> PickleValue {
    guard byteCount <= Self.integerLimit else { throw input.fault("a number in the pickle is too long") }
    let bytes = try input.take(byteCount)
    guard byteCount <= 8 else { return .largeInteger([UInt8](bytes)) }
    let isNegative = bytes.last.map { $0 >= 0x80 } ?? false
    return .integer(bytes.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) })
  }

  /// Python 2's `str`: text where it can be.
  private mutating func string(byteCount: Int) throws(InputError) -> PickleValue {
    let bytes = try input.take(byteCount)
    return String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes([UInt8](bytes))
  }
}
