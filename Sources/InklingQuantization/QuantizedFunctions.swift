import InklingEngine
import InklingMathematics

/// What a quantised model computes in float32, because no multiplication of bytes is in it.
enum QuantizedFunctions {
  /// The function of one number that an operation is; nil for another operation.
  static func activation(_ operation: Graph.Operation) -> ((Float) -> Float)? {
    switch operation {
    case .relu: { max($0, 0) }
    case .leakyReLU(let leaky): { $0 > 0 ? $0 : leaky.negativeSlope * $0 }
    case .elu(let elu): { $0 > 0 ? $0 : elu.alpha * Float(Elementary.exponential(Double($0)) - 1) }
    case .gelu(let gelu): gelu.approximate == .none ? self.gelu : geluTanh
    case .silu: { Float(Double($0) * sigmoid(Double($0))) }
    case .sigmoid: { Float(sigmoid(Double($0))) }
    case .tanh: { Float(2 * sigmoid(2 * Double($0)) - 1) }
    case .hardswish: { $0 * min(max($0 + 3, 0), 6) / 6 }
    case .hardsigmoid: { min(max($0 + 3, 0), 6) / 6 }
    case .hardtanh(let clip): { min(max($0, clip.minVal), clip.maxVal) }
    case .softplus(let softplus): { self.softplus($0, softplus) }
    case .input, .conv2d, .linear, .maxPool2d, .avgPool2d, .adaptiveAvgPool2d, .adaptiveMaxPool2d, .batchNorm1d,
      .batchNorm2d, .groupNorm, .layerNorm, .prelu, .softmax, .logSoftmax, .dropout, .dropout2d, .flatten,
      .constantPad2d, .add, .concatenate:
      nil
    }
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + Elementary.exponential(-x)) }

  private static func gelu(_ x: Float) -> Float {
    Float(Double(x) * Elementary.complementaryError(-Double(x) * 0.707_106_781_186_547_5) / 2)
  }

  private static func geluTanh(_ x: Float) -> Float {
    let x = Double(x)
    return Float(x * sigmoid(1.595_769_121_605_731 * (x + 0.044715 * x * x * x)))
  }

  private static func softplus(_ x: Float, _ softplus: Graph.Operation.Softplus) -> Float {
    let scaled = Double(x) * Double(softplus.beta)
    if scaled > Double(softplus.threshold) { return x }
    let rest = Elementary.logarithm(1 + Elementary.exponential(-abs(scaled)))
    return Float((max(scaled, 0) + rest) / Double(softplus.beta))
  }

  /// Rows and columns of one value around each channel; negative numbers cut some off.
  static func padded(_ values: [Float], _ input: Shape, _ output: Shape, _ pad: Graph.Operation.ConstantPad2d)
    -> [Float]
  {
    var result = [Float](repeating: pad.value, count: output.count)
    for channel in 0..<input.channels {
      for row in max(0, -pad.top)..<min(input.height, output.height - pad.top) {
        for column in max(0, -pad.left)..<min(input.width, output.width - pad.left) {
          result[(channel * output.height + row + pad.top) * output.width + column + pad.left] =
            values[(channel * input.height + row) * input.width + column]
        }
      }
    }
    return result
  }

  /// Each group of neighbouring channels with its own mean and variance, then `* weight[c] + bias[c]`.
  ///
  /// - Parameter parameters: the weight and the bias, or less.
  static func normalized(
    _ values: [Float], groups: Int, channels: Int, eps: Float, _ parameters: [[Float]]
  ) -> [Float] {
    let (size, plane) = (values.count / groups, values.count / channels)
    var result = values
    for group in 0..<groups {
      let places = group * size..<(group + 1) * size
      let mean = places.reduce(0.0) { $0 + Double(values[$1]) } / Double(size)
      let variance =
        places.reduce(0.0) { $0 + (Double(values[$1]) - mean) * (Double(values[$1]) - mean) } / Double(size)
      let scale = 1 / (variance + Double(eps)).squareRoot()
      for place in places {
        let weight = parameters.first.map { Double($0[place / plane]) } ?? 1
        let bias = parameters.count > 1 ? Double(parameters[1][place / plane]) : 0
        result[place] = Float((Double(values[place]) - mean) * scale * weight + bias)
      }
    }
    return result
  }

  /// The softmax or its logarithm along one dimension.
  static func softmax(_ values: [Float], _ shape: Shape, dim: Int, isLogarithmic: Bool) -> [Float] {
    let sides = shape.dimensions
    let index = dim < 0 ? sides.count + dim : dim - 1
    let (classes, inner) = (sides[index], sides[(index + 1)...].reduce(1, *))
    var result = values
    for row in 0..<values.count / classes {
      let start = row / inner * classes * inner + row % inner
      let places = stride(from: start, to: start + classes * inner, by: inner)
      let largest = places.reduce(-Float.infinity) { max($0, values[$1]) }
      let sum = places.reduce(0.0) { $0 + Elementary.exponential(Double(values[$1] - largest)) }
      for place in places {
        let shifted = Double(values[place] - largest)
        result[place] = Float(
          isLogarithmic ? shifted - Elementary.logarithm(sum) : Elementary.exponential(shifted) / sum)
      }
    }
    return result
  }
}
