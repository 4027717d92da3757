import InklingEngine
import InklingTestSupport
import Testing

@Suite struct BatchNormTests {
  /// One element a channel, fewer channels than a register has lanes and more, planes that no tile divides.
  static let sizes: [LayerCase] = [
    [1, 2, 3], [2, 1, 7], [3, 2, 5], [5, 6, 7], [16, 3, 3], [17, 4, 1], [33, 2, 2],
  ].map {
    (shape: Shape) in LayerCase("BatchNorm2d", [BatchNorm2d(shape.channels)], input: shape).acrossImages
  }

  static let features: [LayerCase] = [1, 3, 16, 19].map {
    LayerCase("BatchNorm1d", [Linear(7, 11, bias: false), BatchNorm1d(11), ReLU(), Linear(11, $0)], input: [7])
      .acrossImages
  }

  static let options: [LayerCase] = [
    LayerCase("without weight and bias", [BatchNorm2d(3, affine: false)], input: [3, 3, 5]),
    LayerCase("a large eps", [BatchNorm2d(4, eps: 0.5)], input: [4, 3, 2]),
    LayerCase("ReLU", [BatchNorm2d(4), ReLU()], input: [4, 5, 3]),
    LayerCase("ReLU without weight", [BatchNorm2d(4, affine: false), ReLU()], input: [4, 5, 3]),
    LayerCase("ReLU, pool", [BatchNorm2d(3), ReLU(), MaxPool2d(2)], input: [3, 6, 4]),
    LayerCase("pool, ReLU on odd sizes", [BatchNorm2d(2), MaxPool2d(2), ReLU()], input: [2, 7, 5]),
    LayerCase("pool alone", [BatchNorm2d(17), MaxPool2d(2)], input: [17, 2, 3]),
    LayerCase("pool without weight", [BatchNorm2d(2, affine: false), MaxPool2d(2)], input: [2, 9, 2]),
    LayerCase("another pool", [BatchNorm2d(2), ReLU(), MaxPool2d(3, stride: 2)], input: [2, 7, 6]),
    LayerCase("ReLU first", [ReLU(), BatchNorm2d(4)], input: [4, 5, 3]),
    LayerCase(
      "two", [BatchNorm2d(2), ReLU(), Conv2d(2, 3, kernelSize: 2, bias: false), BatchNorm2d(3)], input: [2, 5, 3]),
    LayerCase(
      "between convolutions",
      [
        Conv2d(2, 5, kernelSize: 3, padding: 1, bias: false), BatchNorm2d(5), ReLU(), MaxPool2d(2),
        Conv2d(5, 3, kernelSize: 2),
      ],
      input: [2, 6, 7]),
    LayerCase(
      "before pooling and its rectifier",
      [
        Conv2d(1, 3, kernelSize: 2, bias: false), BatchNorm2d(3), MaxPool2d(2), ReLU(), Flatten(),
        Linear(12, 4, bias: false), BatchNorm1d(4),
      ],
      input: [1, 5, 5]),
  ].map(\.acrossImages)

  /// The output's gradient is wanted by two, and must not be changed under the other's eyes.
  private struct Residual: Layer {
    let conv = Conv2d(3, 3, kernelSize: 1)
    let bn = BatchNorm2d(3)
    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = conv(x)
      return bn(y) + y
    }
  }

  static let residual = LayerCase(
    "a residual sum", Residual(), input: [3, 3, 2],
    twin: LayerTwin { tape, x in
      let y = tape.convolution(x, "conv")
      return tape.add([tape.batchNorm(y, "bn"), y])
    }
  ).acrossImages

  @Test(arguments: sizes + features) func anySize(test: LayerCase) throws { try test.check() }
  @Test(arguments: options + [residual]) func anyOption(test: LayerCase) throws { try test.check() }

  /// With its statistics frozen an image's numbers are its own again.
  @Test(arguments: [["running_mean"], ["running_mean", "running_var"]] as [Set<String>])
  func runningStatistics(frozen: Set<String>) throws {
    var test = LayerCase(
      "BatchNorm2d by running statistics", BatchNorm2d(5), input: [5, 3, 4],
      twin: LayerTwin { $0.batchNorm($1, isFixed: true) })
    test.frozen = frozen
    try test.check()
  }

  @Test func runningStatisticsBehindAConvolution() throws {
    var test = LayerCase(
      "in a chain", Sequential(Conv2d(2, 5, kernelSize: 3), BatchNorm2d(5), ReLU()), input: [2, 5, 4],
      twin: LayerTwin { $0.relu($0.batchNorm($0.convolution($1, "0"), "1", isFixed: true)) })
    test.frozen = ["1.running_mean"]
    try test.check()
  }

  @Test func runningStatisticsBeforePooling() throws {
    var test = LayerCase(
      "pooled by running statistics", Sequential(BatchNorm2d(3), ReLU(), MaxPool2d(2)), input: [3, 5, 4],
      twin: LayerTwin { $0(MaxPool2d(2), $0.relu($0.batchNorm($1, "0", isFixed: true))) })
    test.frozen = ["0.running_mean"]
    try test.check()
  }

  /// Images of one colour: all windows are full of equals.
  @Test func tiesInPooling() throws {
    let twin = LayerTwin { $0(MaxPool2d(2), $0.relu($0.batchNorm($1, "0"))) }
    let failures = try LayerChecker(
      Sequential(BatchNorm2d(3), ReLU(), MaxPool2d(2)), input: [3, 5, 4], twin: twin, values: .flat, isPerImage: false
    ).failures()
    #expect(failures == [])
  }

  /// A channel's mean may be far from zero: its variance is then small beside its square.
  @Test(arguments: InstructionSet.available)
  func nothingCancels(set: InstructionSet) throws {
    let shape: Shape = [2, 9, 7]
    let graph = try Graph(tracing: BatchNorm2d(2), input: shape)
    var random = RandomTensors(seed: 3)
    let count = 37
    let input = random.floats(count * shape.count).map { $0 + 1000 }
    let gradient = random.floats(count * shape.count)
    let probe = try GraphProbe(graph, instructionSet: set, threads: 2, batchSize: count)
    let result = try probe.run(
      input: input, outputGradient: gradient,
      parameters: graph.parameters.map {
        NamedTensor(
          name: $0.name, shape: [2], values: [Float](repeating: $0.name.hasSuffix("bias") ? 0 : 1, count: 2))
      })
    let images = NaiveTensor(shape: [count] + shape.dimensions, values: input.map(Double.init))
    let (mean, variance) = NaiveBatchNorm().statistics(images)
    let expected = NaiveBatchNorm().forward(images, mean: mean, variance: variance, weight: nil, bias: nil)
    // A mean near 1000 is known to 2^-15 in float32, which is all that is lost.
    #expect(largestRelativeDeviation(of: result.output, from: expected.values) < 0x1p-14)
    let running = try #require(result.statistics.last)
    #expect(running.name == "running_var")
    let samples = Double(count * shape.plane)
    let unbiased = variance.values.map { 0.9 + 0.1 * $0 * samples / (samples - 1) }
    #expect(largestRelativeDeviation(of: running.values, from: unbiased) < 1e-6)
  }

  @Test func namesAndOrderArePyTorchs() throws {
    let graph = try Graph(tracing: NormalizedNetwork(), input: NormalizedNetwork.input)
    #expect(
      graph.parameters.map(\.name).filter { $0.hasPrefix("bn1") || $0.hasPrefix("conv1") || $0.hasPrefix("group") } == [
        "conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "group.weight", "group.bias",
      ])
    #expect(graph.nodes.map(\.name).filter { $0.hasPrefix("bn") } == ["bn1", "bn2", "bn3"])
    let learned = 7 * 2 * 9 + 14 + 7 * 7 * 9 + 14 + 14 + 42 * 18 + 36 + 18 * 5 + 5
    #expect(graph.parameterCount == learned)
    #expect(GraphSummary(of: graph).layers.first { $0.name == "bn1" }?.parameters == 14)
  }

  @Test func withoutWeightItIsStillNamedByItsProperty() throws {
    struct Model: Layer {
      let norm = BatchNorm2d(2, affine: false)
      func callAsFunction(_ x: Tensor) -> Tensor { norm(x) }
    }
    let graph = try Graph(tracing: Model(), input: [2, 3, 3])
    #expect(graph.parameters.map(\.name) == ["norm.running_mean", "norm.running_var"])
    #expect(graph.parameterCount == 0)
  }

  @Test func otherShapesAreRefused() {
    func message(_ layer: some Layer, _ input: Shape) -> String? {
      do throws(GraphError) {
        _ = try Graph(tracing: layer, input: input)
        return nil
      } catch { return error.description }
    }
    #expect(
      message(Sequential(BatchNorm2d(3)), [4, 2, 2])
        == "0 (BatchNorm2d) is given 4x2x2 but needs an image of 3 channels; make it BatchNorm2d(4).")
    #expect(
      message(Sequential(BatchNorm2d(3)), [3])
        == "0 (BatchNorm2d) is given 3 but needs an image of 3 channels; make it BatchNorm1d(3).")
    #expect(
      message(Sequential(BatchNorm1d(3)), [3, 2, 2])
        == "0 (BatchNorm1d) is given 3x2x2 but needs 3 features; make it BatchNorm2d(3).")
  }
}
