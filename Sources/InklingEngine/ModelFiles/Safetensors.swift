/// A file of named tensors in the safetensors format, which PyTorch's ecosystem reads and writes.
///
/// The bytes are: the header's length (8 bytes, little-endian), a JSON header that gives each tensor's `dtype`, `shape`
/// and `data_offsets` (from the first byte after the header) and an optional `__metadata__` of strings, then the
/// tensors' values, little-endian and row-major. See https://github.com/huggingface/safetensors.
///
/// Reading accepts F64, F32, F16, BF16, BOOL and the signed and unsigned integers, and converts them to float32.
/// Writing is always F32 and deterministic: the same tensors and metadata give the same bytes.
public struct Safetensors: Sendable, Equatable {
  /// The tensors: in the order of the header when they were read.
  public var tensors: [NamedTensor]
  /// Free text by key, such as "format": "pt".
  public var metadata: [String: String]

  /// A file to be written, with the tensors in this order.
  public init(tensors: [NamedTensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The first tensor of that name, or nil.
  public subscript(name: String) -> NamedTensor? { tensors.first { $0.name == name } }
}
