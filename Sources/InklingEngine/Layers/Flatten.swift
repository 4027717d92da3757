/// All elements as features; PyTorch's `nn.Flatten`. It costs nothing: elements already lie in that order.
struct Flattening: OperationRule {
  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { Shape(inputs[0].count) }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    LoweredStage(output: stage.inputs[0]) { [$0] }
  }
}

/// All elements as features, as PyTorch's `nn.Flatten`.
public struct Flatten: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The tensor as a vector, in [C, H, W] order.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.flatten, [x], identity: identity) }
}

extension LayerSpecification {
  /// All elements as features.
  public static let flatten = LayerSpecification(.flatten)
}

extension LayerSpecification.Kind {
  /// All elements as features; a linear layer needs them.
  public static let flatten = Self(FlattenForm())
}

extension LayerWord {
  static let flatten = LayerWord("flatten") { _ in FlattenForm() }
}

private struct FlattenForm: LayerForm {
  var word: String { LayerWord.flatten.word }

  func make(for shape: Shape, classes: Int) -> any Layer { Flatten() }
}
