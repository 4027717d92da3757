public import InklingEngine

/// One operation of a network at work on an image.
public struct ExplanationStep: Sendable, Equatable {
  /// The layer's path in the model ("conv1"), or the operation's name; as in `Graph.activationNames`.
  public var name: String
  /// The operation, by PyTorch's class where there is one: "Conv2d".
  public var operation: String
  /// What it does, in words, with its attributes.
  public var sentence: String
  /// The formula, a line each, with the attributes put in: "y[o,p,q] = b[o] + Σ i,u,v  w[o,i,u,v] · x[i, p+u, q+v]".
  public var formulas: [String]
  /// The nodes whose values it reads.
  public var sources: [String]
  /// The shapes of those values.
  public var inputShapes: [Shape]
  /// The shape of the result.
  public var outputShape: Shape
  /// The smallest and the largest number of the result.
  public var range: ClosedRange<Float>
  /// The result as pictures: of images its channels, of features one row.
  public var maps: FeatureMaps
  /// Of a maximum: what was kept of the channel in which the first example lies.
  public var kept: FeatureMaps?
  /// Places of the result, written out; the first is the one with the largest result. Empty where the numbers are too many.
  public var examples: [WorkedExample]
  /// Why there are no examples, or not all; nil where all are there.
  public var remark: String?

  /// A step of these parts.
  public init(
    name: String, operation: String, sentence: String, formulas: [String], sources: [String], inputShapes: [Shape],
    outputShape: Shape, range: ClosedRange<Float>, maps: FeatureMaps, kept: FeatureMaps? = nil,
    examples: [WorkedExample], remark: String? = nil
  ) {
    self.name = name
    self.operation = operation
    self.sentence = sentence
    self.formulas = formulas
    self.sources = sources
    self.inputShapes = inputShapes
    self.outputShape = outputShape
    self.range = range
    self.maps = maps
    self.kept = kept
    self.examples = examples
    self.remark = remark
  }
}
