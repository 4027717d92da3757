/// The classic small convolutional network for 28x28 digits, after LeCun, Bottou, Bengio and Haffner, "Gradient-based
/// learning applied to document recognition" (1998), as tutorials write it: two 5x5 convolutions, each rectified and
/// pooled, then three linear layers. 44,426 parameters for one channel and ten classes.
public struct LeNet: Layer {
  /// From the image's channels to 6, 5x5.
  public let conv1: Conv2d
  /// The largest of each 2x2 pixels, after either convolution.
  public let pool = MaxPool2d(2)
  /// From 6 channels to 16, 5x5.
  public let conv2 = Conv2d(6, 16, kernelSize: 5)
  /// From all that the second pooling leaves (256 features of 28x28 pixels) to 120.
  public let fc1: Linear
  /// From 120 features to 84.
  public let fc2 = Linear(120, 84)
  /// From 84 features to one logit a class.
  public let fc3: Linear

  /// - Parameters:
  ///   - input: `[C, H, W]`, at least 16x16 pixels.
  ///   - classes: the number of logits.
  public init(input: Shape = [1, 28, 28], classes: Int = 10) {
    precondition(
      input.isImage && input.height >= 16 && input.width >= 16, "LeNet needs images of at least 16x16, not \(input)")
    conv1 = Conv2d(input.channels, 6, kernelSize: 5)
    let rows = ((input.height - 4) / 2 - 4) / 2
    let columns = ((input.width - 4) / 2 - 4) / 2
    fc1 = Linear(16 * rows * columns, 120)
    fc3 = Linear(84, classes)
  }

  /// The logits, `[classes]`, of an image.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var x = pool(relu(conv1(x)))
    x = pool(relu(conv2(x)))
    x = relu(fc1(x.flattened()))
    x = relu(fc2(x))
    return fc3(x)
  }
}
