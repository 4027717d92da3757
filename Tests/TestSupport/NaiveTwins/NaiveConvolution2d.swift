/// The convolution of `torch.nn.Conv2d` (a cross-correlation) with zero padding:
///
///     output[n, o, y, x] = bias[o] + Σ_{c, u, v} weight[o, c, u, v] · input[n, g + c, y·s + u·d - p, x·s + v·d - p]
///
/// where g is the first input channel of o's group. Pairs are (vertical, horizontal). It is linear in the input and in
/// the weight, so one list of products gives the output and both gradients.
public struct NaiveConvolution2d: Sendable {
  public var stride: (Int, Int)
  public var padding: (Int, Int)
  public var dilation: (Int, Int)
  public var groups: Int

  public struct Gradients: Sendable {
    public let input: NaiveTensor
    public let weight: NaiveTensor
    public let bias: NaiveTensor
  }

  public init(
    stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0), dilation: (Int, Int) = (1, 1), groups: Int = 1
  ) {
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
  }

  /// Input [N, C, H, W], weight [O, C / groups, KH, KW], bias [O]; output [N, O, OH, OW] with
  /// OH = (H + 2p - d·(KH - 1) - 1) / s + 1, rounded down.
  public func forward(_ input: NaiveTensor, weight: NaiveTensor, bias: NaiveTensor? = nil) -> NaiveTensor {
    var output = NaiveTensor(shape: outputShape(input.shape, weight.shape))
    let plane = output.shape[2] * output.shape[3]
    if let bias {
      for index in output.values.indices { output.values[index] = bias.values[index / plane % output.shape[1]] }
    }
    forEachProduct(input.shape, weight.shape) { o, i, w in output.values[o] += input.values[i] * weight.values[w] }
    return output
  }

  /// The gradients of a loss whose gradient by the output is `outputGradient`.
  public func gradients(_ input: NaiveTensor, weight: NaiveTensor, outputGradient: NaiveTensor) -> Gradients {
    var inputGradient = NaiveTensor(shape: input.shape)
    var weightGradient = NaiveTensor(shape: weight.shape)
    var biasGradient = NaiveTensor(shape: [weight.shape[0]])
    forEachProduct(input.shape, weight.shape) { o, i, w in
      inputGradient.values[i] += weight.values[w] * outputGradient.values[o]
      weightGradient.values[w] += input.values[i] * outputGradient.values[o]
    }
    let plane = outputGradient.shape[2] * outputGradient.shape[3]
    for (index, gradient) in outputGradient.values.enumerated() {
      biasGradient.values[index / plane % weight.shape[0]] += gradient
    }
    return Gradients(input: inputGradient, weight: weightGradient, bias: biasGradient)
  }

  public func outputShape(_ input: [Int], _ weight: [Int]) -> [Int] {
    precondition(
      input[1] == weight[1] * groups && weight[0] % groups == 0, "input \(input), weight \(weight), \(groups) groups")
    return [
      input[0], weight[0],
      (input[2] + 2 * padding.0 - dilation.0 * (weight[2] - 1) - 1) / stride.0 + 1,
      (input[3] + 2 * padding.1 - dilation.1 * (weight[3] - 1) - 1) / stride.1 + 1,
    ]
  }

  /// Calls `body` with the places (in the output, input and weight) of every product that is part of an output.
  private func forEachProduct(_ input: [Int], _ weight: [Int], _ body: (Int, Int, Int) -> Void) {
    let output = outputShape(input, weight)
    let (channels, height, width) = (input[1], input[2], input[3])
    let (outputs, taps, kernelHeight, kernelWidth) = (weight[0], weight[1], weight[2], weight[3])
    for n in 0..<output[0] {
      for o in 0..<outputs {
        let firstChannel = o / (outputs / groups) * taps
        for y in 0..<output[2] {
          for x in 0..<output[3] {
            let outputPlace = ((n * outputs + o) * output[2] + y) * output[3] + x
            for c in 0..<taps {
              for u in 0..<kernelHeight {
                let row = y * stride.0 + u * dilation.0 - padding.0
                guard row >= 0, row < height else { continue }
                for v in 0..<kernelWidth {
                  let column = x * stride.1 + v * dilation.1 - padding.1
                  guard column >= 0, column < width else { continue }
                  let inputPlace = ((n * channels + firstChannel + c) * height + row) * width + column
                  body(outputPlace, inputPlace, ((o * taps + c) * kernelHeight + u) * kernelWidth + v)
                }
              }
            }
          }
        }
      }
    }
  }
}
