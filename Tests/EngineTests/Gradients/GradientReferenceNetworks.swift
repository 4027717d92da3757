import InklingEngine

/// The networks of Tests/Peers/gradients.py.
enum GradientReferenceNetworks {
  struct Chain: Layer {
    let conv1 = Conv2d(2, 4, kernelSize: 3, padding: 1, bias: false)
    let bn1 = BatchNorm2d(4)
    let maxPool2d = MaxPool2d(2)
    let conv2 = Conv2d(4, 6, kernelSize: 3, groups: 2)
    let bn2 = BatchNorm2d(6, eps: 0.01, momentum: 0.3)
    let fc1 = Linear(6, 5)
    let bn3 = BatchNorm1d(5)
    let fc2 = Linear(5, 3)
    let isTraining: Bool

    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = relu(bn2(conv2(maxPool2d(relu(bn1(conv1(x)))))))
      let z = relu(bn3(fc1(y.flattened())))
      // PyTorch's draws others: in training there is none to compare.
      return fc2(isTraining ? z : Dropout(0.5)(z))
    }
  }

  struct Branches: Layer {
    let stem = Conv2d(2, 4, kernelSize: 3, padding: 1)
    let block = Conv2d(4, 4, kernelSize: 3, padding: 1, bias: false)
    let bn = BatchNorm2d(4)
    let prelu = PReLU(4)
    let side = Conv2d(4, 2, kernelSize: 1)
    let gn = GroupNorm(3, 6)
    let pool = AdaptiveAvgPool2d(2)
    let fc = Linear(24, 8)
    let ln = LayerNorm([8])
    let head = Linear(8, 3)

    func callAsFunction(_ x: Tensor) -> Tensor {
      let stem = stem(x)
      let y = prelu(relu(bn(block(stem))) + stem)
      let z = gn(concatenate([y, side(stem)]))
      return head(GELU()(ln(fc(pool(z).flattened()))))
    }
  }

  struct Ties: Layer {
    let pool = MaxPool2d(3, stride: 1, padding: 1)
    let conv = Conv2d(2, 3, kernelSize: 2)
    let pool2 = MaxPool2d(2)
    let bn = BatchNorm2d(3)
    let fc = Linear(12, 3)

    func callAsFunction(_ x: Tensor) -> Tensor { fc(bn(pool2(relu(conv(pool(x))))).flattened()) }
  }

  static func graph(_ name: String, isTraining: Bool) throws -> Graph {
    switch name {
    case "Chain": try Graph(tracing: Chain(isTraining: isTraining), input: [2, 6, 6])
    case "Branches": try Graph(tracing: Branches(), input: [2, 6, 6])
    default: try Graph(tracing: Ties(), input: [2, 5, 5])
    }
  }

  static func parameters(_ graph: Graph, of name: String) -> [NamedTensor] {
    let factors = [13, 41, 43, 31, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 17, 19, 23, 29]
    return zip(graph.parameters, factors).map { parameter, factor in
      let isScale = parameter.name.hasSuffix("weight") && parameter.initializer == .constant(1)
      let offset: Float = isScale || parameter.name.hasSuffix("running_var") ? 1 : 0
      let isEqual = name == "Ties" && parameter.name == "conv.weight"
      let values = (0..<parameter.count).map { (k: Int) -> Float in
        isEqual ? 0.5 : Float(k * factor % 101 - 50) / 100 + offset
      }
      return NamedTensor(name: parameter.name, shape: parameter.shape, values: values)
    }
  }

  static func images(_ name: String, count: Int) -> [UInt8] {
    let size = name == "Ties" ? 50 : 72
    return (0..<count * size).map { place in
      let (image, pixel) = (place / size, place % size)
      return UInt8(name == "Ties" ? (image * 5 + pixel / 3) % 3 * 100 : place * 37 % 256)
    }
  }

  static let normalization = Normalization(scale: [1 / 127.5, 1 / 100], shift: [-1, -0.5])
}
