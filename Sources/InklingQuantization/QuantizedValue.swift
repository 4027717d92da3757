/// A node's value while a quantised model runs: bytes with their range, or float32 numbers.
enum QuantizedValue {
  case bytes([UInt8], QuantizationRange)
  case numbers([Float])

  /// The numbers, in the range's bytes if there is one.
  init(_ numbers: [Float], in range: QuantizationRange?) {
    if let range { self = .bytes(numbers.map(range.byte), range) } else { self = .numbers(numbers) }
  }

  /// What the bytes stand for.
  var numbers: [Float] {
    switch self {
    case .numbers(let numbers): return numbers
    case .bytes(let bytes, let range):
      let table = (0...255).map { range.number(UInt8($0)) }
      return bytes.map { table[Int($0)] }
    }
  }
}
