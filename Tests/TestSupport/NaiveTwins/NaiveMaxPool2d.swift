/// The maximum over each window, as `torch.nn.MaxPool2d`: padding never wins, of equal numbers the first in reading
/// order wins, and a NaN wins over everything (the last NaN, if there are several).
public struct NaiveMaxPool2d: Sendable {
  public var windows: NaivePoolingWindows

  public struct Result: Sendable {
    public let output: NaiveTensor
    /// For each output, its winner's place in the input's plane, row · W + column: PyTorch's `return_indices`.
    public let indices: [Int]
  }

  public init(_ windows: NaivePoolingWindows) { self.windows = windows }

  /// Input [N, C, H, W].
  public func forward(_ input: NaiveTensor) -> Result {
    var output = NaiveTensor(shape: windows.outputShape(input.shape))
    var indices = Array(repeating: -1, count: output.values.count)
    let (height, width) = (input.shape[2], input.shape[3])
    windows.forEachWindow(input.shape) { place, plane, top, left in
      var largest = -Double.infinity
      for row in stride(
        from: top, through: top + (windows.kernelSize.0 - 1) * windows.dilation.0, by: windows.dilation.0)
      {
        for column in stride(
          from: left, through: left + (windows.kernelSize.1 - 1) * windows.dilation.1, by: windows.dilation.1)
        {
          guard row >= 0, row < height, column >= 0, column < width else { continue }
          let value = input.values[plane + row * width + column]
          if value > largest || value.isNaN || indices[place] < 0 {
            largest = value
            indices[place] = row * width + column
          }
        }
      }
      output.values[place] = largest
    }
    return Result(output: output, indices: indices)
  }

  /// The input's gradient: each output's gradient goes to its winner, and adds up where a winner has several outputs.
  public func inputGradient(_ input: NaiveTensor, outputGradient: NaiveTensor) -> NaiveTensor {
    let indices = forward(input).indices
    var gradient = NaiveTensor(shape: input.shape)
    windows.forEachWindow(input.shape) { place, plane, _, _ in
      gradient.values[plane + indices[place]] += outputGradient.values[place]
    }
    return gradient
  }
}
