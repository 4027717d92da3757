import InklingTestSupport
import Testing

/// What no golden shows: ties, NaN, ceil mode's corners by hand, and every gradient by differences.
@Suite struct NaiveTwinTests {
  private func image(_ rows: [[Double]]) -> NaiveTensor {
    NaiveTensor(shape: [1, 1, rows.count, rows[0].count], values: rows.flatMap { $0 })
  }

  @Test func convolutionByHand() {
    let input = image([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    let weight = image([[1, 0], [0, -1]])
    let output = NaiveConvolution2d().forward(input, weight: weight, bias: NaiveTensor(shape: [1], values: [10]))
    #expect(output == image([[6, 6], [6, 6]]))
    let padded = NaiveConvolution2d(stride: (2, 2), padding: (1, 1)).forward(input, weight: weight)
    #expect(padded == image([[-1, -3], [-7, 5 - 9]]))
    let dilated = NaiveConvolution2d(dilation: (2, 2)).forward(input, weight: weight)
    #expect(dilated == image([[1 - 9]]))
  }

  @Test func theFirstOfEqualMaximaWins() {
    let twin = NaiveMaxPool2d(NaivePoolingWindows(kernelSize: (2, 2)))
    let input = image([[3, 3], [3, 1]])
    #expect(twin.forward(input).indices == [0])
    #expect(twin.inputGradient(input, outputGradient: image([[5]])) == image([[5, 0], [0, 0]]))
    #expect(twin.forward(image([[-.infinity, -.infinity], [-.infinity, -.infinity]])).indices == [0])
  }

  @Test func aNaNWinsAndTheLastOneOfSeveral() {
    let twin = NaiveMaxPool2d(NaivePoolingWindows(kernelSize: (2, 2)))
    let result = twin.forward(image([[.nan, 9], [.nan, 1]]))
    #expect(result.output.values[0].isNaN)
    #expect(result.indices == [2])
    #expect(NaiveReLU().forward(image([[.nan, -1]])).values[0].isNaN)
    #expect(NaiveReLU().inputGradient(image([[.nan, 0]]), outputGradient: image([[2, 2]])) == image([[2, 0]]))
  }

  @Test func paddingNeverWins() {
    let twin = NaiveMaxPool2d(NaivePoolingWindows(kernelSize: (2, 2), padding: (1, 1)))
    #expect(twin.forward(image([[-4, -3], [-2, -1]])).output == image([[-4, -3], [-2, -1]]))
  }

  @Test(arguments: [
    // size, kernel, stride, padding, dilation, floor, ceil: torch.nn.MaxPool2d's sizes
    (11, 3, 2, 0, 1, 5, 5), (12, 3, 2, 0, 1, 5, 6), (5, 2, 2, 0, 1, 2, 3), (5, 2, 3, 1, 1, 2, 2),
    (4, 1, 4, 0, 1, 1, 1), (4, 2, 5, 1, 1, 1, 1), (6, 2, 4, 1, 1, 2, 2), (7, 2, 2, 0, 3, 2, 3), (1, 1, 3, 0, 1, 1, 1),
  ])
  func ceilModeDropsAWindowThatBeginsAfterTheInput(
    size: Int, kernel: Int, stride: Int, padding: Int, dilation: Int, floor: Int, ceil: Int
  ) {
    for (ceilMode, count) in [(false, floor), (true, ceil)] {
      let windows = NaivePoolingWindows(
        kernelSize: (kernel, kernel), stride: (stride, stride), padding: (padding, padding),
        dilation: (dilation, dilation), ceilMode: ceilMode)
      #expect(windows.outputShape([2, 3, size, size]) == [2, 3, count, count])
    }
  }

  @Test func averagesCountThePaddingButNotTheOverhang() {
    let windows = NaivePoolingWindows(kernelSize: (2, 2), stride: (2, 2), padding: (1, 1), ceilMode: true)
    let input = image([[4, 4], [4, 4]])
    #expect(NaiveAveragePool2d(windows).forward(input) == image([[1, 1], [1, 1]]))
    #expect(NaiveAveragePool2d(windows, countIncludePad: false).forward(input) == image([[4, 4], [4, 4]]))
    #expect(NaiveAveragePool2d(windows, divisorOverride: 8).forward(input) == image([[0.5, 0.5], [0.5, 0.5]]))
    let overhang = NaivePoolingWindows(kernelSize: (2, 2), ceilMode: true)
    let wide = image([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(NaiveAveragePool2d(overhang).forward(wide) == image([[3, 4.5], [7.5, 9]]))
  }

  @Test func lossAndSoftmaxOfHugeLogitsAreFinite() {
    let logits = NaiveTensor(shape: [2, 2], values: [1e4, 0, -1e4, 1e4])
    #expect(NaiveSoftmax().forward(logits).values == [1, 0, 0, 1])
    #expect(NaiveCrossEntropy().loss(logits, labels: [0, 0]) == 1e4)
    #expect(NaiveCrossEntropy().gradient(logits, labels: [0, 0]).values == [0, 0, -0.5, 0.5])
  }

  @Test func concatenationIsCutWhereItWasJoined() {
    let a = NaiveTensor(shape: [2, 1, 1, 2], values: [1, 2, 3, 4])
    let b = NaiveTensor(shape: [2, 2, 1, 2], values: [5, 6, 7, 8, 9, 10, 11, 12])
    let joined = NaiveConcatenate().forward([a, b])
    #expect(joined == NaiveTensor(shape: [2, 3, 1, 2], values: [1, 2, 5, 6, 7, 8, 3, 4, 9, 10, 11, 12]))
    #expect(NaiveConcatenate().inputGradients(channels: [1, 2], outputGradient: joined) == [a, b])
    #expect(NaiveAdd().forward([a, a, a]).values == [3, 6, 9, 12])
    #expect(NaiveAdd().inputGradients(count: 2, outputGradient: a) == [a, a])
  }

  @Test func sgdBeginsItsBufferWithoutDampening() {
    var optimizer = NaiveSGD(learningRate: 1, momentum: 0.5, dampening: 0.5)
    var parameters = [0.0]
    optimizer.step(&parameters, gradient: [2])
    #expect(parameters == [-2])
    optimizer.step(&parameters, gradient: [2])
    #expect(parameters == [-4])
    #expect(optimizer.momentumBuffer == [2])
  }
}

// MARK: - Gradients by differences

@Suite struct NaiveTwinGradientTests {
  private let checker = GradientChecker()

  /// Checks a gradient of ⟨function(x), direction⟩.
  private func deviation(
    _ gradient: NaiveTensor, of function: (NaiveTensor) -> NaiveTensor, at x: NaiveTensor, along direction: NaiveTensor
  ) -> Double {
    checker.deviation(
      of: gradient.values, from: { function(NaiveTensor(shape: x.shape, values: $0)).dot(direction) }, at: x.values)
  }

  @Test(arguments: [
    NaiveConvolution2d(), NaiveConvolution2d(stride: (2, 1), padding: (1, 2), dilation: (1, 2), groups: 2),
  ])
  func convolution(twin: NaiveConvolution2d) {
    var random = RandomTensors(seed: 3)
    let x = random.tensor([2, 4, 5, 7])
    let weight = random.tensor([6, 4 / twin.groups, 3, 2])
    let bias = random.tensor([6])
    let direction = random.tensor(twin.outputShape(x.shape, weight.shape))
    let gradients = twin.gradients(x, weight: weight, outputGradient: direction)
    let byInput = deviation(
      gradients.input, of: { twin.forward($0, weight: weight, bias: bias) }, at: x, along: direction)
    let byWeight = deviation(
      gradients.weight, of: { twin.forward(x, weight: $0, bias: bias) }, at: weight, along: direction)
    let byBias = deviation(
      gradients.bias, of: { twin.forward(x, weight: weight, bias: $0) }, at: bias, along: direction)
    #expect(max(byInput, byWeight, byBias) < 1e-8)
  }

  @Test func pooling() {
    let windows = NaivePoolingWindows(kernelSize: (3, 2), stride: (2, 2), padding: (1, 1), ceilMode: true)
    var dilated = windows
    dilated.dilation = (1, 2)
    var random = RandomTensors(seed: 4)
    let x = random.tensor([2, 2, 6, 7])
    for maximum in [NaiveMaxPool2d(windows), NaiveMaxPool2d(dilated)] {
      let direction = random.tensor(maximum.windows.outputShape(x.shape))
      let gradient = maximum.inputGradient(x, outputGradient: direction)
      #expect(deviation(gradient, of: { maximum.forward($0).output }, at: x, along: direction) < 1e-8)
    }
    for average in [
      NaiveAveragePool2d(windows), NaiveAveragePool2d(windows, countIncludePad: false),
      NaiveAveragePool2d(windows, divisorOverride: 3),
    ] {
      let direction = random.tensor(windows.outputShape(x.shape))
      let gradient = average.inputGradient(inputShape: x.shape, outputGradient: direction)
      #expect(deviation(gradient, of: { average.forward($0) }, at: x, along: direction) < 1e-8)
    }
  }

  @Test func linearReLUAndSoftmax() {
    var random = RandomTensors(seed: 5)
    let (x, weight, bias, direction) = (
      random.tensor([3, 4]), random.tensor([5, 4]), random.tensor([5]), random.tensor([3, 5])
    )
    let gradients = NaiveLinear().gradients(x, weight: weight, outputGradient: direction)
    let byInput = deviation(
      gradients.input, of: { NaiveLinear().forward($0, weight: weight, bias: bias) }, at: x, along: direction)
    let byWeight = deviation(
      gradients.weight, of: { NaiveLinear().forward(x, weight: $0, bias: bias) }, at: weight, along: direction)
    let byBias = deviation(
      gradients.bias, of: { NaiveLinear().forward(x, weight: weight, bias: $0) }, at: bias, along: direction)
    #expect(max(byInput, byWeight, byBias) < 1e-8)

    let relu = NaiveReLU().inputGradient(direction, outputGradient: direction)
    #expect(deviation(relu, of: NaiveReLU().forward, at: direction, along: direction) < 1e-8)
    let softmax = NaiveSoftmax().inputGradient(direction, outputGradient: direction)
    #expect(deviation(softmax, of: NaiveSoftmax().forward, at: direction, along: direction) < 1e-8)
  }

  @Test func crossEntropy() {
    var random = RandomTensors(seed: 6)
    let logits = random.tensor([5, 4], scale: 3)
    let labels = random.labels(5, classes: 4)
    let gradient = NaiveCrossEntropy().gradient(logits, labels: labels)
    let function = { NaiveCrossEntropy().loss(NaiveTensor(shape: [5, 4], values: $0), labels: labels) }
    #expect(checker.deviation(of: gradient.values, from: function, at: logits.values) < 1e-8)
  }
}
