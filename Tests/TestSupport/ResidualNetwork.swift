public import InklingEngine

/// A network of other sizes than the classic one, for images 3x20x24: 3x3 convolutions with padding, 9 and 21 channels,
/// average pooling, a residual sum.
public struct ResidualNetwork: Layer {
  public let stem = Conv2d(3, 9, kernelSize: 3, padding: 1)
  public let widen = Conv2d(9, 21, kernelSize: 3, padding: 1)
  public let block = Conv2d(21, 21, kernelSize: 3, padding: 1)
  public let pool = AvgPool2d(2)
  public let head = Linear(21 * 5 * 6, 7)

  public static let input: Shape = [3, 20, 24]

  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor {
    let y = relu(widen(pool(relu(stem(x)))))
    return head(pool(relu(block(y) + y)).flattened())
  }

  public static let twin = LayerTwin { tape, x in
    let padded = NaiveConvolution2d(padding: (1, 1))
    let pool = AvgPool2d(2)
    let y = tape.relu(tape.convolution(tape(pool, tape.relu(tape.convolution(x, "stem", padded))), "widen", padded))
    let z = tape.relu(tape.add([tape.convolution(y, "block", padded), y]))
    return tape.linear(tape.flatten(tape(pool, z)), "head")
  }
}
