import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

/// What optimisers remember, by PyTorch's names.
@Suite struct OptimizerStateTests {
  private func program(_ optimizer: any Optimizer, _ updates: UpdateOptions = UpdateOptions()) throws -> TrainingProgram
  {
    let model = try TrainingModel("small", [Conv2d(1, 2, kernelSize: 3), ReLU()], input: [1, 6, 5])
    let program = try model.program(.portable, optimizer: optimizer, updates: updates)
    program.train(model.data, steps: 0..<2, size: 20)
    return program
  }

  static let names: [(optimizer: any Optimizer, names: [String])] = [
    (SGD(), ["momentum_buffer"]), (Adam(), ["exp_avg", "exp_avg_sq"]),
    (Adam(amsgrad: true), ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"]), (AdamW(), ["exp_avg", "exp_avg_sq"]),
    (RMSprop(), ["square_avg"]),
    (RMSprop(momentum: 0.5, centered: true), ["square_avg", "momentum_buffer", "grad_avg"]),
    (RMSprop(centered: true), ["square_avg", "grad_avg"]), (Adagrad(), ["sum"]),
    (Adadelta(), ["square_avg", "acc_delta"]), (Lion(), ["exp_avg"]),
  ]

  @Test(arguments: names.indices)
  func namesAndShapes(index: Int) throws {
    let (optimizer, names) = Self.names[index]
    let program = try program(optimizer)
    let parameters = program.namedParameters()
    let state = program.namedOptimizerState()
    let steps = parameters.map { "\($0.name).step" }.sorted()
    #expect(state.map(\.name) == names.flatMap { name in parameters.map { "\($0.name).\(name)" } } + steps)
    #expect(state.map(\.shape) == names.flatMap { _ in parameters.map(\.shape) } + steps.map { _ in [] })
    #expect(state.suffix(steps.count).allSatisfy { $0.values == [2] })
    #expect(state.allSatisfy { $0.values.contains { $0 != 0 } }, "something was remembered everywhere")
    #expect(optimizer.states.names == names)
  }

  @Test func nadamsProductIsANumberForEach() throws {
    let products = try program(NAdam()).namedOptimizerState().filter { $0.name.hasSuffix(".mu_product") }
    #expect(products.map(\.name) == ["0.bias", "0.weight", "3.bias", "3.weight"].map { $0 + ".mu_product" })
    // 0.9 (1 - 0.5 * 0.96^0.004) and then the next.
    #expect(products.allSatisfy { $0.shape == [] && abs($0.values[0] - 0.202_65) < 1e-4 })
  }

  @Test func muonRemembersMatricesAndVectorsDifferently() throws {
    let names = try program(Muon()).namedOptimizerState().map(\.name)
    #expect(
      names == [
        "0.weight.momentum_buffer", "3.weight.momentum_buffer", "0.bias.exp_avg", "3.bias.exp_avg",
        "0.bias.exp_avg_sq", "3.bias.exp_avg_sq", "0.bias.step", "0.weight.step", "3.bias.step", "3.weight.step",
      ])
  }

  @Test func accumulationAndAveragingAreSavedToo() throws {
    let options = UpdateOptions(accumulationSteps: 2, averaging: WeightAveraging(.mean))
    let names = try program(SGD(), options).namedOptimizerState().map(\.name)
    #expect(names.contains("0.bias.accumulated_gradient") && names.contains("3.weight.average"))
    #expect(names.contains("accumulated_batches") && names.contains("accumulated_images") && names.count == 18)
  }

  @Test func aStateOfAnotherOptimizerIsRefused() throws {
    let adam = try program(Adam())
    let before = adam.bits
    let error = try #require(throws: InputError.self) {
      try adam.load(optimizerState: try program(NAdam()).namedOptimizerState())
    }
    #expect(error.kind == .malformed && error.found?.hasPrefix("unexpected 0.bias.mu_product, unexpected") == true)
    let sgd = try program(SGD()).namedOptimizerState()
    let other = try #require(throws: InputError.self) { try adam.load(optimizerState: sgd) }
    #expect(try #require(other.found).contains("missing 0.weight.exp_avg_sq"))
    #expect(try #require(other.found).hasSuffix("more"), "a list of names has an end")
    #expect(adam.bits == before)
  }

  @Test func anotherKindOfOptimizerStartsWithZeros() throws {
    let program = try program(SGD(learningRate: 0.1, momentum: 0.9))
    program.optimizer = SGD(learningRate: 0.2, momentum: 0.5)
    #expect(program.namedOptimizerState().contains { $0.values.contains { $0 != 0 } })
    program.optimizer = Adam()
    #expect(program.namedOptimizerState().count == 12)
    #expect(program.namedOptimizerState().allSatisfy { $0.values.allSatisfy { $0 == 0 } })
    // The first step of Adam is as large as its rate, whatever was stepped before.
    let before = program.namedParameters()
    program.optimizer = Adam(learningRate: 0.01)
    let model = try TrainingModel("small", [Conv2d(1, 2, kernelSize: 3), ReLU()], input: [1, 6, 5])
    program.train(model.data, steps: 2..<3, size: 20)
    for (old, new) in zip(before, program.namedParameters()) {
      for (a, b) in zip(old.values, new.values) { #expect(abs(abs(a - b) - 0.01) < 1e-4, "\(new.name)") }
    }
  }
}
