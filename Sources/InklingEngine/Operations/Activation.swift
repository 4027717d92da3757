import InklingKernelInterface

/// Attributes that may be wrong by themselves.
protocol FallibleAttributes: OperationAttributes {
  /// As `OperationRule`'s.
  var fault: String? { get }
}

/// An elementwise activation function.
struct Activation: OperationRule {
  let function: ActivationFunction
  /// The function's numbers; see `ActivationFunction`.
  let alpha: Float
  let beta: Float
  let fault: String?

  init(_ function: ActivationFunction, _ attributes: (any FallibleAttributes)? = nil, alpha: Float = 0, beta: Float = 0)
  {
    self.function = function
    self.alpha = alpha
    self.beta = beta
    fault = attributes?.fault
  }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { inputs[0] }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let (kernels, input) = (builder.kernels, stage.inputs[0])
    let (function, alpha, beta) = (function, alpha, beta)
    let output = builder.buffer(input.count)
    builder.forward(stage.name, node: stage.node, reads: [input], writes: [output]) { plan in
      let (from, to, count) = (plan[input], plan[output], output.count)
      return {
        kernels.activate(
          ActivationWork(
            function: function, source: $0.address(from), target: $0.address(to), count: count, alpha: alpha,
            beta: beta))
      }
    }
    return LoweredStage(output: output) { gradient in
      guard stage.wantsGradient[0] else { return [nil] }
      let result = builder.owned(gradient, stage.name)
      let source = function.slopeReadsOutput ? output : input
      builder.backward("\(stage.name) input gradient", reads: [result, source], writes: [result]) { plan in
        let (from, to, count) = (plan[source], plan[result], result.count)
        return {
          kernels.activationGradient(
            ActivationWork(
              function: function, source: $0.address(from), target: $0.address(to), count: count, alpha: alpha,
              beta: beta))
        }
      }
      return [Gradient(buffer: result)]
    }
  }
}
