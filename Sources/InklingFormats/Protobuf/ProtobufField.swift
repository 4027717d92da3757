/// One field of a message as the wire has it: a number and a value whose meaning the schema knows.
package struct ProtobufField {
  /// A field's value, by its wire type.
  package enum Value {
    /// int32, int64, uint32, uint64, bool or enum: up to ten bytes of seven bits.
    case varint(UInt64)
    /// fixed64, sfixed64 or double.
    case fixed64(UInt64)
    /// A string, bytes, a message or a packed list: where in the file it lies.
    case bytes(Range<Int>)
    /// fixed32, sfixed32 or float.
    case fixed32(UInt32)
  }

  /// The field's number in its message.
  package let number: Int
  /// What it holds.
  package let value: Value
  /// Where its key begins in the file.
  package let offset: Int

  /// The wire type in words.
  var kind: String {
    switch value {
    case .varint: "a varint"
    case .fixed64: "eight bytes"
    case .bytes: "a length and bytes"
    case .fixed32: "four bytes"
    }
  }
}
