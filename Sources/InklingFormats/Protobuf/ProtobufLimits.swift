/// What a reader of Protocol Buffers accepts at most. What a file of a few bytes can ask for is bounded by these.
package struct ProtobufLimits: Sendable {
  /// How deep messages may lie in messages.
  package var depth = 32
  /// How many fields, in all messages together, and numbers of packed lists of varints, each of which a byte can ask for.
  package var fields = 1 << 26
  /// The longest text in bytes.
  package var text = 1 << 20

  package init() {}
}

/// What is left of a file's fields; one for all readers of a file.
final class ProtobufAllowance {
  var fields: Int

  init(fields: Int) { self.fields = fields }
}
