public import InklingEngine

// The layers on a tape.
extension NaiveTape {
  /// The layer's weight is the parameter "\(layer).weight"; a bias is added if there is one.
  public func convolution(
    _ x: Value, _ layer: String = "", _ twin: NaiveConvolution2d = NaiveConvolution2d()
  ) -> Value {
    let input = self[x]
    guard let weight = parameter(layer, "weight") else { preconditionFailure("no weight of \(layer)") }
    let output = twin.forward(input, weight: weight, bias: parameter(layer, "bias"))
    return record(output, [x]) { [self] gradient in
      let gradients = twin.gradients(input, weight: weight, outputGradient: gradient)
      addGradient(gradients.weight, layer, "weight")
      addGradient(gradients.bias, layer, "bias")
      return [gradients.input]
    }
  }

  public func linear(_ x: Value, _ layer: String = "") -> Value {
    let input = self[x]
    guard let weight = parameter(layer, "weight") else { preconditionFailure("no weight of \(layer)") }
    let output = NaiveLinear().forward(input, weight: weight, bias: parameter(layer, "bias"))
    return record(output, [x]) { [self] gradient in
      let gradients = NaiveLinear().gradients(input, weight: weight, outputGradient: gradient)
      addGradient(gradients.weight, layer, "weight")
      addGradient(gradients.bias, layer, "bias")
      return [gradients.input]
    }
  }

  public func relu(_ x: Value) -> Value {
    let input = self[x]
    return record(NaiveReLU().forward(input), [x]) { [NaiveReLU().inputGradient(input, outputGradient: $0)] }
  }

  public func maxPool(_ x: Value, _ windows: NaivePoolingWindows) -> Value {
    let input = self[x]
    let twin = NaiveMaxPool2d(windows)
    return record(twin.forward(input).output, [x]) { [twin.inputGradient(input, outputGradient: $0)] }
  }

  public func averagePool(_ x: Value, _ twin: NaiveAveragePool2d) -> Value {
    let input = self[x]
    return record(twin.forward(input), [x]) { [twin.inputGradient(inputShape: input.shape, outputGradient: $0)] }
  }

  public func flatten(_ x: Value) -> Value {
    let shape = self[x].shape
    let output = self[x].reshaped([shape[0], shape.dropFirst().reduce(1, *)])
    return record(output, [x]) { [$0.reshaped(shape)] }
  }

  public func add(_ summands: [Value]) -> Value {
    record(NaiveAdd().forward(summands.map { self[$0] }), summands) {
      NaiveAdd().inputGradients(count: summands.count, outputGradient: $0)
    }
  }

  public func concatenate(_ parts: [Value]) -> Value {
    let channels = parts.map { self[$0].shape[1] }
    return record(NaiveConcatenate().forward(parts.map { self[$0] }), parts) {
      NaiveConcatenate().inputGradients(channels: channels, outputGradient: $0)
    }
  }

  /// One of the engine's layers: `layer` is its name.
  public func callAsFunction(_ layer: any Layer, _ x: Value, _ name: String = "") -> Value {
    switch layer {
    case let layer as Conv2d: convolution(x, name, NaiveConvolution2d(layer))
    case is Linear: linear(x, name)
    case is ReLU: relu(x)
    case is Flatten: flatten(x)
    case let layer as MaxPool2d: maxPool(x, NaivePoolingWindows(layer))
    case let layer as AvgPool2d: averagePool(x, NaiveAveragePool2d(layer))
    default: other(layer, x, name)
    }
  }

  private func other(_ layer: any Layer, _ x: Value, _ name: String) -> Value {
    guard let value = normalization(layer, x, name) ?? activationLayer(layer, x, name) else {
      preconditionFailure("no twin of \(type(of: layer))")
    }
    return value
  }
}

extension NaiveConvolution2d {
  /// The twin of a layer.
  public init(_ layer: Conv2d) {
    self.init(
      stride: layer.stride.pair, padding: layer.padding.pair, dilation: layer.dilation.pair, groups: layer.groups)
  }
}

extension NaivePoolingWindows {
  public init(_ layer: MaxPool2d) {
    self.init(
      kernelSize: layer.kernelSize.pair, stride: layer.stride.pair, padding: layer.padding.pair,
      dilation: layer.dilation.pair, ceilMode: layer.ceilMode)
  }

  public init(_ layer: AvgPool2d) {
    self.init(
      kernelSize: layer.kernelSize.pair, stride: layer.stride.pair, padding: layer.padding.pair,
      ceilMode: layer.ceilMode)
  }
}

extension NaiveAveragePool2d {
  public init(_ layer: AvgPool2d) {
    self.init(
      NaivePoolingWindows(layer), countIncludePad: layer.countIncludePad, divisorOverride: layer.divisorOverride)
  }
}

extension Extent2d {
  fileprivate var pair: (Int, Int) { (height, width) }
}
