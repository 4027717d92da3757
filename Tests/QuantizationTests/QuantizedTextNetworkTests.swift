import InklingEngine
import InklingQuantization
import Testing

/// Networks that read texts, as the recipes for CAPTCHAs have them: the picture by its own mean and deviation, poolings between
/// convolutions and their normalisations, a row of logits at the end.
struct QuantizedTextNetworkTests {
  /// What the last columns are.
  enum Columns: CaseIterable { case positions, steps }

  private struct Numbers {
    var state: UInt64

    mutating func bits() -> UInt32 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt32(truncatingIfNeeded: state >> 33)
    }

    mutating func number() -> Float { Float(bits() & 0xFFFFFF) / 8_388_608 - 1 }

    /// A light page with some dark strokes, each page as bright as it likes.
    mutating func pages(_ count: Int, _ shape: Shape) -> [UInt8] {
      (0..<count).flatMap { _ in
        let (paper, ink) = (128 + bits() % 128, bits() % 100)
        return (0..<shape.count).map { _ in UInt8(bits() % 5 == 0 ? ink + bits() % 20 : paper - bits() % 16) }
      }
    }
  }

  private static func graph(_ columns: Columns, channels: Int = 1, groups: Int = 1) throws -> Graph {
    let head: [any Layer] =
      columns == .positions
      ? [Conv2d(10, 12, kernelSize: Extent2d(1, 5), stride: Extent2d(1, 5), bias: false), BatchNorm2d(12), ReLU()]
      : [Conv2d(10, 12, kernelSize: Extent2d(1, 9), padding: Extent2d(0, 4), bias: false), BatchNorm2d(12), ReLU()]
    let body: [any Layer] = [
      GroupNorm(groups, channels),
      Conv2d(channels, 6, kernelSize: 3, padding: Extent2d(3, 1), bias: false), MaxPool2d(2), BatchNorm2d(6), ReLU(),
      Conv2d(6, 8, kernelSize: 3, padding: 1), MaxPool2d(Extent2d(2, 3)), BatchNorm2d(8), ReLU(),
      Conv2d(8, 10, kernelSize: Extent2d(5, 1), bias: false), BatchNorm2d(10), ReLU(),
    ]
    return try Graph(
      tracing: Sequential(body + head + [Conv2d(12, 7, kernelSize: 1)]), input: [channels, 16, 60])
  }

  /// Weights that keep the values' size. A normalisation's factors are positive, or every third one is not.
  private static func parameters(_ graph: Graph, hasNegatives: Bool, seed: UInt64) -> [NamedTensor] {
    var numbers = Numbers(state: seed)
    return graph.parameters.map { parameter in
      let fan = parameter.shape.dropFirst().reduce(1, *)
      let isFactor = parameter.shape.count == 1 && parameter.name.hasSuffix("weight")
      let isVariance = parameter.name.hasSuffix("running_var")
      let values = (0..<parameter.count).map { place -> Float in
        let number = numbers.number()
        if isVariance { return 1 + 0.9 * number }
        if isFactor { return (1 + 0.5 * number) * (hasNegatives && place % 3 == 1 ? -1 : 1) }
        return number * (parameter.shape.count > 1 ? 1.7 / Float(fan).squareRoot() : 0.3)
      }
      return NamedTensor(name: parameter.name, shape: parameter.shape, values: values)
    }
  }

  private static func normalization(_ graph: Graph) -> Normalization {
    let channels = 0..<graph.inputShape.channels
    return Normalization(
      scale: channels.map { 1 / (100 + 9 * Float($0)) }, shift: channels.map { -0.4 - 0.3 * Float($0) })
  }

  private static func model(_ graph: Graph, hasNegatives: Bool = false) throws -> QuantizedModel {
    var numbers = Numbers(state: 7)
    return try QuantizedModel(
      graph, parameters: parameters(graph, hasNegatives: hasNegatives, seed: 5), normalization: normalization(graph),
      calibratedOn: numbers.pages(40, graph.inputShape))
  }

  /// Every kernel gives the bytes that plain loops give, for any number of threads.
  @Test(arguments: Columns.allCases, [false, true]) func isExact(columns: Columns, hasNegatives: Bool) throws {
    for (channels, groups) in [(1, 1), (4, 2)] {
      let graph = try Self.graph(columns, channels: channels, groups: groups)
      let model = try Self.model(graph, hasNegatives: hasNegatives)
      var numbers = Numbers(state: 11)
      let (size, outputs) = (graph.inputShape.count, graph.outputShape.count)
      let pages = numbers.pages(17, graph.inputShape)
      let naive = NaiveQuantizedNetwork(model: model)
      // Of the first block and of the next.
      let places = [0, 9, 16]
      let expected = places.map { naive.logits(Array(pages[$0 * size..<($0 + 1) * size])) }
      for set in InstructionSet.available {
        for threads in [1, 2] {
          let logits = try QuantizedSession(model, threads: threads, instructionSet: set).logits(images: pages)
          let found = places.map { Array(logits[$0 * outputs..<($0 + 1) * outputs]) }
          #expect(found == expected, "\(columns), \(channels) channels with \(set)")
        }
      }
    }
  }

  @Test(arguments: Columns.allCases, [false, true])
  func logitsAreNearTheFloats(columns: Columns, hasNegatives: Bool) throws {
    let graph = try Self.graph(columns)
    let model = try Self.model(graph, hasNegatives: hasNegatives)
    var numbers = Numbers(state: 13)
    let pages = numbers.pages(60, graph.inputShape)
    let session = try InferenceSession(
      graph, parameters: Self.parameters(graph, hasNegatives: hasNegatives, seed: 5),
      normalization: Self.normalization(graph), threads: 1)
    let (expected, found) = (session.logits(images: pages), try QuantizedSession(model).logits(images: pages))
    try #require(found.count == expected.count && found.count == 60 * 7 * (columns == .positions ? 2 : 10))
    let spread = (expected.max() ?? 0) - (expected.min() ?? 0)
    let error = zip(expected, found).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) / Float(expected.count)
    #expect(error.squareRoot() < 0.02 * spread, "\(error.squareRoot()) of \(spread)")
  }

  /// A normalisation behind a pooling is part of the weights before it; of negative factors the signs stay.
  @Test func normalisationsGoThroughPoolings() throws {
    let graph = try Self.graph(.steps)
    for hasNegatives in [false, true] {
      let model = try Self.model(graph, hasNegatives: hasNegatives)
      let names = model.graph.nodes.map(\.operation.name)
      let block = hasNegatives ? ["Conv2d", "MaxPool2d", "BatchNorm2d", "ReLU"] : ["Conv2d", "ReLU", "MaxPool2d"]
      #expect(
        names == ["Input", "GroupNorm"] + block + block + ["Conv2d", "ReLU", "Conv2d", "ReLU", "Conv2d"], "\(names)")
      // The pixels are taken as they are.
      #expect(model.ranges[0] == nil && model.ranges[1] != nil)
      let (folded, original) = (
        try InferenceSession(
          model.graph, parameters: model.parameters, normalization: model.normalization, threads: 1),
        try InferenceSession(
          graph, parameters: Self.parameters(graph, hasNegatives: hasNegatives, seed: 5),
          normalization: model.normalization, threads: 1)
      )
      var numbers = Numbers(state: 17)
      let pages = numbers.pages(10, graph.inputShape)
      for (mine, own) in zip(folded.logits(images: pages), original.logits(images: pages)) {
        #expect(abs(mine - own) < 1e-4)
      }
      if hasNegatives {
        for place in names.indices where names[place] == "BatchNorm2d" {
          #expect(model.ranges[place] == model.ranges[place + 1] && model.ranges[place]?.zeroPoint == 0)
        }
      }
    }
  }

  /// A picture of one brightness has no deviation, and is answered none the less; faint ink reads as black.
  @Test func theContrastDoesNotMatter() throws {
    let graph = try Self.graph(.positions)
    let session = try QuantizedSession(try Self.model(graph))
    let flat = [UInt8](repeating: 77, count: graph.inputShape.count)
    #expect(session.logits(images: flat).allSatisfy { $0.isFinite })
    var numbers = Numbers(state: 19)
    let page = numbers.pages(1, graph.inputShape).map { $0 > 110 ? UInt8(240) : 20 }
    let faint = page.map { $0 > 110 ? UInt8(190) : 130 }
    let (strong, weak) = (session.logits(images: page), session.logits(images: faint))
    let spread = (strong.max() ?? 0) - (strong.min() ?? 0)
    #expect(zip(strong, weak).allSatisfy { abs($0 - $1) < 0.03 * spread }, "\(strong) \(weak)")
  }
}
