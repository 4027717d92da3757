import InklingEngine

// What holds the layer against its twin, and the twin against itself.
extension LayerChecker {
  /// A few images, and more than a block of them with a ragged second one.
  private static let twinCounts = [3, 17]

  func shapeFailures() -> [String] {
    let found = twinPass(1, gradients: false).output.shape
    let expected = [1] + graph.outputShape.dimensions
    return found == expected ? [] : ["the twin's output is \(found), the graph says \(expected)"]
  }

  func agreementFailures() throws -> [String] {
    try Self.twinCounts.flatMap { count in
      let expected = twinPass(count)
      return try instructionSets.flatMap { set in
        try disagreements(probe(set)(images(0..<count)), expected).map { "\(set.rawValue), \(count) images: \($0)" }
      }
    }
  }

  private func disagreements(_ actual: LayerPass, _ expected: LayerTwin.Pass) -> [String] {
    var failures = deviation(actual.output, expected.output, "output")
    failures += deviation(actual.inputGradient, expected.inputGradient, "input gradient")
    for gradient in actual.parameterGradients {
      if let twin = expected.parameterGradients[gradient.name] {
        failures += deviation(gradient.values, twin, "gradient of \(gradient.name)")
      } else {
        failures.append("the twin has no gradient of \(gradient.name)")
      }
    }
    let missing = Set(expected.parameterGradients.keys).subtracting(actual.parameterGradients.map(\.name))
    return failures + missing.sorted().map { "the layer has no gradient of \($0)" }
  }

  /// The twin's gradients against central differences of its own output, along a random direction of each tensor.
  func differenceFailures() -> [String] {
    let pass = twinPass(2)
    let images = tensor(batch.picking([0, 1]).input, graph.inputShape)
    let parameters = twinParameters
    var failures = difference(pass.inputGradient, images, "input gradient") { output($0, parameters) }
    for (name, gradient) in pass.parameterGradients.sorted(by: { $0.key < $1.key }) {
      guard let parameter = parameters[name] else { continue }
      failures += difference(gradient, parameter, "gradient of \(name)") {
        output(images, parameters.merging([name: $0]) { _, moved in moved })
      }
    }
    return failures
  }

  private var twinParameters: [String: NaiveTensor] {
    Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, NaiveTensor($0)) })
  }

  private func tensor(_ values: [Float], _ shape: Shape) -> NaiveTensor {
    NaiveTensor(shape: [values.count / shape.count] + shape.dimensions, values: values.map(Double.init))
  }

  private func twinPass(_ count: Int, gradients: Bool = true) -> LayerTwin.Pass {
    let some = images(0..<count)
    return twin.pass(
      tensor(some.input, graph.inputShape), twinParameters,
      gradients ? tensor(some.outputGradient, graph.outputShape) : nil)
  }

  /// The scalar whose gradients are checked: Σ output · output gradient.
  private func output(_ images: NaiveTensor, _ parameters: [String: NaiveTensor]) -> Double {
    let gradient = tensor(batch.picking([0, 1]).outputGradient, graph.outputShape)
    return twin.pass(images, parameters, nil).output.dot(gradient)
  }

  private func difference(
    _ gradient: NaiveTensor, _ point: NaiveTensor, _ name: String, of function: (NaiveTensor) -> Double
  ) -> [String] {
    let step = 1e-6
    var random = RandomTensors(seed: 1)
    let direction = random.tensor(point.shape)
    func moved(_ distance: Double) -> NaiveTensor {
      NaiveTensor(shape: point.shape, values: zip(point.values, direction.values).map { $0 + distance * $1 })
    }
    let slope = (function(moved(step)) - function(moved(-step))) / (2 * step)
    let expected = gradient.dot(direction)
    let scale = gradient.dot(gradient).squareRoot()
    return abs(slope - expected) <= 1e-5 * scale + 1e-9
      ? [] : ["the twin's \(name) gives a slope of \(expected), differences give \(slope)"]
  }

  private func deviation(_ actual: [Float], _ expected: NaiveTensor, _ name: String) -> [String] {
    let deviation = largestRelativeDeviation(of: actual, from: expected.values)
    return deviation <= tolerance ? [] : ["\(name) deviates from the twin's by \(deviation)"]
  }
}
