import InklingFiles

extension Graph {
  /// A value that the model gives.
  public struct Output: Sendable, Hashable, Codable {
    /// What the output of a model with no other is called.
    public static let only = "output"

    /// What it is called.
    public var name: String
    /// The node whose value it is.
    public var node: Int

    /// The value of this node, by this name.
    public init(name: String, node: Int) {
      self.name = name
      self.node = node
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case name, node }

    /// - Throws: `DecodingError` for a key that is missing, unknown or of another type.
    public init(from decoder: any Decoder) throws {
      try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        name: try container.decode(String.self, forKey: .name), node: try container.decode(Int.self, forKey: .node))
    }
  }

  /// Numbers of all outputs together.
  public var outputWidth: Int { outputs.reduce(0) { $0 + shapes[$1.node].count } }

  /// The shape of the output of this name, without the batch; nil for a name that no output has.
  public func outputShape(named name: String) -> Shape? {
    outputs.first { $0.name == name }.map { shapes[$0.node] }
  }
}

/// A model with several outputs, such as a digit and how large it is. A model with one is a `Layer`.
///
///     struct DigitAndSize: BranchingModel {
///       let body = Linear(784, 32), digit = Linear(32, 10), size = Linear(32, 1)
///       func callAsFunction(_ x: Tensor) -> [NamedTensorOutput] {
///         let features = body(x.flattened()).relu()
///         return [NamedTensorOutput("digit", digit(features)), NamedTensorOutput("size", size(features))]
///       }
///     }
public protocol BranchingModel: Sendable {
  /// Records the model on an input, and names its outputs.
  func callAsFunction(_ x: Tensor) -> [NamedTensorOutput]
}

/// An output of a model while it is traced.
public struct NamedTensorOutput {
  /// What it is called.
  public let name: String
  /// The value.
  public let tensor: Tensor

  /// A value with its name.
  public init(_ name: String, _ tensor: Tensor) {
    self.name = name
    self.tensor = tensor
  }
}
