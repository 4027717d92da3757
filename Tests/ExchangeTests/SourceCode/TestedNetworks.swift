import InklingEngine
import InklingExchange

/// Networks that together have every operation, none of their options at its default alone.
enum TestedNetworks {
  /// All have as many outputs.
  static let outputs = 5

  static func graphs() throws -> [Graph] {
    [
      try Graph(tracing: Branches(), input: [2, 12, 10]), try Graph(tracing: Windows(), input: [3, 11, 9]),
      try Graph(tracing: LeNet(input: [1, 20, 20], classes: 5), input: [1, 20, 20]),
    ]
  }

  /// Groups, dilation, padding, foldable and other normalisations, branches, a value read again after a rectifier.
  struct Branches: Layer {
    let conv = Conv2d(
      2, 6, kernelSize: Extent2d(3, 2), stride: Extent2d(1, 2), padding: Extent2d(1, 2), dilation: Extent2d(1, 2),
      groups: 2, bias: false)
    let bn = BatchNorm2d(6, eps: 1e-3)
    let group = GroupNorm(3, 6, eps: 1e-4)
    let maxPool = MaxPool2d(3, stride: 2, padding: 1, ceilMode: true)
    let averagePool = AvgPool2d(
      Extent2d(2, 3), stride: Extent2d(2, 1), padding: 1, ceilMode: true, countIncludePad: false)
    let divided = AvgPool2d(2, stride: 1, divisorOverride: 3)
    let mean = AdaptiveAvgPool2d(Extent2d(2, 3))
    let largest = AdaptiveMaxPool2d(height: 2, width: 3)
    let prelu = PReLU(6, initial: 0.1)
    let drop = Dropout2d(0.2)
    let norm = LayerNorm([12, 2, 3], eps: 1e-4, bias: false)
    let fc1 = Linear(72, 24, bias: false)
    let bn1 = BatchNorm1d(24, eps: 1e-2, affine: false)
    let dropout = Dropout(0.3)
    let fc2 = Linear(24, 5)

    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = relu(bn(conv(x)))
      let z = divided(averagePool(maxPool(y)))
      let left = mean(leakyReLU(prelu(group(z)), negativeSlope: 0.2))
      let right = largest(drop(elu(z, alpha: 0.5) + hardswish(z)))
      let features = fc1(norm(concatenate([left, right])).flattened())
      let a = gelu(softplus(dropout(bn1(features)), beta: 2, threshold: 10), approximate: .tanh)
      let b = silu(sigmoid(hardsigmoid(tanh(features))))
      return logSoftmax(fc2(softmax(a + b, dim: -1)))
    }
  }

  /// A normalised input, dilated and padded pooling, softmax over channels and rows, channels of their own, a sum with
  /// itself.
  struct Windows: Layer {
    let first = BatchNorm2d(3)
    let conv = Conv2d(3, 4, kernelSize: 3, stride: 2, padding: 4, dilation: 3)
    let bn = BatchNorm2d(4, affine: false)
    let wider = Conv2d(4, 4, kernelSize: Extent2d(1, 3), padding: Extent2d(0, 1))
    let pad = ConstantPad2d(left: 2, right: -1, top: -1, bottom: 1, value: 0.5)
    let clip = Hardtanh(-1.5, 1.25)
    let higher = Conv2d(4, 4, kernelSize: Extent2d(3, 1), padding: Extent2d(2, 0), groups: 4)
    let maxPool = MaxPool2d(Extent2d(2, 3), stride: Extent2d(1, 2), padding: Extent2d(1, 1), dilation: Extent2d(2, 1))
    let averagePool = AvgPool2d(3, stride: 2, padding: 1, ceilMode: true)
    let wide = AdaptiveMaxPool2d(height: nil, width: 4)
    let group = GroupNorm(2, 4, affine: false)
    let layer = LayerNorm([4, 1, 1], elementwiseAffine: false)
    let prelu = PReLU()
    let fc = Linear(4, 5)
    let bn1 = BatchNorm1d(5)

    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = bn(conv(first(x)))
      let z = relu(y) + gelu(y)
      let twice = clip(higher(pad(wider(z))))
      let pooled = averagePool(wide(maxPool(twice + twice)))
      let shares = softmax(pooled, dim: 3) + logSoftmax(group(pooled), dim: 2) + softmax(pooled)
      let mean = AdaptiveAvgPool2d(1)(prelu(leakyReLU(shares)))
      return bn1(fc(layer(mean).flattened()))
    }
  }

  /// A small convolution and a linear layer, for what needs no more.
  static func small() throws -> Graph {
    try Graph(tracing: Sequential(Conv2d(1, 3, kernelSize: 3), ReLU(), Flatten(), Linear(48, 5)), input: [1, 6, 6])
  }

  /// Numbers without meaning, the same everywhere.
  struct Numbers {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func bits() -> UInt32 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt32(truncatingIfNeeded: state >> 33)
    }

    /// In -1 ..< 1.
    mutating func number() -> Float { Float(bits() & 0xFFFFFF) / 8_388_608 - 1 }
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: bits() >> 8) } }
  }

  /// Weights that keep the values' size from layer to layer; variances that are positive.
  static func parameters(_ graph: Graph, seed: UInt64) -> [NamedTensor] {
    var numbers = Numbers(seed: seed)
    return graph.parameters.map { parameter in
      let fan = parameter.shape.dropFirst().reduce(1, *)
      let scale = parameter.shape.count > 1 ? 1.7 / Float(fan).squareRoot() : 0.5
      let base: Float = parameter.name.hasSuffix("var") ? 1 : 0
      return NamedTensor(
        name: parameter.name, shape: parameter.shape,
        values: (0..<parameter.count).map { _ in base + scale * numbers.number() })
    }
  }

  static func normalization(_ graph: Graph) -> Normalization {
    let channels = 0..<graph.inputShape.channels
    return Normalization(
      scale: channels.map { 1 / (255 * (0.3 + 0.05 * Float($0))) }, shift: channels.map { -0.4 - 0.1 * Float($0) })
  }

  /// Random images with the engine's answers.
  static func answers(
    _ graph: Graph, _ parameters: [NamedTensor], count: Int, seed: UInt64
  ) throws -> [(pixels: [UInt8], logits: [Float])] {
    var numbers = Numbers(seed: seed)
    let session = try InferenceSession(
      graph, parameters: parameters, normalization: normalization(graph), threads: 1)
    return (0..<count).map { _ in
      let pixels = numbers.bytes(graph.inputShape.count)
      return (pixels, session.logits(images: pixels))
    }
  }

  static func export(_ graph: Graph, golden: Int = 8, title: String = "Tested", card: String = "") throws
    -> SourceExport
  {
    let parameters = parameters(graph, seed: 5)
    return SourceExport(
      graph: graph, parameters: parameters, normalization: normalization(graph),
      classNames: (0..<graph.outputShape.count).map { "class \($0)" },
      golden: try answers(graph, parameters, count: golden, seed: 9), title: title, card: card)
  }
}
