import InklingEngine

// Activations, softmax, adaptive pooling and dropout on a tape.
extension NaiveTape {
  public func activation(_ x: Value, _ twin: NaiveActivation) -> Value {
    let input = self[x]
    return record(twin.forward(input), [x]) { [twin.inputGradient(input, outputGradient: $0)] }
  }

  /// The slopes are the parameter "\(layer).weight": one a channel, or one.
  public func parametricReLU(_ x: Value, _ layer: String = "") -> Value {
    let input = self[x]
    guard let weight = parameter(layer, "weight") else { preconditionFailure("no weight of \(layer)") }
    let plane = input.shape.dropFirst(2).reduce(1, *)
    func slope(_ place: Int) -> Int { weight.values.count == 1 ? 0 : place / plane % input.shape[1] }
    let values = input.values.indices.map { place in
      input.values[place] > 0 ? input.values[place] : weight.values[slope(place)] * input.values[place]
    }
    return record(NaiveTensor(shape: input.shape, values: values), [x]) { [self] gradient in
      var inputGradient = gradient
      var weightGradient = NaiveTensor(shape: weight.shape)
      for place in input.values.indices where input.values[place] <= 0 {
        inputGradient.values[place] *= weight.values[slope(place)]
        weightGradient.values[slope(place)] += gradient.values[place] * input.values[place]
      }
      addGradient(weightGradient, layer, "weight")
      return [inputGradient]
    }
  }

  /// Along PyTorch's dimension `dim` of [N, ...].
  public func softmax(_ x: Value, dim: Int, isLogarithmic: Bool) -> Value {
    let input = self[x]
    let axis = dim < 0 ? input.shape.count + dim : dim
    let rows = input.movingAxisLast(axis)
    let twin = NaiveSoftmax()
    let probabilities = twin.forward(rows)
    let output = isLogarithmic ? twin.logarithm(rows) : probabilities
    return record(output.movingLastAxis(to: axis, of: input.shape), [x]) { gradient in
      let gradientRows = gradient.movingAxisLast(axis)
      var result = isLogarithmic ? gradientRows : twin.inputGradient(rows, outputGradient: gradientRows)
      if isLogarithmic {
        for row in rows.rows {
          let sum = row.reduce(0) { $0 + gradientRows.values[$1] }
          for place in row { result.values[place] -= probabilities.values[place] * sum }
        }
      }
      return [result.movingLastAxis(to: axis, of: input.shape)]
    }
  }

  public func adaptivePool(_ x: Value, _ twin: NaiveAdaptivePool2d) -> Value {
    let input = self[x]
    return record(twin.forward(input), [x]) { [twin.inputGradient(input, outputGradient: $0)] }
  }

  public func dropout(_ x: Value, _ twin: NaiveDropout) -> Value {
    record(twin.forward(self[x]), [x]) { [twin.forward($0)] }
  }

  /// The layers of this file; nil for another.
  func activationLayer(_ layer: any Layer, _ x: Value, _ name: String) -> Value? {
    if let twin = NaiveActivation(layer) { return activation(x, twin) }
    let size = (self[x].shape.count > 2 ? self[x].shape[2] : 1, self[x].shape.last ?? 1)
    switch layer {
    case is PReLU: return parametricReLU(x, name)
    case let layer as Softmax: return softmax(x, dim: layer.dim, isLogarithmic: false)
    case let layer as LogSoftmax: return softmax(x, dim: layer.dim, isLogarithmic: true)
    case let layer as AdaptiveAvgPool2d:
      return adaptivePool(x, NaiveAdaptivePool2d(outputSize: (layer.height ?? size.0, layer.width ?? size.1)))
    case let layer as AdaptiveMaxPool2d:
      return adaptivePool(
        x, NaiveAdaptivePool2d(outputSize: (layer.height ?? size.0, layer.width ?? size.1), isMaximum: true))
    default: return nil
    }
  }
}

extension NaiveTensor {
  /// The places of this tensor in the order in which `axis` is the last.
  private static func order(_ axis: Int, _ shape: [Int]) -> [Int] {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    return (0..<outer).flatMap { o in
      (0..<inner).flatMap { i in (0..<shape[axis]).map { (o * shape[axis] + $0) * inner + i } }
    }
  }

  /// Rows along `axis`: [everything else, that axis].
  func movingAxisLast(_ axis: Int) -> NaiveTensor {
    NaiveTensor(
      shape: [values.count / shape[axis], shape[axis]], values: Self.order(axis, shape).map { values[$0] })
  }

  func movingLastAxis(to axis: Int, of shape: [Int]) -> NaiveTensor {
    var result = NaiveTensor(shape: shape)
    for (from, to) in Self.order(axis, shape).enumerated() { result.values[to] = values[from] }
    return result
  }
}
