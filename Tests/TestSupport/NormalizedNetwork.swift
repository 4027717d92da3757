public import InklingEngine

/// A network full of normalisation, for images 2x12x10: before and after rectifiers, on a residual sum, on features.
/// No bias comes before a batch normalisation: its gradient would be zero but for rounding, and agree with nothing.
public struct NormalizedNetwork: Layer {
  public let conv1 = Conv2d(2, 7, kernelSize: 3, padding: 1, bias: false)
  public let bn1 = BatchNorm2d(7)
  public let conv2 = Conv2d(7, 7, kernelSize: 3, padding: 1, bias: false)
  public let bn2 = BatchNorm2d(7, eps: 1e-3, momentum: 0.3)
  public let group = GroupNorm(1, 7)
  public let fc1 = Linear(7 * 3 * 2, 18, bias: false)
  public let bn3 = BatchNorm1d(18)
  public let fc2 = Linear(18, 5)

  public static let input: Shape = [2, 12, 10]
  public static let classes = 5

  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor {
    let pool = MaxPool2d(2)
    let y = pool(relu(bn1(conv1(x))))
    let z = pool(relu(group(bn2(conv2(y)) + y)))
    return fc2(relu(bn3(fc1(z.flattened()))))
  }

  public static let twin = twin(isFixed: false)

  /// - Parameter isFixed: whether it normalises batches by the running statistics.
  public static func twin(isFixed: Bool) -> LayerTwin {
    LayerTwin { tape, x in
      let padded = NaiveConvolution2d(padding: (1, 1))
      let pool = MaxPool2d(2)
      let y = tape(pool, tape.relu(tape.batchNorm(tape.convolution(x, "conv1", padded), "bn1", isFixed: isFixed)))
      let normal = tape.batchNorm(tape.convolution(y, "conv2", padded), "bn2", eps: 1e-3, isFixed: isFixed)
      let z = tape.flatten(tape(pool, tape.relu(tape(GroupNorm(1, 7), tape.add([normal, y]), "group"))))
      return tape.linear(tape.relu(tape.batchNorm(tape.linear(z, "fc1"), "bn3", isFixed: isFixed)), "fc2")
    }
  }
}
