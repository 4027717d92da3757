/// Writes one message of Protocol Buffers, field by field in the order of the calls, so the same calls give the same bytes.
///
///     var writer = ProtobufWriter()
///     writer.double(1, wallTime)
///     writer.integer(2, step)
///     writer.message(5) { summary in summary.text(1, "loss") }
///     writer.bytes
///
/// What a schema calls optional is left out by not calling.
package struct ProtobufWriter {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// int64, int32, enum or bool; a negative number takes ten bytes.
  package mutating func integer(_ number: Int, _ value: Int64) {
    key(number, 0)
    varint(UInt64(bitPattern: value))
  }

  /// bool.
  package mutating func bool(_ number: Int, _ value: Bool) { integer(number, value ? 1 : 0) }

  /// float.
  package mutating func float(_ number: Int, _ value: Float) {
    key(number, 5)
    fixed(value.bitPattern)
  }

  /// double.
  package mutating func double(_ number: Int, _ value: Double) {
    key(number, 1)
    fixed(value.bitPattern)
  }

  /// string.
  package mutating func text(_ number: Int, _ value: String) { bytes(number, value.utf8) }

  /// bytes.
  package mutating func bytes(_ number: Int, _ value: some Collection<UInt8>) {
    key(number, 2)
    varint(UInt64(value.count))
    bytes += value
  }

  /// A message.
  package mutating func message<Fault>(
    _ number: Int, _ write: (inout ProtobufWriter) throws(Fault) -> Void
  ) throws(Fault) {
    var writer = ProtobufWriter()
    try write(&writer)
    bytes(number, writer.bytes)
  }

  /// repeated int64, int32, enum or bool, packed; nothing for none.
  package mutating func integers(_ number: Int, _ values: some Sequence<Int64>) {
    var list = ProtobufWriter()
    for value in values { list.varint(UInt64(bitPattern: value)) }
    packed(number, list)
  }

  /// repeated float, packed; nothing for none.
  package mutating func floats(_ number: Int, _ values: some Sequence<Float>) {
    var list = ProtobufWriter()
    for value in values { list.fixed(value.bitPattern) }
    packed(number, list)
  }

  /// repeated double, packed; nothing for none.
  package mutating func doubles(_ number: Int, _ values: some Sequence<Double>) {
    var list = ProtobufWriter()
    for value in values { list.fixed(value.bitPattern) }
    packed(number, list)
  }

  private mutating func packed(_ number: Int, _ list: ProtobufWriter) {
    if !list.bytes.isEmpty { bytes(number, list.bytes) }
  }

  private mutating func key(_ number: Int, _ wireType: UInt64) {
    precondition((1..<1 << 29).contains(number), "a field's number is \(number)")
    varint(UInt64(number) << 3 | wireType)
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func fixed(_ bits: some FixedWidthInteger) {
    withUnsafeBytes(of: bits.littleEndian) { bytes += $0 }
  }
}
