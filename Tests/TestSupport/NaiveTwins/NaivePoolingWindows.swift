/// Where the windows of `torch.nn.MaxPool2d` and `AvgPool2d` lie. Pairs are (vertical, horizontal).
public struct NaivePoolingWindows: Sendable {
  public var kernelSize: (Int, Int)
  public var stride: (Int, Int)
  public var padding: (Int, Int)
  public var dilation: (Int, Int)
  /// Rounds the number of windows up, but drops a last window that would begin in the padding at the end.
  public var ceilMode: Bool

  /// - Parameter stride: the kernel size when nil, as in PyTorch.
  public init(
    kernelSize: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int) = (0, 0), dilation: (Int, Int) = (1, 1),
    ceilMode: Bool = false
  ) {
    precondition(
      padding.0 * 2 <= dilation.0 * (kernelSize.0 - 1) + 1 && padding.1 * 2 <= dilation.1 * (kernelSize.1 - 1) + 1,
      "padding \(padding) is more than half of the kernel \(kernelSize) with dilation \(dilation)")
    self.kernelSize = kernelSize
    self.stride = stride ?? kernelSize
    self.padding = padding
    self.dilation = dilation
    self.ceilMode = ceilMode
  }

  /// [N, C, H, W] after pooling.
  public func outputShape(_ input: [Int]) -> [Int] {
    [
      input[0], input[1], Self.count(input[2], kernelSize.0, stride.0, padding.0, dilation.0, ceilMode),
      Self.count(input[3], kernelSize.1, stride.1, padding.1, dilation.1, ceilMode),
    ]
  }

  /// Calls `body` for every window with its place in the output, the first place of its plane in the input, and its
  /// top left corner, which may lie in the padding.
  func forEachWindow(_ input: [Int], _ body: (_ output: Int, _ plane: Int, _ top: Int, _ left: Int) -> Void) {
    let output = outputShape(input)
    for plane in 0..<input[0] * input[1] {
      for y in 0..<output[2] {
        for x in 0..<output[3] {
          body(
            (plane * output[2] + y) * output[3] + x, plane * input[2] * input[3],
            y * stride.0 - padding.0, x * stride.1 - padding.1)
        }
      }
    }
  }

  private static func count(
    _ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int, _ ceilMode: Bool
  ) -> Int {
    let room = size + 2 * padding - dilation * (kernel - 1) - 1
    precondition(room >= 0, "a window of \(kernel) does not fit \(size) with padding \(padding)")
    guard ceilMode else { return room / stride + 1 }
    let count = (room + stride - 1) / stride + 1
    return (count - 1) * stride >= size + padding ? count - 1 : count
  }
}
