extension Activate {
  static func leakyReLU(_ negativeSlope: Float) -> Activate {
    Activate(name: "LeakyReLU", function: .leakyReLU, alpha: negativeSlope)
  }

  static func elu(_ alpha: Float) -> Activate { Activate(name: "ELU", function: .elu, alpha: alpha) }

  static func gelu(_ approximation: GELUApproximation) -> Activate {
    Activate(name: "GELU", function: approximation == .none ? .gelu : .geluTanh)
  }

  static let silu = Activate(name: "SiLU", function: .silu)
  static let sigmoid = Activate(name: "Sigmoid", function: .sigmoid)
  static let tanh = Activate(name: "Tanh", function: .tanh)
  static let hardswish = Activate(name: "Hardswish", function: .hardswish)
  static let hardsigmoid = Activate(name: "Hardsigmoid", function: .hardsigmoid)

  static func softplus(_ beta: Float, _ threshold: Float) -> Activate {
    Activate(name: "Softplus", function: .softplus, alpha: beta, beta: threshold)
  }
}

extension GraphTracer {
  func record(_ activation: Activate, _ inputs: [Tensor], _ identity: LayerIdentity? = nil) -> Tensor {
    record(activation as any Operation, inputs, identity: identity)
  }
}
