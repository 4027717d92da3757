#if _endian(big)
  #error("safetensors files are little-endian and are copied as they are")
#endif

extension ElementType {
  /// A number that float32 does not hold: which one, what could be there, what is.
  package struct Fault: Error {
    package let index: Int
    package let expected: String
    package let found: String
  }

  /// The numbers as float32: copied, widened, or rounded from float64. Integers are exact or refused.
  package func floats(_ bytes: UnsafeRawBufferPointer) -> Result<[Float], Fault> {
    switch self {
    case .float32: .success(Self.copied(bytes))
    case .float64: Self.converted(bytes, expected: "a number in float32's range", Self.inRange)
    case .float16: Self.converted(bytes, expected: "any", NamedArray.float(half:))
    case .bfloat16: Self.converted(bytes, expected: "any") { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
    case .float8E4M3: Self.converted(bytes, expected: "any", NamedArray.float(e4m3:))
    case .float8E5M2:
      Self.converted(bytes, expected: "any") { (bits: UInt8) in NamedArray.float(half: UInt16(bits) << 8) }
    case .int64: Self.converted(bytes, expected: Self.whole) { (number: Int64) in Self.exact(number) }
    case .int32: Self.converted(bytes, expected: Self.whole) { (number: Int32) in Self.exact(number) }
    case .int16: Self.converted(bytes, expected: Self.whole) { (number: Int16) in Float(number) }
    case .int8: Self.converted(bytes, expected: Self.whole) { (number: Int8) in Float(number) }
    case .uint64: Self.converted(bytes, expected: Self.whole) { (number: UInt64) in Self.exact(number) }
    case .uint32: Self.converted(bytes, expected: Self.whole) { (number: UInt32) in Self.exact(number) }
    case .uint16: Self.converted(bytes, expected: Self.whole) { (number: UInt16) in Float(number) }
    case .uint8: Self.converted(bytes, expected: Self.whole) { (number: UInt8) in Float(number) }
    case .bool: Self.converted(bytes, expected: "0 or 1") { (number: UInt8) in number < 2 ? Float(number) : nil }
    }
  }

  private static func copied(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    [Float](unsafeUninitializedCapacity: bytes.count / 4) { buffer, count in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
      count = bytes.count / 4
    }
  }

  private static func converted<Stored: BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, expected: String, _ float: (Stored) -> Float?
  ) -> Result<[Float], Fault> {
    let size = MemoryLayout<Stored>.size
    var fault: Fault?
    let values = [Float](unsafeUninitializedCapacity: bytes.count / size) { buffer, count in
      for index in 0..<bytes.count / size {
        let number = bytes.loadUnaligned(fromByteOffset: index * size, as: Stored.self)
        guard let value = float(number) else {
          fault = Fault(index: index, expected: expected, found: "\(number)")
          return
        }
        buffer.initializeElement(at: index, to: value)
        count = index + 1
      }
    }
    if let fault { return .failure(fault) }
    return .success(values)
  }

  private static let whole = "a whole number within ±2^24"

  /// nil beyond ±2^24, where float32 begins to skip whole numbers.
  private static func exact(_ number: some BinaryInteger) -> Float? {
    number.magnitude <= 1 << 24 ? Float(number) : nil
  }

  private static func inRange(_ number: Double) -> Float? {
    let float = Float(number)
    return number.isFinite && !float.isFinite ? nil : float
  }
}
