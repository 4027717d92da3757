/// The mean over each window, as `torch.nn.AvgPool2d`.
///
/// The divisor is `divisorOverride` if there is one; else the number of the window's elements that lie in the input or
/// (with `countIncludePad`) in its padding, which a last window of ceil mode may overhang without counting it.
public struct NaiveAveragePool2d: Sendable {
  public var windows: NaivePoolingWindows
  public var countIncludePad: Bool
  public var divisorOverride: Int?

  public init(_ windows: NaivePoolingWindows, countIncludePad: Bool = true, divisorOverride: Int? = nil) {
    precondition(windows.dilation == (1, 1), "average pooling has no dilation, not \(windows.dilation)")
    self.windows = windows
    self.countIncludePad = countIncludePad
    self.divisorOverride = divisorOverride
  }

  /// Input [N, C, H, W].
  public func forward(_ input: NaiveTensor) -> NaiveTensor {
    var output = NaiveTensor(shape: windows.outputShape(input.shape))
    forEachShare(input.shape) { o, i, divisor in output.values[o] += input.values[i] / divisor }
    return output
  }

  /// The input's gradient: each output's gradient, divided, goes to all of its window.
  public func inputGradient(inputShape: [Int], outputGradient: NaiveTensor) -> NaiveTensor {
    var gradient = NaiveTensor(shape: inputShape)
    forEachShare(inputShape) { o, i, divisor in gradient.values[i] += outputGradient.values[o] / divisor }
    return gradient
  }

  /// Calls `body` with the places (in the output and the input) and the divisor of every summand.
  private func forEachShare(_ input: [Int], _ body: (Int, Int, Double) -> Void) {
    let (height, width) = (input[2], input[3])
    windows.forEachWindow(input) { place, plane, top, left in
      let padded = (
        min(top + windows.kernelSize.0, height + windows.padding.0) - top,
        min(left + windows.kernelSize.1, width + windows.padding.1) - left
      )
      let rows = max(top, 0)..<min(top + windows.kernelSize.0, height)
      let columns = max(left, 0)..<min(left + windows.kernelSize.1, width)
      let counted = countIncludePad ? padded.0 * padded.1 : rows.count * columns.count
      for row in rows {
        for column in columns { body(place, plane + row * width + column, Double(divisorOverride ?? counted)) }
      }
    }
  }
}
