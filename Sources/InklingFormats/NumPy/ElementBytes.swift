/// Numbers of any type as bytes, put into another order.
enum ElementBytes {
  /// Turns the bytes of each number round.
  static func swap(_ bytes: inout [UInt8], size: Int) {
    guard size > 1 else { return }
    for start in stride(from: 0, to: bytes.count, by: size) {
      for place in 0..<size / 2 { bytes.swapAt(start + place, start + size - 1 - place) }
    }
  }

  /// Numbers whose first dimension runs fastest, so that the last does.
  ///
  /// - Precondition: the bytes fill the shape.
  static func rowMajor(_ bytes: [UInt8], shape: [Int], size: Int) -> [UInt8] {
    guard shape.count(where: { $0 != 1 }) > 1, !bytes.isEmpty else { return bytes }
    switch size {
    case 1: return transposed(bytes, shape, UInt8.self)
    case 2: return transposed(bytes, shape, UInt16.self)
    case 4: return transposed(bytes, shape, UInt32.self)
    default: return transposed(bytes, shape, UInt64.self)
    }
  }

  private static func transposed<Number: BitwiseCopyable>(
    _ bytes: [UInt8], _ shape: [Int], _: Number.Type
  ) -> [UInt8] {
    let size = MemoryLayout<Number>.size
    // By how much the place in `bytes` grows with each dimension's index.
    var strides = [Int](repeating: size, count: shape.count)
    for axis in shape.indices.dropFirst() { strides[axis] = strides[axis - 1] * shape[axis - 1] }
    return [UInt8](unsafeUninitializedCapacity: bytes.count) { output, count in
      bytes.withUnsafeBytes { input in
        var indices = [Int](repeating: 0, count: shape.count)
        var place = 0
        for offset in stride(from: 0, to: bytes.count, by: size) {
          let number = input.loadUnaligned(fromByteOffset: place, as: Number.self)
          UnsafeMutableRawBufferPointer(output).storeBytes(of: number, toByteOffset: offset, as: Number.self)
          for axis in shape.indices.reversed() {
            indices[axis] += 1
            place += strides[axis]
            if indices[axis] < shape[axis] { break }
            place -= strides[axis] * shape[axis]
            indices[axis] = 0
          }
        }
      }
      count = bytes.count
    }
  }
}
