public import InklingEngine

/// The classic network (LeCun et al., 1998, with ReLU and max pooling) from the naive twins, in Double:
///
///     conv1 - ReLU - pool 2 - conv2 - ReLU - pool 2 - flatten - fc1 - ReLU - fc2 - ReLU - fc3
///
/// The sizes are those of the weights; the classic ones are in `classicShapes`.
public struct ReferenceNetwork: Sendable {
  /// By PyTorch's names: "conv1.weight", "conv1.bias", ...
  public var parameters: [String: NaiveTensor]

  public static let classicShapes: [String: [Int]] = [
    "conv1.weight": [6, 1, 5, 5], "conv1.bias": [6], "conv2.weight": [16, 6, 5, 5], "conv2.bias": [16],
    "fc1.weight": [120, 256], "fc1.bias": [120], "fc2.weight": [84, 120], "fc2.bias": [84],
    "fc3.weight": [10, 84], "fc3.bias": [10],
  ]

  public init(_ parameters: [NamedTensor]) {
    self.parameters = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, NaiveTensor($0)) })
  }

  public init(parameters: [String: NaiveTensor]) { self.parameters = parameters }

  /// Logits [N, classes] of images [N, C, H, W].
  public func logits(_ images: NaiveTensor) -> NaiveTensor { activations(images).logits }

  /// The mean cross entropy over the batch.
  public func loss(_ images: NaiveTensor, labels: [Int]) -> Double {
    NaiveCrossEntropy().loss(logits(images), labels: labels)
  }

  /// The loss, and its gradients by all parameters under the parameters' names.
  public func lossAndGradients(
    _ images: NaiveTensor, labels: [Int]
  ) -> (loss: Double, gradients: [String: NaiveTensor]) {
    let x = activations(images)
    var gradients: [String: NaiveTensor] = [:]
    var gradient = NaiveCrossEntropy().gradient(x.logits, labels: labels)
    for (index, name) in ["fc3", "fc2", "fc1"].enumerated() {
      let layer = NaiveLinear().gradients(x.linear[2 - index], weight: weight(name), outputGradient: gradient)
      gradients["\(name).weight"] = layer.weight
      gradients["\(name).bias"] = layer.bias
      gradient = layer.input
      if name != "fc1" { gradient = NaiveReLU().inputGradient(x.beforeReLU[1 - index], outputGradient: gradient) }
    }
    for (index, name) in ["conv2", "conv1"].enumerated() {
      let stage = x.convolutions[1 - index]
      gradient = Self.pool.inputGradient(stage.activated, outputGradient: gradient.reshaped(stage.pooledShape))
      gradient = NaiveReLU().inputGradient(stage.output, outputGradient: gradient)
      let layer = NaiveConvolution2d().gradients(stage.input, weight: weight(name), outputGradient: gradient)
      gradients["\(name).weight"] = layer.weight
      gradients["\(name).bias"] = layer.bias
      gradient = layer.input
    }
    return (NaiveCrossEntropy().loss(x.logits, labels: labels), gradients)
  }

  /// One optimizer like `optimizer` for each parameter.
  public func optimizers(_ optimizer: NaiveSGD) -> [String: NaiveSGD] { parameters.mapValues { _ in optimizer } }

  /// One training step on a batch; the loss before it.
  public mutating func step(
    _ images: NaiveTensor, labels: [Int], optimizers: inout [String: NaiveSGD]
  ) -> Double {
    let (loss, gradients) = lossAndGradients(images, labels: labels)
    for (name, gradient) in gradients {
      optimizers[name]?.step(&parameters[name]!.values, gradient: gradient.values)
    }
    return loss
  }

  private static let pool = NaiveMaxPool2d(NaivePoolingWindows(kernelSize: (2, 2)))

  private func weight(_ layer: String) -> NaiveTensor { parameters["\(layer).weight"]! }

  private func bias(_ layer: String) -> NaiveTensor { parameters["\(layer).bias"]! }
}

// MARK: - Forward

extension ReferenceNetwork {
  /// What the backward pass needs again.
  private struct Activations {
    struct Convolution {
      let input, output, activated: NaiveTensor
      let pooledShape: [Int]
    }
    var convolutions: [Convolution] = []
    /// The inputs of fc1, fc2 and fc3.
    var linear: [NaiveTensor] = []
    /// The outputs of fc1 and fc2.
    var beforeReLU: [NaiveTensor] = []
    var logits = NaiveTensor(shape: [0])
  }

  private func activations(_ images: NaiveTensor) -> Activations {
    var result = Activations()
    var x = images
    for name in ["conv1", "conv2"] {
      let output = NaiveConvolution2d().forward(x, weight: weight(name), bias: bias(name))
      let activated = NaiveReLU().forward(output)
      let pooled = Self.pool.forward(activated).output
      result.convolutions.append(.init(input: x, output: output, activated: activated, pooledShape: pooled.shape))
      x = pooled
    }
    x = x.reshaped([x.shape[0], x.shape.dropFirst().reduce(1, *)])
    for name in ["fc1", "fc2"] {
      result.linear.append(x)
      result.beforeReLU.append(NaiveLinear().forward(x, weight: weight(name), bias: bias(name)))
      x = NaiveReLU().forward(result.beforeReLU.last ?? x)
    }
    result.linear.append(x)
    result.logits = NaiveLinear().forward(x, weight: weight("fc3"), bias: bias("fc3"))
    return result
  }
}
