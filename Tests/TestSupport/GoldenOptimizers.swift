public import InklingEngine

/// The optimiser that a golden's operation and arguments ask for, with PyTorch's names and defaults.
extension GoldenCase {
  public func optimizer(op name: String) throws -> any Optimizer {
    func rate(_ value: Double) throws -> Float { Float(try double("lr", default: value)) }
    let decay = Float(try double("weight_decay", default: name == "AdamW" ? 0.01 : 0))
    func epsilon(_ value: Double = 1e-8) throws -> Double { try double("eps", default: value) }
    switch name {
    case "SGD":
      return SGD(
        learningRate: try rate(1e-3), momentum: Float(try double("momentum", default: 0)),
        dampening: Float(try double("dampening", default: 0)), weightDecay: decay,
        nesterov: try bool("nesterov", default: false))
    case "Adam":
      return Adam(
        learningRate: try rate(1e-3), betas: try betas(), epsilon: try epsilon(), weightDecay: decay,
        amsgrad: try bool("amsgrad", default: false),
        decoupledWeightDecay: try bool("decoupled_weight_decay", default: false))
    case "AdamW":
      return AdamW(
        learningRate: try rate(1e-3), betas: try betas(), epsilon: try epsilon(), weightDecay: decay,
        amsgrad: try bool("amsgrad", default: false))
    case "NAdam":
      return NAdam(
        learningRate: try rate(2e-3), betas: try betas(), epsilon: try epsilon(), weightDecay: decay,
        momentumDecay: try double("momentum_decay", default: 4e-3),
        decoupledWeightDecay: try bool("decoupled_weight_decay", default: false))
    case "RMSprop":
      return RMSprop(
        learningRate: try rate(1e-2), alpha: try double("alpha", default: 0.99), epsilon: try epsilon(),
        weightDecay: decay, momentum: try double("momentum", default: 0), centered: try bool("centered", default: false)
      )
    case "Adagrad":
      return Adagrad(
        learningRate: try rate(1e-2), learningRateDecay: try double("lr_decay", default: 0), weightDecay: decay,
        initialAccumulatorValue: try double("initial_accumulator_value", default: 0), epsilon: try epsilon(1e-10))
    case "Adadelta":
      return Adadelta(
        learningRate: try rate(1), rho: try double("rho", default: 0.9), epsilon: try epsilon(1e-6), weightDecay: decay)
    default:
      throw GoldenError("golden \(self) asks for the optimiser \(name), which these tests do not know")
    }
  }

  private func betas() throws -> (Double, Double) {
    guard let pair = arguments["betas"] else { return (0.9, 0.999) }
    guard let betas = pair.doubles, betas.count == 2 else {
      throw GoldenError("attribute betas of golden \(self) is not two numbers but \(pair)")
    }
    return (betas[0], betas[1])
  }
}
