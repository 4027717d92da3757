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

  /// The same elements with a function of each, by a table where there are bytes: one for each channel.
  ///
  /// - Parameters:
  ///   - plane: the elements of one channel.
  ///   - channels: how many have functions of their own; 1 where all have the same.
  func mapped(
    _ plane: Int, channels: Int, to range: QuantizationRange?, _ function: (Float, Int) -> Float
  ) -> QuantizedValue {
    switch self {
    case .numbers(let numbers):
      return QuantizedValue(
        numbers.indices.map { function(numbers[$0], channels == 1 ? 0 : $0 / plane) }, in: range)
    case .bytes(let bytes, let own):
      let numbers = (0..<channels).map { channel in (0...255).map { function(own.number(UInt8($0)), channel) } }
      guard let range else {
        return .numbers(bytes.indices.map { numbers[channels == 1 ? 0 : $0 / plane][Int(bytes[$0])] })
      }
      let tables = numbers.map { $0.map(range.byte) }
      if channels == 1 { return .bytes(bytes.map { tables[0][Int($0)] }, range) }
      return .bytes(bytes.indices.map { tables[$0 / plane][Int(bytes[$0])] }, range)
    }
  }
}
