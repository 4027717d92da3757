import InklingEngine
import InklingTestSupport
import Testing

@Suite struct ReferenceNetworkTests {
  /// A network of the classic form on 16x16 images, so that differences are quick.
  private let small: ReferenceNetwork
  private let images: NaiveTensor
  private let labels: [Int]

  init() {
    var random = RandomTensors(seed: 7)
    let shapes: [(String, [Int])] = [
      ("conv1.weight", [2, 1, 5, 5]), ("conv1.bias", [2]), ("conv2.weight", [3, 2, 5, 5]), ("conv2.bias", [3]),
      ("fc1.weight", [6, 3]), ("fc1.bias", [6]), ("fc2.weight", [5, 6]), ("fc2.bias", [5]),
      ("fc3.weight", [4, 5]), ("fc3.bias", [4]),
    ]
    small = ReferenceNetwork(shapes.map { random.named($0.0, $0.1, scale: 0.5) })
    images = random.tensor([3, 1, 16, 16])
    labels = random.labels(3, classes: 4)
  }

  @Test func itsGradientsAreThoseOfItsLoss() throws {
    let (loss, gradients) = small.lossAndGradients(images, labels: labels)
    #expect(loss == small.loss(images, labels: labels))
    #expect(Set(gradients.keys) == Set(small.parameters.keys))
    for (name, gradient) in gradients {
      let parameter = try #require(small.parameters[name])
      #expect(gradient.shape == parameter.shape)
      var moved = small
      let function: ([Double]) -> Double = {
        moved.parameters[name] = NaiveTensor(shape: parameter.shape, values: $0)
        return moved.loss(images, labels: labels)
      }
      #expect(GradientChecker().deviation(of: gradient.values, from: function, at: parameter.values) < 1e-7, "\(name)")
    }
  }

  @Test func aStepMovesEveryParameterAgainstItsGradient() throws {
    let (loss, gradients) = small.lossAndGradients(images, labels: labels)
    var stepped = small
    var optimizers = stepped.optimizers(NaiveSGD(learningRate: 0.01, momentum: 0.5))
    #expect(stepped.step(images, labels: labels, optimizers: &optimizers) == loss)
    #expect(stepped.loss(images, labels: labels) < loss)
    for (name, gradient) in gradients {
      let (before, after) = try (#require(small.parameters[name]), #require(stepped.parameters[name]))
      #expect(after.values == zip(before.values, gradient.values).map { $0 - 0.01 * $1 })
      #expect(optimizers[name]?.momentumBuffer == gradient.values)
    }
  }
}

@Suite struct GoldenReferenceNetworkTests {
  @Test func itsLogitsAreThoseOfPyTorch() throws {
    let network = try ReferenceNetwork(
      Safetensors(contentsOf: Goldens.path(of: "files/seednet.safetensors")).tensors)
    let golden = try Goldens.named("seednet_io", kind: "files").tensors()
    let (input, output) = try (#require(golden["input"]), #require(golden["output"]))
    let logits = network.logits(NaiveTensor(input))
    #expect(logits.shape == output.shape)
    // PyTorch computed these in float32.
    #expect(largestRelativeDeviation(of: logits.values, from: output.values) < 1e-5)
  }
}
