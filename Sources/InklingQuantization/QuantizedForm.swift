/// What a value's elements are while a quantised model runs.
enum QuantizedForm: Sendable, Equatable {
  case bytes(QuantizationRange)
  case numbers

  init(_ range: QuantizationRange?) {
    if let range { self = .bytes(range) } else { self = .numbers }
  }

  /// The range of bytes.
  var range: QuantizationRange? {
    if case .bytes(let range) = self { range } else { nil }
  }

  /// Bytes of an element: of sixteen images.
  var elementBytes: Int { self == .numbers ? 64 : 16 }
}

/// The memory of one value, or of what a layer works in.
struct QuantizedSlot: Sendable {
  var form: QuantizedForm
  var elements: Int
  /// Bytes from the start of a thread's memory.
  var offset = 0

  var bytes: Int { (elements * form.elementBytes + 63) / 64 * 64 }
}
