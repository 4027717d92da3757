import InklingEngine

/// A network that nothing was tuned for: other sizes, padding, odd channels, average pooling and a residual sum.
struct OtherNetwork: Layer {
  let conv1 = Conv2d(3, 9, kernelSize: 3, padding: 1)
  let conv2 = Conv2d(9, 9, kernelSize: 3, padding: 1)
  let pool = AvgPool2d(2)
  let conv3 = Conv2d(9, 21, kernelSize: 3, padding: 1)
  let fc = Linear(21 * 5 * 6, 10)

  func callAsFunction(_ x: Tensor) -> Tensor {
    let y = relu(conv1(x))
    let z = pool(y + relu(conv2(y)))
    return fc(pool(relu(conv3(z))).flattened())
  }
}
