public import InklingEngine

/// The naive, readable version of a layer or model, in Double: what the fast one must agree with.
public struct LayerTwin: Sendable {
  public struct Pass: Sendable {
    public var output: NaiveTensor
    public var inputGradient: NaiveTensor
    /// By PyTorch's names.
    public var parameterGradients: [String: NaiveTensor]
  }

  /// From images `[N, ...]`, the parameters by name and the gradient by the output (nil: forward alone, the gradients
  /// are then zero).
  public var pass: @Sendable (NaiveTensor, [String: NaiveTensor], NaiveTensor?) -> Pass

  public init(pass: @escaping @Sendable (NaiveTensor, [String: NaiveTensor], NaiveTensor?) -> Pass) { self.pass = pass }

  /// A model written on a tape.
  public init(_ model: @escaping @Sendable (NaiveTape, NaiveTape.Value) -> NaiveTape.Value) {
    self.init { images, parameters, outputGradient in
      let tape = NaiveTape(parameters: parameters)
      let x = tape.input(images)
      let y = model(tape, x)
      guard let outputGradient else {
        return Pass(output: tape[y], inputGradient: NaiveTensor(shape: images.shape), parameterGradients: [:])
      }
      let gradients = tape.gradients(of: y, outputGradient, by: x)
      return Pass(output: tape[y], inputGradient: gradients.input, parameterGradients: gradients.parameters)
    }
  }

  /// The twin of `Sequential(layers)`.
  public init(_ layers: [any Layer]) {
    self.init { tape, x in layers.enumerated().reduce(x) { tape($1.element, $0, "\($1.offset)") } }
  }
}
