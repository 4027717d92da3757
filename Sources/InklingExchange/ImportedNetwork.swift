public import InklingEngine
package import InklingFormats
public import InklingTraining

/// A network that another program's file described: what can be run and trained here.
public struct ImportedNetwork: Sendable {
  /// The network.
  public var graph: Graph
  /// Its parameters and running statistics, by the graph's names.
  public var parameters: [NamedTensor]
  /// The names of the classes, where the file has them.
  public var classNames: [String]?
  /// What turns a pixel's byte into the graph's input, where the file says so.
  public var normalization: Normalization?
  /// What a person should know, each in one sentence.
  public var notes: [String]
  /// Whether the normalisation stands beside the network, of bytes, and is no part of what the file itself computes.
  public var isNormalizationNoted: Bool
  /// What the file's maker says of it; nil where the file does not.
  public var card: String?
  /// What it has learned, where the file says so: telling classes apart unless it reads texts.
  public var task: TaskRecipe
  /// What an export of Inkling's noted beside the network.
  package var input: InputDescription?
  /// Whether its input is the pixels' bytes themselves, whatever it makes of them.
  package var takesBytes = false
  /// The bytes of a quantised network, as `QuantizedModel.arrays` has them; nil for one in float32.
  package var quantizedArrays: [NamedArray]?
  /// How they were made, where the file says so.
  package var quantization: QuantizationRecord?

  /// A network, with what is known beside it.
  public init(
    graph: Graph, parameters: [NamedTensor], classNames: [String]? = nil, normalization: Normalization? = nil,
    notes: [String] = [], isNormalizationNoted: Bool = false, card: String? = nil, task: TaskRecipe = .classify
  ) {
    self.graph = graph
    self.parameters = parameters
    self.classNames = classNames
    self.normalization = normalization
    self.notes = notes
    self.isNormalizationNoted = isNormalizationNoted
    self.card = card
    self.task = task
  }
}
