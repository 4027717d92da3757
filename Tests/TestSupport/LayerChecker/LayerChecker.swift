import InklingEngine

/// Holds a layer (or a whole model) against everything that is promised of each: the shape that the graph says, the
/// numbers and gradients of its naive twin, the same bits in every run, with any number of threads, on all instruction
/// sets with fused multiply-add, in any batch and on any number of machines.
///
/// Faults come back as sentences, so that the checker can be tested with planted ones.
public struct LayerChecker: Sendable {
  /// The numbers that a layer is checked with.
  public enum Values: Sendable {
    /// Nearly normal: no two are equal.
    case continuous
    /// -1, 0 and 1: full of ties and zeros, for what a maximum does with equals and a rectifier at zero. Gradients by
    /// differences do not exist there and are left out, as in the next case.
    case coarse
    /// Every channel of an image is of one colour, as around a drawn digit: all windows are full of equals.
    case flat
  }

  let graph: Graph
  let twin: LayerTwin
  let values: Values
  /// Of the tensor's largest magnitude.
  let tolerance: Double
  let instructionSets: [InstructionSet]
  let parameters: [NamedTensor]
  /// Whether an image's numbers depend on that image alone; a batch normalisation's do not.
  let isPerImage: Bool
  /// Sixty-four images; every check takes some of them.
  let batch: LayerBatch
  let makeProbe: LayerProbeMaker

  /// Four blocks of sixteen images.
  static let imageCount = 64

  /// - Throws: `GraphError` when the layer does not fit the input.
  public init(
    _ layer: any Layer, input: Shape, twin: LayerTwin, values: Values = .continuous, seed: UInt64 = 0,
    tolerance: Double = 1e-5, instructionSets: [InstructionSet] = InstructionSet.available,
    isPerImage: Bool = true, frozen: Set<String> = [], makeProbe: LayerProbeMaker? = nil
  ) throws {
    graph = try Self.trace(layer, input)
    self.twin = twin
    self.values = values
    self.tolerance = tolerance
    self.isPerImage = isPerImage
    self.instructionSets = instructionSets
    var random = RandomTensors(seed: seed)
    func floats(_ count: Int, scale: Float = 1) -> [Float] {
      values == .coarse
        ? random.labels(count, classes: 3).map { Float($0 - 1) } : random.floats(count, scale: scale)
    }
    func images() -> [Float] {
      guard values == .flat else { return floats(Self.imageCount * input.count) }
      return floats(Self.imageCount * input.channels).flatMap { Array(repeating: $0, count: input.plane) }
    }
    parameters = graph.parameters.map { parameter in
      var scale: Float = 1
      if case .uniform(let bound) = parameter.initializer { scale = bound }
      let values = floats(parameter.count, scale: scale)
      // A variance is positive.
      let isVariance = parameter.role == .statistic && parameter.initializer == .constant(1)
      return NamedTensor(
        name: parameter.name, shape: parameter.shape, values: isVariance ? values.map { 0.5 + abs($0) } : values)
    }
    batch = LayerBatch(
      count: Self.imageCount, input: images(),
      outputGradient: random.floats(Self.imageCount * graph.outputShape.count),
      numbers: (0..<Int32(Self.imageCount)).map { $0 })
    self.makeProbe = makeProbe ?? GraphProbe.maker(graph, frozen: frozen)
  }

  /// Every promise that the layer breaks; empty when it keeps them all.
  public func failures() throws -> [String] {
    var failures = shapeFailures()
    if values == .continuous { failures += differenceFailures() }
    failures += try agreementFailures()
    for set in instructionSets {
      failures += try repetitionFailures(set)
      failures += try threadFailures(set)
      if isPerImage { failures += try batchFailures(set) + partFailures(set) }
    }
    return try failures + instructionSetFailures()
  }

  private static func trace(_ layer: some Layer, _ input: Shape) throws -> Graph {
    try Graph(tracing: layer, input: input)
  }

  func probe(_ set: InstructionSet, threads: Int = 1, batchSize: Int = imageCount) throws -> LayerProbe {
    try makeProbe(LayerSetting(instructionSet: set, threads: threads, batchSize: batchSize), parameters)
  }

  func images(_ range: Range<Int>) -> LayerBatch { batch.picking(Array(range)) }
}
