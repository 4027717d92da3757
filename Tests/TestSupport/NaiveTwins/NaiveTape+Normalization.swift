import InklingEngine

// The normalisation layers on a tape.
extension NaiveTape {
  /// - Parameter isFixed: whether the running statistics are used, as in predictions.
  public func batchNorm(_ x: Value, _ layer: String = "", eps: Double = 1e-5, isFixed: Bool = false) -> Value {
    let (input, twin, weight) = (self[x], NaiveBatchNorm(eps: eps), parameter(layer, "weight"))
    var (mean, variance) = twin.statistics(input)
    if isFixed {
      guard let runningMean = parameter(layer, "running_mean"), let runningVar = parameter(layer, "running_var") else {
        preconditionFailure("no running statistics of \(layer)")
      }
      (mean, variance) = (runningMean, runningVar)
    }
    let output = twin.forward(
      input, mean: mean, variance: variance, weight: weight, bias: parameter(layer, "bias"))
    return record(output, [x]) { [self, mean, variance] gradient in
      let gradients = twin.gradients(
        input, mean: mean, variance: variance, weight: weight, isFixed: isFixed, outputGradient: gradient)
      addGradient(gradients.weight, layer, "weight")
      addGradient(gradients.bias, layer, "bias")
      return [gradients.input]
    }
  }

  /// - Parameter parameterShape: [C] of a group normalisation; all but the batch of a layer normalisation.
  public func groupNorm(_ x: Value, _ layer: String = "", groups: Int, eps: Double, parameterShape: [Int]) -> Value {
    let (input, twin, weight) = (self[x], NaiveGroupNorm(groups: groups, eps: eps), parameter(layer, "weight"))
    return record(twin.forward(input, weight: weight, bias: parameter(layer, "bias")), [x]) { [self] gradient in
      let gradients = twin.gradients(
        input, weight: weight, parameterShape: parameterShape, outputGradient: gradient)
      addGradient(gradients.weight, layer, "weight")
      addGradient(gradients.bias, layer, "bias")
      return [gradients.input]
    }
  }

  /// The twin of one of the engine's normalisation layers; nil for another layer.
  func normalization(_ layer: any Layer, _ x: Value, _ name: String) -> Value? {
    switch layer {
    case let layer as BatchNorm2d: batchNorm(x, name, eps: Double(layer.eps))
    case let layer as BatchNorm1d: batchNorm(x, name, eps: Double(layer.eps))
    case let layer as GroupNorm:
      groupNorm(x, name, groups: layer.numGroups, eps: Double(layer.eps), parameterShape: [layer.numChannels])
    case let layer as LayerNorm:
      groupNorm(x, name, groups: 1, eps: Double(layer.eps), parameterShape: layer.normalizedShape.dimensions)
    default: nil
    }
  }
}
