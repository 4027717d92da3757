import Inkling
import Randomness

/// A network whose activations leave the caches, after VGG (Simonyan and Zisserman, 2015): 3x3 convolutions of 32, 32,
/// 64, 64 and 128 channels on 28x28 images.
struct LargeNetwork: Layer {
  let conv1 = Conv2d(1, 32, kernelSize: 3, padding: 1)
  let conv2 = Conv2d(32, 32, kernelSize: 3, padding: 1)
  let conv3 = Conv2d(32, 64, kernelSize: 3, padding: 1)
  let conv4 = Conv2d(64, 64, kernelSize: 3, padding: 1)
  let conv5 = Conv2d(64, 128, kernelSize: 3, padding: 1)
  let pool = MaxPool2d(2)
  let average = AvgPool2d(7)
  let fc = Linear(128, 10)

  func callAsFunction(_ x: Tensor) -> Tensor {
    var x = pool(relu(conv2(relu(conv1(x)))))
    x = pool(relu(conv4(relu(conv3(x)))))
    return fc(average(relu(conv5(x))).flattened())
  }
}
