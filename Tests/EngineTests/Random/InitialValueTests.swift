import InklingEngine
import InklingRandomness
import InklingTestSupport
import Testing

/// The parameters' first values: PyTorch's distributions, a stream for each parameter.
@Suite struct InitialValueTests {
  private func parameters(_ layer: some Layer, _ input: Shape, seed: UInt64) throws -> [NamedTensor] {
    try TrainingProgram(
      Graph(tracing: layer, input: input), seed: seed, optimizer: SGD(),
      normalization: Normalization(mean: 0, deviation: 1, channels: input.channels), batchSize: 1, threads: 1,
      instructionSet: .portable
    ).namedParameters()
  }

  private func classic(seed: UInt64 = 0) throws -> [NamedTensor] { try parameters(LeNet(), [1, 28, 28], seed: seed) }

  private static let bounds: [String: Float] = [
    "conv1": 1 / 5, "conv2": 1 / Float(150).squareRoot(), "fc1": 1 / 16, "fc2": 1 / Float(120).squareRoot(),
    "fc3": 1 / Float(84).squareRoot(),
  ]

  @Test(arguments: 0..<5)
  func uniformWithinTheBound(seed: UInt64) throws {
    for tensor in try classic(seed: seed) {
      let layer = try #require(tensor.name.split(separator: ".").first)
      let bound = try #require(Self.bounds[String(layer)])
      #expect(tensor.values.allSatisfy { abs($0) <= bound }, "\(tensor.name)")
      #expect(Set(tensor.values).count > tensor.values.count * 99 / 100, "\(tensor.name) repeats itself")
      guard tensor.values.count >= 100 else { continue }
      let count = Double(tensor.values.count)
      // Of a uniform distribution: mean 0 and variance bound² / 3, each within five of its own deviations.
      let scaled = tensor.values.map { Double($0 / bound) }
      let mean = scaled.reduce(0, +) / count
      let variance = scaled.reduce(0) { $0 + $1 * $1 } / count
      #expect(abs(mean) < 5 * (1 / 3 / count).squareRoot(), "\(tensor.name)")
      #expect(abs(variance - 1.0 / 3) < 5 * (4.0 / 45 / count).squareRoot(), "\(tensor.name)")
      #expect(
        tensor.values.max().map { $0 > 0.9 * bound } == true && tensor.values.min().map { $0 < -0.9 * bound } == true)
    }
  }

  /// Numbers of our own, so that a seed means the same network in every version.
  @Test func firstValuesAreFixed() throws {
    let tensors = try classic()
    let first = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, Array($0.values.prefix(3))) })
    #expect(first == Self.golden)
    #expect(weightsSHA256(of: tensors) == "fd630677f72e506b60ac3a197589111d25d458f3cbeeb80b10661a040803278a")
  }

  private static let golden: [String: [Float]] = [
    "conv1.weight": [0.026575536, -0.13503158, -0.046711013], "conv1.bias": [0.038437456, 0.018994778, 0.042645246],
    "conv2.weight": [-0.034707326, -0.0009627268, -0.024537075],
    "conv2.bias": [-0.06662085, -0.045374673, -0.033058375],
    "fc1.weight": [-0.0053103045, 0.06144377, -0.03680528], "fc1.bias": [-0.05230172, -0.0025886968, 0.05271092],
    "fc2.weight": [0.025757104, 0.088783294, 0.06606598], "fc2.bias": [0.08294259, 0.024389677, -0.021639928],
    "fc3.weight": [-0.075170584, -0.0045225024, -0.055596914], "fc3.bias": [0.04089549, 0.032824457, -0.09623051],
  ]

  /// By the generator's definition: one stream a parameter, numbered in the model's order, drawn in PyTorch's order.
  @Test func eachParameterHasAStreamOfItsOwn() throws {
    for (index, tensor) in try classic(seed: 3).enumerated() {
      let layer = try #require(tensor.name.split(separator: ".").first)
      let bound = try #require(Self.bounds[String(layer)])
      var generator = CounterGenerator(seed: 3, purpose: .initialization, sample: index)
      #expect(tensor.values == tensor.values.map { _ in generator.uniform(in: -bound...bound) }, "\(tensor.name)")
    }
  }

  /// A layer's size does not move its neighbours' values.
  @Test func otherLayersDoNotMatter() throws {
    let a = try parameters(Sequential(Linear(3, 5), Linear(5, 4), Linear(4, 2)), [3], seed: 1)
    let b = try parameters(Sequential(Linear(9, 5), Linear(5, 4), Linear(4, 7)), [9], seed: 1)
    #expect(a[2] == b[2] && a[3] == b[3])
    #expect(a[0].values != Array(b[0].values.prefix(15)))
    #expect(a[2].values.prefix(4) != a[4].values.prefix(4))
  }

  @Test(arguments: InstructionSet.available)
  func theInstructionSetDoesNotMatter(set: InstructionSet) throws {
    let program = try TrainingProgram(
      Graph(tracing: LeNet(), input: [1, 28, 28]), seed: 0, optimizer: SGD(),
      normalization: Normalization(mean: 0, deviation: 1, channels: 1), batchSize: 8, threads: 2, instructionSet: set)
    #expect(try program.namedParameters() == classic())
    #expect(program.namedOptimizerState().allSatisfy { $0.values.allSatisfy { $0 == 0 } })
  }
}
