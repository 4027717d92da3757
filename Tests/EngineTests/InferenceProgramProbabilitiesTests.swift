import Foundation
import InklingEngine
import Testing

@Suite struct InferenceProgramProbabilitiesTests {
  private func program(_ change: (inout [NamedTensor]) -> Void = { _ in }) throws -> InferenceProgram {
    let graph = try Graph(tracing: LeNet(), input: [1, 28, 28])
    let normalization = Normalization(mean: 0.5, deviation: 0.5, channels: 1)
    var parameters = try TrainingProgram(
      graph, seed: 3, optimizer: SGD(), normalization: normalization, batchSize: 16, threads: 1,
      instructionSet: .portable
    ).namedParameters()
    change(&parameters)
    return try InferenceProgram(
      graph, parameters: parameters, normalization: normalization, threads: 1, instructionSet: .portable)
  }

  @Test func rowsAreTheSoftmaxOfTheLogits() throws {
    let program = try program()
    let images = (0..<3 * 784).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let (probabilities, logits) = (program.probabilities(images: images), program.logits(images: images))
    #expect(probabilities.count == 30)
    for image in 0..<3 {
      let row = logits[image * 10..<image * 10 + 10].map { exp(Double($0)) }
      for label in 0..<10 {
        #expect(abs(probabilities[image * 10 + label] - row[label] / row.reduce(0, +)) < 1e-12)
      }
    }
  }

  @Test func largeLogitsDoNotOverflow() throws {
    let program = try program { parameters in
      for index in parameters.indices where parameters[index].name == "fc3.bias" { parameters[index].values[4] = 1e6 }
    }
    #expect(program.probabilities(images: [UInt8](repeating: 9, count: 784)) == (0..<10).map { $0 == 4 ? 1 : 0 })
  }

  @Test func aLogitThatIsNotFiniteMakesTheRowNaN() throws {
    let program = try program { parameters in
      for index in parameters.indices where parameters[index].name == "fc3.bias" { parameters[index].values[4] = .nan }
    }
    let row = program.probabilities(images: [UInt8](repeating: 9, count: 784))
    #expect(row.allSatisfy { $0.isNaN })
  }
}
