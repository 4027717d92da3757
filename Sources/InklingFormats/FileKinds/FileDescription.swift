/// What is in a file, without its numbers: what `inkling inspect --json` prints.
public struct FileDescription: Codable, Sendable, Equatable {
  /// A tensor, an array or a parameter.
  public struct Tensor: Codable, Sendable, Equatable {
    /// Its name in the file.
    public var name: String
    /// The type of its numbers, by safetensors' names ("F32") where they have one.
    public var dtype: String
    /// The dimensions; [] for a scalar.
    public var shape: [Int]

    /// One tensor.
    public init(name: String, dtype: String, shape: [Int]) {
      (self.name, self.dtype, self.shape) = (name, dtype, shape)
    }

    /// An array's.
    public init(_ array: NamedArray) {
      self.init(name: array.name, dtype: array.elementType.rawValue, shape: array.shape)
    }
  }

  /// What a reader of a format says of a file.
  public struct Contents: Sendable, Equatable {
    /// The tensors in the file's order.
    public var tensors: [Tensor]
    /// What else it says, by key.
    public var metadata: [String: String]

    /// What is wrong with it although it can be read, in a few words; nil for nothing.
    public var fault: String?

    /// Tensors and metadata, and what is wrong.
    public init(tensors: [Tensor] = [], metadata: [String: String] = [:], fault: String? = nil) {
      (self.tensors, self.metadata, self.fault) = (tensors, metadata, fault)
    }
  }

  /// The format's name: `FileKind`'s raw value, or a more particular one.
  public var format: String
  /// The tensors in the file's order.
  public var tensors: [Tensor]
  /// What else it says, by key.
  public var metadata: [String: String]
  /// The SHA-256 digest of the whole file, in hexadecimal digits.
  public var sha256: String
  /// What is wrong with the file although it can be read, in a few words; nil for nothing. It is no part of the JSON.
  public var fault: String?

  private enum CodingKeys: String, CodingKey { case format, tensors, metadata, sha256 }

  /// A description from its parts.
  public init(format: String, contents: Contents, sha256: String) {
    (self.format, self.sha256) = (format, sha256)
    (tensors, metadata, fault) = (contents.tensors, contents.metadata, contents.fault)
  }
}
