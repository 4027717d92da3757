import InklingTestSupport
import Testing

@testable import InklingEngine

/// Each kernel against its twin in Double, on lengths that fill no register, with the options that no golden has.
@Suite struct OptimizerTwinTests {
  static let optimizers: [any Optimizer] = [
    SGD(learningRate: 0.05, momentum: 0.8, dampening: 0.3, weightDecay: 0.1),
    Adam(learningRate: 0.02, weightDecay: 0.1, amsgrad: true),
    AdamW(learningRate: 0.02, betas: (0.8, 0.9), epsilon: 1e-3, amsgrad: true),
    NAdam(learningRate: 0.02, weightDecay: 0.1, momentumDecay: 0.1),
    NAdam(learningRate: 0.02, weightDecay: 0.1, decoupledWeightDecay: true), RMSprop(),
    RMSprop(learningRate: 0.02, alpha: 0.95, weightDecay: 0.1, momentum: 0.8, centered: true),
    RMSprop(epsilon: 0.01, centered: true),
    Adagrad(
      learningRate: 0.1, learningRateDecay: 0.05, weightDecay: 0.01, initialAccumulatorValue: 0.5, epsilon: 1e-3),
    Adadelta(rho: 0.7, epsilon: 1e-3, weightDecay: 0.02), Lion(learningRate: 0.01, weightDecay: 0.1),
    Muon(learningRate: 0.01, vectorRateScale: 2),
  ]

  @Test(arguments: optimizers.indices, InstructionSet.available)
  func agreesWithItsTwin(index: Int, set: InstructionSet) throws {
    let optimizer = Self.optimizers[index]
    try optimizer.validate()
    for count in [1, 15, 16, 50, 131] {
      var random = RandomTensors(seed: UInt64(count))
      let start = random.floats(count)
      let parameters = KernelParameters(start, set)
      var twin = naiveTwin(of: optimizer)
      var expected = start.map(Double.init)
      for _ in 0..<30 {
        // Of very different sizes, some exactly zero.
        let gradient = random.floats(count).enumerated().map { index, value in
          index % 11 == 3 ? 0 : value * [1, 1e-3, 30][index % 3]
        }
        parameters.step(optimizer, gradient: gradient)
        twin.step(&expected, gradient: gradient.map(Double.init))
      }
      #expect(
        largestRelativeDeviation(of: parameters.values, from: expected) < 1e-5, "\(count) parameters, \(optimizer)")
    }
  }

  /// The root that the kernels take, through Adagrad with a rate of one: w = -g / sqrt(g²).
  @Test(arguments: InstructionSet.available)
  func theSquareRootHoldsForAllMagnitudes(set: InstructionSet) {
    let digits: [Float] = [1, 1.3, 2.9, 7.7]
    let gradients = (-19...18).flatMap { exponent in digits.map { $0 * Float(naive10(exponent)) } }
    let parameters = KernelParameters(gradients.map { _ in 0 }, set)
    parameters.step(Adagrad(learningRate: 1, epsilon: 0), gradient: gradients)
    // Below 1e-19 the square is subnormal and has few digits.
    for (gradient, value) in zip(gradients, parameters.values) {
      #expect(abs(value + 1) < (gradient < 2e-19 ? 1e-4 : 1e-6), "\(gradient)")
    }
  }

  @Test(arguments: InstructionSet.available)
  func aMemoryOfZerosAndInfinitiesIsNoTrap(set: InstructionSet) {
    let parameters = KernelParameters([1, 1], set)
    parameters.step(Adam(learningRate: 0.1), gradient: [0, 1e30])
    #expect(parameters.values[0] == 1)
    #expect(parameters.values[1] == 1, "m is finite and v is infinite")
  }

  private func naive10(_ exponent: Int) -> Double {
    (0..<abs(exponent)).reduce(1.0) { value, _ in exponent < 0 ? value / 10 : value * 10 }
  }
}
