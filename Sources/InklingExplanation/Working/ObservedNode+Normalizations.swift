import InklingEngine

extension ObservedNode {
  /// The largest result of each channel, by the running statistics.
  func batchNormalization(_ attributes: Graph.Operation.BatchNorm, _ limits: ExplanationLimits) -> WorkedExamples {
    guard let means = parameter("running_mean"), let variances = parameter("running_var") else {
      return WorkedExamples(remark: "Its statistics are not known.")
    }
    let (weights, biases) = affine
    return channelExamples(limits) { channel, _ in
      NormalizationNumbers(
        mean: Double(means[channel]), variance: Double(variances[channel]), eps: attributes.eps,
        weight: weights?[channel], bias: biases?[channel])
    }
  }

  /// The largest result of each channel, by the statistics of its group.
  func groupNormalization(groups: Int, eps: Float, _ limits: ExplanationLimits) -> WorkedExamples {
    let size = input.values.count / groups
    let statistics = (0..<groups).map { Self.statistics(input.values[$0 * size..<($0 + 1) * size]) }
    let (weights, biases) = affine
    let channelsPerGroup = input.shape.channels / groups
    return channelExamples(limits) { channel, _ in
      let (mean, variance) = statistics[channel / channelsPerGroup]
      return NormalizationNumbers(
        mean: mean, variance: variance, eps: eps, weight: weights?[channel], bias: biases?[channel])
    }
  }

  /// The largest result of each channel, by the statistics of the whole image.
  func layerNormalization(_ attributes: Graph.Operation.LayerNorm, _ limits: ExplanationLimits) -> WorkedExamples {
    let (mean, variance) = Self.statistics(input.values[...])
    let (weights, biases) = affine
    return channelExamples(limits) { _, index in
      NormalizationNumbers(
        mean: mean, variance: variance, eps: attributes.eps, weight: weights?[index], bias: biases?[index])
    }
  }

  private var affine: (weights: [Float]?, biases: [Float]?) { (parameter("weight"), parameter("bias")) }

  /// - Parameter numbers: those for an element: (channel, index).
  private func channelExamples(
    _ limits: ExplanationLimits, _ numbers: (Int, Int) -> NormalizationNumbers
  ) -> WorkedExamples {
    let plane = result.shape.plane
    let peaks = (0..<result.shape.channels).map { channel in
      (channel * plane..<(channel + 1) * plane).reduce(channel * plane) {
        result.values[$1] > result.values[$0] ? $1 : $0
      }
    }
    let chosen = strongest(of: peaks.count, limits.examples) { result.values[peaks[$0]] }
    let noun = result.shape.isImage ? "channel" : "feature"
    let examples = chosen.map { channel in
      let index = peaks[channel]
      return WorkedExample(
        subject: "\(noun) \(channel)", place: result.place(of: index),
        working: .normalization(of: input.term(at: index), numbers(channel, index)), engine: result.values[index])
    }
    return WorkedExamples(examples, of: peaks.count, noun + "s")
  }

  /// Mean and biased variance.
  private static func statistics(_ values: ArraySlice<Float>) -> (mean: Double, variance: Double) {
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    return (mean, variance)
  }
}
