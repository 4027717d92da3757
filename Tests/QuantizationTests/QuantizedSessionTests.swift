import InklingEngine
import InklingQuantization
import Testing

/// The kernels, on every instruction set of the machine, against plain loops: not one bit differs.
struct QuantizedSessionTests {
  /// Numbers without meaning, the same everywhere.
  private struct Numbers {
    var state: UInt64

    mutating func bits() -> UInt32 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt32(truncatingIfNeeded: state >> 33)
    }

    mutating func number() -> Float { Float(bits() & 0xFFFFFF) / 8_388_608 - 1 }
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: bits() >> 8) } }
  }

  private func quantized(_ graph: Graph, seed: UInt64) throws -> QuantizedModel {
    var numbers = Numbers(state: seed)
    let parameters = graph.parameters.map { parameter in
      NamedTensor(
        name: parameter.name, shape: parameter.shape, values: (0..<parameter.count).map { _ in numbers.number() })
    }
    let channels = 0..<graph.inputShape.channels
    let normalization = Normalization(
      scale: channels.map { 1 / (100 + 9 * Float($0)) }, shift: channels.map { -0.4 - 0.3 * Float($0) })
    return try QuantizedModel(
      graph, parameters: parameters, normalization: normalization,
      calibratedOn: numbers.bytes(20 * graph.inputShape.count))
  }

  private func compare(_ graph: Graph, seed: UInt64, images: Int = 19) throws {
    let model = try quantized(graph, seed: seed)
    var numbers = Numbers(state: seed + 1)
    let pixels = numbers.bytes(images * graph.inputShape.count)
    let naive = NaiveQuantizedNetwork(model: model)
    let size = graph.inputShape.count
    let expected = (0..<images).flatMap { naive.logits(Array(pixels[$0 * size..<($0 + 1) * size])) }
    for set in InstructionSet.available {
      for threads in [1, 2] {
        let session = try QuantizedSession(model, threads: threads, instructionSet: set)
        #expect(session.logits(images: pixels) == expected, "\(graph.inputShape) with \(set), seed \(seed)")
      }
    }
  }

  /// Every number of channels that is left over, kernels that do not fit its columns, strides, dilations, groups.
  @Test func convolutionsAreExact() throws {
    var seed: UInt64 = 1
    for channels in [1, 2, 3, 4, 5, 6, 7, 9] {
      for outputs in [1, 5, 6, 7, 13] {
        seed += 1
        try compare(
          Graph(tracing: Conv2d(channels, outputs, kernelSize: 3), input: [channels, 7, 6]), seed: seed, images: 17)
      }
    }
    for (kernel, stride, padding, dilation) in [
      (Extent2d(1, 5), Extent2d(1, 2), Extent2d(0, 2), Extent2d(1, 1)),
      (Extent2d(5, 2), Extent2d(2, 1), Extent2d(3, 1), Extent2d(1, 2)),
      (Extent2d(3, 4), Extent2d(3, 3), Extent2d(1, 1), Extent2d(2, 1)),
    ] {
      for (channels, outputs, groups) in [(2, 3, 1), (6, 12, 6), (6, 4, 2), (8, 8, 1)] {
        seed += 1
        try compare(
          Graph(
            tracing: Conv2d(
              channels, outputs, kernelSize: kernel, stride: stride, padding: padding, dilation: dilation,
              groups: groups),
            input: [channels, 9, 11]), seed: seed)
      }
    }
  }

  @Test func linearLayersAreExact() throws {
    for (inputs, outputs) in [(1, 1), (2, 3), (3, 12), (5, 13), (64, 25), (255, 10)] {
      try compare(
        Graph(tracing: Sequential(Flatten(), Linear(inputs, outputs)), input: [1, 1, inputs]), seed: UInt64(inputs))
    }
  }

  /// Bytes between the layers: rectified or not, pooled by the kernel, beside it, and in windows that overlap.
  @Test func whatBecomesOfSumsIsExact() throws {
    try compare(
      Graph(
        tracing: Sequential(
          Conv2d(1, 6, kernelSize: 5), ReLU(), MaxPool2d(2), Conv2d(6, 16, kernelSize: 3), ReLU(), MaxPool2d(2),
          Flatten(), Linear(16 * 4 * 4, 20), ReLU(), Linear(20, 10)), input: [1, 24, 24]), seed: 3)
    try compare(
      Graph(
        tracing: Sequential(
          Conv2d(3, 5, kernelSize: 3, padding: 1), MaxPool2d(2), Conv2d(5, 7, kernelSize: 2), MaxPool2d(3, stride: 2),
          Flatten(), Linear(7 * 2 * 1, 4)), input: [3, 12, 9]), seed: 4)
  }

  /// The largest sums that bytes give: 32,768 products of 255 and 127, where 16 bits would saturate from the second on.
  @Test func largeSumsAreExact() throws {
    let graph = try Graph(tracing: Sequential(Flatten(), Linear(32_768, 2)), input: [1, 128, 256])
    let weights = [Float](repeating: 1, count: 32_768) + [Float](repeating: -1, count: 32_768)
    let model = try QuantizedModel(
      graph,
      parameters: [
        NamedTensor(name: "1.weight", shape: [2, 32_768], values: weights),
        NamedTensor(name: "1.bias", shape: [2], values: [0, 0]),
      ], normalization: Normalization(scale: [1], shift: [0]),
      calibratedOn: [UInt8](repeating: 255, count: 32_768))
    for set in InstructionSet.available {
      let logits = try QuantizedSession(model, threads: 1, instructionSet: set).logits(
        images: [UInt8](repeating: 255, count: 32_768))
      let sum = Float(32_768 * 255 * 127)
      let factor = (model.weights["1.weight"]?.scales[0] ?? 0) * (model.ranges[0]?.scale ?? 0)
      #expect(logits == [sum * factor, -sum * factor])
    }
  }
}
