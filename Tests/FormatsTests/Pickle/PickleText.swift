/// The bytes of a pickle, written by hand: a character below U+0100 is a byte.
struct PickleText {
  private(set) var bytes: [UInt8]

  init(_ text: String) { bytes = text.unicodeScalars.map { UInt8($0.value) } }

  mutating func add(_ text: String) { bytes += text.unicodeScalars.map { UInt8($0.value) } }

  /// LONG1 with eight bytes.
  mutating func integer(_ number: Int) {
    bytes += [0x8A, 8] + (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
