import InklingKernelInterface
import InklingTestSupport
import Testing

@testable import InklingEngine

/// The activations' polynomials over all of float's range, number by number.
@Suite struct ActivationRangeTests {
  struct Function: Sendable, CustomTestStringConvertible {
    let rule: Activation
    let twin: NaiveActivation
    /// An error that is forgiven besides the relative one.
    let floor: Double
    var testDescription: String { "\(rule.function), \(rule.alpha), \(rule.beta)" }
  }

  static let functions = ActivationCase.all.compactMap { test -> Function? in
    guard let floor = test.floor, let graph = try? Graph(tracing: Sequential(test.layer), input: [1]),
      let twin = NaiveActivation(test.layer),
      let rule = graph.nodes[1].operation.rule as? Activation
    else { return nil }
    return Function(rule: rule, twin: twin, floor: floor)
  }

  @Test func noneIsLeftOut() { #expect(Self.functions.count == ActivationCase.all.count { $0.floor != nil }) }

  private static let points: [Float] =
    (-60_000...60_000).map { Float($0) / 500 } + (-2000...2000).map { Float($0) / 1_000_000 }
    + [1e-30, 1e-10, 1e3, 1e5, 1e10, 1e20, 1e30, 3e38, .leastNormalMagnitude].flatMap { [$0, -$0] }

  private func run(_ test: Function, _ set: InstructionSet, _ inputs: [Float], isGradient: Bool) -> [Float] {
    let count = (inputs.count + 15) / 16
    let source = AlignedMemory(bytes: count * 64), target = AlignedMemory(bytes: count * 64)
    for place in inputs.indices { source.floats[place] = inputs[place] }
    for place in 0..<count * 16 { target.floats[place] = 1 }
    let work = ActivationWork(
      function: test.rule.function, source: source.start, target: target.start, count: count, alpha: test.rule.alpha,
      beta: test.rule.beta)
    if isGradient {
      set.kernels.activationGradient(work)
    } else {
      set.kernels.activate(work)
    }
    return inputs.indices.map { target.floats[$0] }
  }

  @Test(arguments: functions, InstructionSet.available)
  func isAccurateEverywhere(test: Function, set: InstructionSet) {
    let values = run(test, set, Self.points, isGradient: false)
    var worst = (error: 0.0, x: Float(0))
    for (x, y) in zip(Self.points, values) {
      let expected = test.twin.value(Double(x))
      let error = (abs(Double(y) - expected) - test.floor) / max(abs(expected), 1e-300)
      if error.isNaN || error > worst.error { worst = (error.isNaN ? .infinity : error, x) }
    }
    #expect(worst.error < 5e-7, "at \(worst.x)")
  }

  /// Slopes of the size of one; where one crosses zero only its absolute error can be small.
  @Test(arguments: functions, InstructionSet.available)
  func hasAnAccurateSlopeEverywhere(test: Function, set: InstructionSet) {
    let sources = test.rule.function.slopeReadsOutput ? run(test, set, Self.points, isGradient: false) : Self.points
    let slopes = run(test, set, sources, isGradient: true)
    var worst = (error: 0.0, x: Float(0))
    for (x, slope) in zip(Self.points, slopes) {
      let error = abs(Double(slope) - test.twin.slope(Double(x)))
      if error.isNaN || error > worst.error { worst = (error.isNaN ? .infinity : error, x) }
    }
    #expect(worst.error < 1e-6, "at \(worst.x)")
  }

  @Test(arguments: functions, InstructionSet.available)
  func keepsNaN(test: Function, set: InstructionSet) {
    #expect(run(test, set, [.nan], isGradient: false)[0].isNaN)
  }
}
