import InklingTestSupport
import Testing

@testable import InklingEngine

/// PyTorch's optimisers on given gradients.
@Suite struct GoldenOptimizerTests {
  @Test(arguments: try Goldens.cases(kind: "optimizers"), InstructionSet.available)
  func optimizer(golden: GoldenCase, set: InstructionSet) throws {
    let tensors = try golden.tensors()
    let (start, gradients, expected) = try (
      #require(tensors["start"]), #require(tensors["grads"]), #require(tensors["params"])
    )
    let optimizer = try golden.optimizer(op: golden.op)
    try optimizer.validate()
    let parameters = KernelParameters(start.values, set)
    let count = start.values.count
    var trace: [Float] = []
    for step in 0..<gradients.shape[0] {
      parameters.step(optimizer, gradient: Array(gradients.values[step * count..<(step + 1) * count]))
      trace += parameters.values
    }
    #expect(trace.count == expected.values.count && !trace.isEmpty)
    #expect(largestRelativeDeviation(of: trace, from: expected.values) < 1e-5)
  }

  /// The twins, which have options that no golden has, are right where there is one. Goldens were rounded to float32.
  @Test(arguments: try Goldens.cases(kind: "optimizers"))
  func twin(golden: GoldenCase) throws {
    let tensors = try golden.tensors()
    let (start, gradients, expected) = try (
      #require(tensors["start"]), #require(tensors["grads"]), #require(tensors["params"])
    )
    var twin = naiveTwin(of: try golden.optimizer(op: golden.op))
    var parameters = start.values.map(Double.init)
    var trace: [Double] = []
    for step in 0..<gradients.shape[0] {
      let range = step * parameters.count..<(step + 1) * parameters.count
      twin.step(&parameters, gradient: gradients.values[range].map(Double.init))
      trace += parameters
    }
    #expect(!trace.isEmpty && largestRelativeDeviation(of: trace, from: expected.values) < 2e-6)
  }
}
