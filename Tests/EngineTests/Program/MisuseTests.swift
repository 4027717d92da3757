import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What only a programmer can get wrong traps before a raw pointer is read, with the values in its sentence.
@Suite struct MisuseTests {
  private static let data = RandomImages(count: 6, shape: [1, 5, 6], classes: 3)

  private static func program(_ loss: any Loss = CrossEntropyLoss()) throws -> TrainingProgram {
    let layers: [any Layer] = [Conv2d(1, 2, kernelSize: 3), ReLU(), Flatten(), Linear(24, 3)]
    return try TrainingProgram(
      Graph(tracing: Sequential(layers), input: [1, 5, 6]), seed: 1, optimizer: SGD(), loss: loss,
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 4, threads: 1,
      instructionSet: .portable)
  }

  private func expectSentence(_ sentence: String, in result: ExitTest.Result?) {
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains(sentence), "\(text)")
  }

  @Test func aLabelThatIsNoClass() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var labels = Self.data.labels
      labels[2] = 200
      _ = try Self.program().step(images: Self.data.images, targets: .labels(labels), indices: [0, 2])
    }
    expectSentence("label 200 of 3 classes", in: result)
  }

  /// With class weights the label was an address.
  @Test func aLabelThatIsNoClassWithWeights() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var labels = Self.data.labels
      labels[2] = 3
      let program = try Self.program(CrossEntropyLoss(weight: [1, 2, 3]))
      // An image that is not in the batch may have any label.
      _ = program.step(images: Self.data.images, targets: .labels(labels), indices: [0, 1])
      _ = program.step(images: Self.data.images, targets: .labels(labels), indices: [0, 2])
    }
    expectSentence("label 3 of 3 classes", in: result)
  }

  @Test func anIndexThatIsNoImage() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try Self.program().step(images: Self.data.images, targets: Self.data.targets, indices: [0, 6])
    }
    expectSentence("image 6 of 6", in: result)
  }

  @Test func anIndexThatIsNoImageWhereALossWentWrong() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try Self.program().firstNonFiniteLayer(
        images: Self.data.images, indices: [0, 1_000_000])
    }
    expectSentence("image 1000000 of 6", in: result)
  }

  @Test func moreImagesThanABatchWhereALossWentWrong() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try Self.program().firstNonFiniteLayer(
        images: Self.data.images, indices: ArraySlice(repeating: 0, count: 17))
    }
    expectSentence("a step of 17 images was asked of a batch of 4", in: result)
  }

  @Test func imagesThatAreNotTheLabels() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try Self.program().step(images: Self.data.images, targets: .labels([0, 1]), indices: [0])
    }
    expectSentence("180 bytes for 2 images of 30 bytes", in: result)
  }

  @Test func aLabelThatIsNoClassInPredictions() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let program = try Self.program()
      let inference = try InferenceProgram(
        program.graph, parameters: program.namedParameters(), normalization: program.normalization, threads: 1,
        instructionSet: .portable)
      _ = inference.evaluate(images: Self.data.images, labels: [0, 1, 2, 0, 1, 3])
    }
    expectSentence("label 3 of 3 classes", in: result)
  }

  @Test func logitsThatAreNoRows() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxRows([1, 2, 3, 4], classes: 3)
    }
    expectSentence("4 logits are not whole rows of 3", in: result)
  }

  @Test func scalesWithoutShifts() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Normalization(scale: [1, 2, 3], shift: [0])
    }
    expectSentence("3 scales and 1 shifts", in: result)
  }

  /// From outside it is an error, never a trap.
  @Test(arguments: [#"{"scale": [1, 2, 3], "shift": [0]}"#, #"{"scale": [], "shift": []}"#, #"{"scale": [1]}"#])
  func normalizationsThatAreNone(json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Normalization.self, from: Data(json.utf8)) }
  }

  @Test func aNormalizationComesBack() throws {
    let normalization = Normalization(scale: [1, 2], shift: [0.5, -1])
    let data = try JSONEncoder().encode(normalization)
    #expect(try JSONDecoder().decode(Normalization.self, from: data) == normalization)
  }

  @Test func stateWithFewerValuesThanItsShape() throws {
    let program = try Self.program()
    var state = program.namedOptimizerState()
    state[0].values.removeLast()
    let error = try #require(throws: InputError.self) { try program.load(optimizerState: state) }
    #expect(error.kind == .malformed && error.found?.hasPrefix("0.weight.momentum_buffer") == true)
  }
}
