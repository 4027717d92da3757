import Testing

@testable import InklingEngine

@Suite struct ParameterLayoutTests {
  static let layouts: [(layout: ParameterLayout, count: Int)] = [
    (.vector(count: 1), 1), (.vector(count: 16), 16), (.vector(count: 17), 17),
    (.convolution(groups: 1, outputs: 6, inputs: 1, taps: 25), 150),
    (.convolution(groups: 3, outputs: 2, inputs: 5, taps: 4), 120),
    (.convolution(groups: 7, outputs: 1, inputs: 1, taps: 9), 63),
    (.linear(inputs: 5, outputs: 3, rowStride: 16), 15), (.linear(inputs: 1, outputs: 33, rowStride: 48), 33),
  ]

  /// Each of PyTorch's positions has one place of its own inside the room that is reserved.
  @Test(arguments: layouts)
  func everyValueHasAPlace(layout: ParameterLayout, count: Int) {
    var stored = Set<Int>()
    var positions = Set<Int>()
    layout.forEach { place, position in
      #expect(place >= 0 && place < layout.storedCount)
      stored.insert(place)
      positions.insert(position)
    }
    #expect(stored.count == count)
    #expect(positions == Set(0..<count))
    #expect(layout.storedCount % 16 == 0)
  }

  @Test func convolutionPutsOutputsSideBySide() {
    // [group][in][tap][out] of PyTorch's [group * out][in][tap].
    var places: [Int: Int] = [:]
    ParameterLayout.convolution(groups: 2, outputs: 3, inputs: 2, taps: 4).forEach { places[$1] = $0 }
    for group in 0..<2 {
      for output in 0..<3 {
        for input in 0..<2 {
          for tap in 0..<4 {
            #expect(
              places[((group * 3 + output) * 2 + input) * 4 + tap] == ((group * 2 + input) * 4 + tap) * 3 + output)
          }
        }
      }
    }
  }

  @Test func linearTransposes() {
    var places: [Int: Int] = [:]
    ParameterLayout.linear(inputs: 3, outputs: 2, rowStride: 16).forEach { places[$1] = $0 }
    #expect(places == [0: 0, 1: 16, 2: 32, 3: 1, 4: 17, 5: 33])
  }

  /// What is loaded is what is there, bit for bit, zeros of either sign and the smallest numbers included.
  @Test(arguments: InstructionSet.available)
  func valuesComeBackAsTheyWere(set: InstructionSet) throws {
    let layer = Sequential(
      Conv2d(4, 6, kernelSize: Extent2d(2, 3), groups: 2), ReLU(), Flatten(), Linear(6 * 4 * 3, 17), ReLU(),
      Linear(17, 5, bias: false))
    let program = try TrainingProgram(
      Graph(tracing: layer, input: [4, 5, 5]), seed: 0, optimizer: SGD(),
      normalization: Normalization(mean: 0, deviation: 1, channels: 4), batchSize: 3, threads: 2, instructionSet: set)
    let special: [Float] = [-0, 0, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude]
    var count = 0
    let tensors = program.namedParameters().map { tensor in
      NamedTensor(
        name: tensor.name, shape: tensor.shape,
        values: tensor.values.map { _ in
          count += 1
          return count % 7 < special.count ? special[count % 7] : Float(count)
        })
    }
    try program.load(parameters: tensors.reversed())
    let steps = program.namedOptimizerState().filter { $0.name.hasSuffix(".step") }
    try program.load(
      optimizerState: steps
        + tensors.map {
          NamedTensor(name: $0.name + ".momentum_buffer", shape: $0.shape, values: $0.values.reversed())
        })
    for (found, expected) in zip(program.namedParameters(), tensors) {
      #expect(found.name == expected.name && found.shape == expected.shape)
      #expect(found.values.map(\.bitPattern) == expected.values.map(\.bitPattern))
    }
    for (found, expected) in zip(
      program.namedOptimizerState().filter { $0.name.hasSuffix(".momentum_buffer") }, tensors)
    {
      #expect(found.values.map(\.bitPattern) == expected.values.reversed().map(\.bitPattern))
    }
  }
}
