import InklingEngine

extension ObservedNode {
  /// Each kernel over the place at which one of them answers most.
  func convolution(_ attributes: Graph.Operation.Conv2d, _ limits: ExplanationLimits) -> WorkedExamples {
    let channels = attributes.inChannels / attributes.groups
    let kernel = attributes.kernelSize
    let (count, overflows) = (channels * kernel.height).multipliedReportingOverflow(by: kernel.width)
    if let remark = WorkedExamples.tooLong(overflows ? .max : count, limits) { return remark }
    guard let weights = parameter("weight") else { return WorkedExamples(remark: "Its kernels are not known.") }
    let place = result.place(of: result.largest)
    func index(_ channel: Int) -> Int { result.index(of: [channel, place[1], place[2]]) }
    let chosen = strongest(of: attributes.outChannels, limits.examples) { result.values[index($0)] }
    let examples = chosen.map { output in
      let group = output / (attributes.outChannels / attributes.groups)
      let terms = (0..<count).map { tap in
        let (channel, row, column) = (
          tap / (kernel.height * kernel.width), tap / kernel.width % kernel.height, tap % kernel.width
        )
        return term(
          channel: group * channels + channel,
          row: place[1] * attributes.stride.height + row * attributes.dilation.height - attributes.padding.height,
          column: place[2] * attributes.stride.width + column * attributes.dilation.width - attributes.padding.width,
          factor: weights[output * count + tap])
      }
      return WorkedExample(
        subject: "kernel \(output)", place: [output, place[1], place[2]],
        working: .sum(
          terms: terms, bias: parameter("bias")?[output], shape: [channels, kernel.height, kernel.width]),
        engine: result.values[index(output)])
    }
    return WorkedExamples(examples, of: attributes.outChannels, "kernels")
  }

  /// What stands in a channel of the input, or in its padding of zeros.
  private func term(channel: Int, row: Int, column: Int, factor: Float) -> WorkedTerm {
    guard (0..<input.shape.height).contains(row), (0..<input.shape.width).contains(column) else {
      return WorkedTerm(factor: factor, value: 0, place: nil)
    }
    return input.term(at: input.index(of: [channel, row, column]), factor: factor)
  }

  /// The features with the largest results, each a sum over all inputs.
  func linear(_ attributes: Graph.Operation.Linear, _ limits: ExplanationLimits) -> WorkedExamples {
    let count = attributes.inFeatures
    if let remark = WorkedExamples.tooLong(count, limits) { return remark }
    guard let weights = parameter("weight") else { return WorkedExamples(remark: "Its factors are not known.") }
    let chosen = strongest(of: attributes.outFeatures, limits.examples) { result.values[$0] }
    let examples = chosen.map { output in
      WorkedExample(
        subject: "output \(output)", place: [output],
        working: .sum(
          terms: (0..<count).map { input.term(at: $0, factor: weights[output * count + $0]) },
          bias: parameter("bias")?[output], shape: [count]), engine: result.values[output])
    }
    return WorkedExamples(examples, of: attributes.outFeatures, "outputs")
  }
}
