import InklingFiles

/// The checksums of the format.
enum HDF5Checksum {
  /// Bob Jenkins's lookup3 ("hashlittle" with an initial value of 0), which ends all parts of the newer forms.
  static func lookup3(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var a = 0xDEAD_BEEF &+ UInt32(truncatingIfNeeded: bytes.count)
    var (b, c) = (a, a)
    func word(_ index: Int) -> UInt32 {
      var value: UInt32 = 0
      for place in 0..<4 where index + place < bytes.endIndex { value |= UInt32(bytes[index + place]) << (8 * place) }
      return value
    }
    var index = bytes.startIndex
    while bytes.endIndex - index > 12 {
      a = a &+ word(index)
      b = b &+ word(index + 4)
      c = c &+ word(index + 8)
      mix(&a, &b, &c)
      index += 12
    }
    guard index < bytes.endIndex else { return c }
    a = a &+ word(index)
    b = b &+ word(index + 4)
    c = c &+ word(index + 8)
    finish(&a, &b, &c)
    return c
  }

  private static func rotated(_ value: UInt32, _ count: UInt32) -> UInt32 { value << count | value >> (32 - count) }

  private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    func step(_ x: inout UInt32, _ y: UInt32, _ z: inout UInt32, _ count: UInt32, _ add: UInt32) {
      x = (x &- z) ^ rotated(z, count)
      z = z &+ add
    }
    step(&a, a, &c, 4, b)
    step(&b, b, &a, 6, c)
    step(&c, c, &b, 8, a)
    step(&a, a, &c, 16, b)
    step(&b, b, &a, 19, c)
    step(&c, c, &b, 4, a)
  }

  private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    func step(_ x: inout UInt32, _ y: UInt32, _ count: UInt32) { x = (x ^ y) &- rotated(y, count) }
    step(&c, b, 14)
    step(&a, c, 11)
    step(&b, a, 25)
    step(&c, b, 16)
    step(&a, c, 4)
    step(&b, a, 14)
    step(&c, b, 24)
  }

  /// Fletcher's sum over 16-bit words, the high byte first; a last odd byte is a high one.
  static func fletcher32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    // The carry is added: unlike a remainder, a sum of 0xFFFF stays one.
    func sum(_ first: UInt32, _ second: UInt32) -> UInt32 { (first + second) & 0xFFFF + (first + second) >> 16 }
    var (first, second): (UInt32, UInt32) = (0, 0)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let low = index + 1 < bytes.endIndex ? UInt32(bytes[index + 1]) : 0
      first = sum(first, UInt32(bytes[index]) << 8 | low)
      second = sum(second, first)
      index += 2
    }
    return second << 16 | first
  }
}

extension HDF5Cursor {
  /// Checks what lies between `start` and the place that the cursor is at against the checksum there.
  mutating func checksum(from start: Int) throws(InputError) { try checksum(of: reader.bytes[start..<position]) }

  /// Checks bytes against the checksum at the place that the cursor is at.
  mutating func checksum(of bytes: ArraySlice<UInt8>) throws(InputError) {
    let place = position
    let stored = UInt32(truncatingIfNeeded: try number(4))
    let sum = HDF5Checksum.lookup3(bytes)
    #if FUZZING
      // A fuzzer that had to mend checksums would find nothing behind them.
      _ = (place, stored, sum)
    #else
      guard stored == sum else {
        throw damage(at: place, expected: "the checksum \(hexadecimal(sum))", found: hexadecimal(stored))
      }
    #endif
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
