import InklingEngine

extension ObservedNode {
  /// Places of the result, written out.
  func worked(_ limits: ExplanationLimits) -> WorkedExamples {
    switch operation {
    case .input: WorkedExamples()
    case .conv2d(let attributes): convolution(attributes, limits)
    case .linear(let attributes): linear(attributes, limits)
    case .maxPool2d, .avgPool2d, .adaptiveAvgPool2d, .adaptiveMaxPool2d: pooling(limits)
    case .batchNorm1d(let attributes), .batchNorm2d(let attributes): batchNormalization(attributes, limits)
    case .groupNorm(let attributes):
      groupNormalization(groups: attributes.numGroups, eps: attributes.eps, limits)
    case .layerNorm(let attributes): layerNormalization(attributes, limits)
    case .relu, .leakyReLU, .elu, .gelu, .silu, .sigmoid, .tanh, .hardswish, .hardsigmoid, .hardtanh, .softplus,
      .dropout, .dropout2d, .prelu:
      elementwise()
    case .softmax(let attributes): softmax(attributes, isLogarithmic: false, limits)
    case .logSoftmax(let attributes): softmax(attributes, isLogarithmic: true, limits)
    case .flatten: flattening()
    case .constantPad2d(let attributes): padding(attributes)
    case .add: addition()
    case .concatenate: concatenation()
    }
  }

  /// The brightest pixel, and the first.
  func workedInput(_ pixels: [UInt8], _ normalization: Normalization) -> WorkedExamples {
    let brightest = pixels.indices.max { (pixels[$0], $1) < (pixels[$1], $0) } ?? 0
    let examples = [brightest, 0].map { index in
      let channel = index / result.shape.plane
      return WorkedExample(
        subject: index == brightest ? "the brightest pixel" : "the first pixel", place: result.place(of: index),
        working: .function(
          .normalization(scale: normalization.scale[channel], shift: normalization.shift[channel]),
          of: WorkedTerm(value: Float(pixels[index]), place: result.place(of: index))), engine: result.values[index])
    }
    return WorkedExamples(brightest == 0 ? [examples[0]] : examples)
  }

  /// The place of the largest result, and that of the smallest.
  private func elementwise() -> WorkedExamples {
    let places = result.largest == result.smallest ? [result.largest] : [result.largest, input.smallest]
    var examples: [WorkedExample] = []
    for (number, index) in places.enumerated() where number == 0 || index != places[0] {
      let function = ElementwiseFunction(operation) ?? .prelu(slope: slope(at: index))
      examples.append(
        WorkedExample(
          subject: number == 0 ? "the largest result" : "the smallest input", place: result.place(of: index),
          working: .function(function, of: input.term(at: index)), engine: result.values[index]))
    }
    return WorkedExamples(examples)
  }

  /// The slope of PReLU for an element: its channel's, or the one of all.
  private func slope(at index: Int) -> Float {
    guard let slopes = parameter("weight"), !slopes.isEmpty else { return 0 }
    return slopes.count == 1 ? slopes[0] : slopes[index / result.shape.plane]
  }

  private func flattening() -> WorkedExamples {
    let index = result.largest
    return WorkedExamples([
      WorkedExample(
        subject: "feature \(index)", place: [index], working: .copy(of: input.term(at: index)),
        engine: result.values[index])
    ])
  }

  private func addition() -> WorkedExamples {
    let index = result.largest
    return WorkedExamples([
      WorkedExample(
        subject: "the largest result", place: result.place(of: index),
        working: .sum(terms: inputs.map { $0.term(at: index) }, bias: nil, shape: [inputs.count]),
        engine: result.values[index])
    ])
  }

  /// One place of each input, the one with its largest value.
  private func concatenation() -> WorkedExamples {
    var first = 0
    let examples = inputs.map { input in
      defer { first += input.values.count }
      let index = input.largest
      return WorkedExample(
        subject: "what comes from \(input.name)", place: result.place(of: first + index),
        working: .copy(of: input.term(at: index)), engine: result.values[first + index])
    }
    return WorkedExamples(examples)
  }

  private func padding(_ attributes: Graph.Operation.ConstantPad2d) -> WorkedExamples {
    let place = result.place(of: result.largest)
    let (row, column) = (place[1] - attributes.top, place[2] - attributes.left)
    let isInside = (0..<input.shape.height).contains(row) && (0..<input.shape.width).contains(column)
    let term =
      isInside
      ? input.term(at: input.index(of: [place[0], row, column])) : WorkedTerm(value: attributes.value, place: nil)
    return WorkedExamples([
      WorkedExample(
        subject: "the largest result", place: place, working: .copy(of: term), engine: result.values[result.largest])
    ])
  }

  private func softmax(
    _ attributes: Graph.Operation.Softmax, isLogarithmic: Bool, _ limits: ExplanationLimits
  ) -> WorkedExamples {
    let dimensions = input.shape.dimensions
    let axis = attributes.dim < 0 ? dimensions.count + attributes.dim : attributes.dim - 1
    guard dimensions.indices.contains(axis) else { return WorkedExamples(remark: "It has no such dimension.") }
    if let remark = WorkedExamples.tooLong(dimensions[axis], limits) { return remark }
    let inner = dimensions[(axis + 1)...].reduce(1, *)
    let focus = result.largest
    let start = focus - focus / inner % dimensions[axis] * inner
    let values = (0..<dimensions[axis]).map { input.values[start + $0 * inner] }
    let chosen = strongest(of: values.count, limits.examples) { values[$0] }
    let examples = chosen.map { index in
      WorkedExample(
        subject: "number \(index)", place: result.place(of: start + index * inner),
        working: .softmax(values: values, index: index, isLogarithmic: isLogarithmic),
        engine: result.values[start + index * inner])
    }
    return WorkedExamples(examples, of: values.count, "numbers")
  }
}
