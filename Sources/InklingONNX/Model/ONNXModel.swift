/// An ONNX model as plain values: what `ModelProto` of the format says, without what only its authors' tools use.
///
/// A value is checked when it is read, written or run (`check()`), not while it is put together. Not kept: the shapes that
/// tools noted for values within the graph, notes on quantisation and training.
///
/// https://github.com/onnx/onnx/blob/main/docs/IR.md
public struct ONNXModel: Sendable, Equatable {
  /// A line of the model's metadata.
  public struct Entry: Sendable, Equatable {
    /// Its name.
    public var key: String
    /// Its text.
    public var value: String

    /// A line of the model's metadata.
    public init(key: String, value: String) { (self.key, self.value) = (key, value) }
  }

  /// The operator sets that are run: 11 and 12 are those of older text readers.
  public static let operatorSets = 11...28
  /// The versions of the format itself.
  public static let formatVersions: ClosedRange<Int64> = 3...14

  /// The version of the format (`ir_version`).
  public var formatVersion: Int64
  /// The program that wrote it.
  public var producerName: String
  /// That program's version.
  public var producerVersion: String
  /// The model's own name space, as "com.example".
  public var domain: String
  /// The model's own version.
  public var modelVersion: Int64
  /// What it is, for people (`doc_string`).
  public var documentation: String
  /// The version of the ONNX operators (`opset_import` of the empty domain).
  public var operatorSet: Int
  /// The operator sets of other domains, by domain.
  public var otherOperatorSets: [String: Int64]
  /// Whatever else is said of the model, in the file's order (`metadata_props`).
  public var metadata: [Entry]
  /// What it computes.
  public var graph: ONNXGraph

  /// A model; the defaults are what a writer of today says.
  public init(
    graph: ONNXGraph, operatorSet: Int = 17, formatVersion: Int64 = 8, producerName: String = "",
    producerVersion: String = "", domain: String = "", modelVersion: Int64 = 0, documentation: String = "",
    otherOperatorSets: [String: Int64] = [:], metadata: [Entry] = []
  ) {
    (self.graph, self.operatorSet, self.formatVersion) = (graph, operatorSet, formatVersion)
    (self.producerName, self.producerVersion, self.domain) = (producerName, producerVersion, domain)
    (self.modelVersion, self.documentation, self.metadata) = (modelVersion, documentation, metadata)
    self.otherOperatorSets = otherOperatorSets
  }
}
