/// The weights of a convolution or linear layer as signed bytes, each output's with a scale of its own:
/// `w = value * scales[output]`, symmetric, -127...127.
public struct QuantizedWeights: Sendable, Equatable {
  /// PyTorch's: `[out, in / groups, kh, kw]` or `[out, in]`.
  public let shape: [Int]
  /// Row by row.
  public let values: [Int8]
  /// One for each output, positive.
  public let scales: [Float]
  /// What is added to each output's sum, in units of `input scale * scales[output]`.
  public let bias: [Int32]

  /// The most products in one sum, so that it fits 32 bits beside a bias of 2^30.
  static let mostProducts = 32_768

  /// Weights that fill their shape.
  ///
  /// - Precondition: as many values as the shape says, a scale and a bias for each output.
  public init(shape: [Int], values: [Int8], scales: [Float], bias: [Int32]) {
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values for \(shape)")
    precondition(shape.first == scales.count && bias.count == scales.count, "\(scales.count) scales for \(shape)")
    (self.shape, self.values, self.scales, self.bias) = (shape, values, scales, bias)
  }

  /// The nearest bytes to these numbers.
  ///
  /// - Parameter inputScale: of the layer's input, which the bias depends on.
  init(_ weight: [Float], bias: [Float], shape: [Int], inputScale: Float) {
    let row = shape.dropFirst().reduce(1, *)
    var (values, scales, sums) = ([Int8](), [Float](), [Int32]())
    values.reserveCapacity(weight.count)
    for output in bias.indices {
      let numbers = weight[output * row..<(output + 1) * row]
      let largest = numbers.reduce(0) { max($0, abs($1)) }
      // Beside small weights a large bias would leave 32 bits.
      let scale = max(largest / 127, abs(bias[output]) / inputScale / Float(1 << 30), .leastNormalMagnitude)
      for number in numbers { values.append(Int8(min(max((number / scale).rounded(.toNearestOrEven), -127), 127))) }
      scales.append(scale)
      let sum = (Double(bias[output]) / (Double(inputScale) * Double(scale))).rounded(.toNearestOrEven)
      sums.append(Int32(min(max(sum, -1_073_741_824), 1_073_741_824)))
    }
    self.init(shape: shape, values: values, scales: scales, bias: sums)
  }
}
