import InklingEngine
import InklingTestSupport
import Testing

/// The naive twins against PyTorch. A golden's input was rounded to float32 after PyTorch had used it, so even exact
/// arithmetic is about 1e-7 away from the golden's output.
@Suite struct GoldenNaiveTwinTests {
  private let tolerance = 1e-6

  private func expect(
    _ actual: NaiveTensor?, _ name: String, _ tensors: [String: NaiveTensor], within tolerance: Double? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let actual = try #require(actual, sourceLocation: location)
    let expected = try #require(tensors[name], "no tensor \(name)", sourceLocation: location)
    #expect(actual.shape == expected.shape, sourceLocation: location)
    let deviation = largestRelativeDeviation(of: actual.values, from: expected.values)
    #expect(deviation <= tolerance ?? self.tolerance, "\(name)", sourceLocation: location)
  }

  private func tensors(_ golden: GoldenCase) throws -> [String: NaiveTensor] {
    try golden.tensors().mapValues(NaiveTensor.init)
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "Conv2d"))
  func convolution(golden: GoldenCase) throws {
    let t = try tensors(golden)
    let (input, weight, outputGradient) = try (#require(t["input"]), #require(t["weight"]), #require(t["grad_output"]))
    let twin = try NaiveConvolution2d(golden)
    try expect(twin.forward(input, weight: weight, bias: t["bias"]), "output", t)
    let gradients = twin.gradients(input, weight: weight, outputGradient: outputGradient)
    try expect(gradients.input, "grad_input", t)
    try expect(gradients.weight, "grad_weight", t)
    if t["bias"] != nil { try expect(gradients.bias, "grad_bias", t) }
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "MaxPool2d"))
  func maxPool(golden: GoldenCase) throws {
    let t = try tensors(golden)
    let input = try #require(t["input"])
    let twin = try NaiveMaxPool2d(NaivePoolingWindows(golden))
    try expect(twin.forward(input).output, "output", t)
    try expect(twin.inputGradient(input, outputGradient: #require(t["grad_output"])), "grad_input", t)
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "AvgPool2d"))
  func averagePool(golden: GoldenCase) throws {
    let t = try tensors(golden)
    let input = try #require(t["input"])
    let twin = try NaiveAveragePool2d(golden)
    try expect(twin.forward(input), "output", t)
    let gradient = try twin.inputGradient(inputShape: input.shape, outputGradient: #require(t["grad_output"]))
    try expect(gradient, "grad_input", t)
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "Linear"))
  func linear(golden: GoldenCase) throws {
    let t = try tensors(golden)
    let (input, weight, outputGradient) = try (#require(t["input"]), #require(t["weight"]), #require(t["grad_output"]))
    try expect(NaiveLinear().forward(input, weight: weight, bias: t["bias"]), "output", t)
    let gradients = NaiveLinear().gradients(input, weight: weight, outputGradient: outputGradient)
    try expect(gradients.input, "grad_input", t)
    try expect(gradients.weight, "grad_weight", t)
    if t["bias"] != nil { try expect(gradients.bias, "grad_bias", t) }
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "ReLU"))
  func relu(golden: GoldenCase) throws {
    let t = try tensors(golden)
    let input = try #require(t["input"])
    try expect(NaiveReLU().forward(input), "output", t)
    try expect(NaiveReLU().inputGradient(input, outputGradient: #require(t["grad_output"])), "grad_input", t)
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "Softmax"))
  func softmax(golden: GoldenCase) throws {
    let t = try tensors(golden)
    let input = try #require(t["input"])
    try expect(NaiveSoftmax().forward(input), "output", t)
    try expect(NaiveSoftmax().inputGradient(input, outputGradient: #require(t["grad_output"])), "grad_input", t)
  }

  /// The plain cases: smoothing, class weights and soft targets belong to other losses.
  @Test(arguments: try Goldens.cases(kind: "losses", op: "CrossEntropyLoss").filter(\.arguments.isEmpty))
  func crossEntropy(golden: GoldenCase) throws {
    let t = try tensors(golden)
    let input = try #require(t["input"])
    let labels = try #require(t["target"]).values.map { Int($0) }
    let loss = NaiveCrossEntropy().loss(input, labels: labels)
    try expect(NaiveTensor(shape: [1], values: [loss]), "loss", t)
    // Large logits lose their last digits in float32: 2^-24 of the largest shifts every probability by as much.
    let rounding = (input.values.map(abs).max() ?? 0) * 0x1p-24
    try expect(
      NaiveCrossEntropy().gradient(input, labels: labels), "grad_input", t, within: tolerance + rounding)
  }

  @Test(arguments: try Goldens.cases(kind: "optimizers", op: "SGD"))
  func sgd(golden: GoldenCase) throws {
    let t = try tensors(golden)
    var optimizer = try NaiveSGD(golden)
    let (start, steps) = try (#require(t["start"]), #require(t["params"]))
    let gradients = try #require(t["grads"]).values
    var parameters = start.values
    var trace: [Double] = []
    for step in 0..<steps.shape[0] {
      let range = step * parameters.count..<(step + 1) * parameters.count
      optimizer.step(&parameters, gradient: Array(gradients[range]))
      trace += parameters
    }
    try expect(NaiveTensor(shape: steps.shape, values: trace), "params", t)
  }
}
