import InklingEngine

/// A network whose activations leave the caches, after VGG (Simonyan and Zisserman, 2015): 3x3 convolutions of 32, 32,
/// 64, 64 and 128 channels with batch normalisation on 28x28 images.
struct LargeNetwork: Layer {
  let stem: Sequential
  let body: Sequential
  let head: Sequential
  let pool = MaxPool2d(2)
  let fc = Linear(128, 10)

  init() {
    stem = Sequential(Self.block(1, 32), Self.block(32, 32))
    body = Sequential(Self.block(32, 64), Self.block(64, 64))
    head = Sequential(Self.block(64, 128), AdaptiveAvgPool2d(1), Flatten())
  }

  private static func block(_ inputs: Int, _ outputs: Int) -> Sequential {
    Sequential(Conv2d(inputs, outputs, kernelSize: 3, padding: 1), BatchNorm2d(outputs), ReLU())
  }

  func callAsFunction(_ x: Tensor) -> Tensor { fc(head(pool(body(pool(stem(x)))))) }
}

/// The classic network with batch normalisation behind its convolutions.
struct NormalizedLeNet: Layer {
  let conv1 = Conv2d(1, 6, kernelSize: 5)
  let bn1 = BatchNorm2d(6)
  let conv2 = Conv2d(6, 16, kernelSize: 5)
  let bn2 = BatchNorm2d(16)
  let fc1 = Linear(256, 120)
  let fc2 = Linear(120, 84)
  let fc3 = Linear(84, 10)
  let pool = MaxPool2d(2)

  func callAsFunction(_ x: Tensor) -> Tensor {
    var x = pool(relu(bn1(conv1(x))))
    x = pool(relu(bn2(conv2(x))))
    return fc3(relu(fc2(relu(fc1(x.flattened())))))
  }
}
